import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { secondFactors, type Visitor } from '#identity';
import { Database, Refusal, content, fill, inTransaction } from '#platform';
import { wakeSender } from '#mail';
import { answered, text } from '../http/answers.js';
import { ForSignedIn, Strong, Who } from '../http/audience.js';
import { setCookie } from '../http/cookies.js';
import { page, seeOther } from '../http/page.js';
import { OwnFactors } from './own-factors.js';
import { relyingPartyOf } from './relying-party.js';
import { Waiting, placeOf, queryOf } from './waiting.js';

interface Words {
  readonly passkeyName: string;
  readonly passkeyFailed: string;
  readonly passkeyAdded: string;
  readonly passkeyRemoved: string;
}
const words = (): Words => content<Words>('account');

const HOME = '/account/second-factors';
const ID = { schema: z.uuid() };
/** What a browser answered; the library reads it, and we only that it is JSON with an id. */
const response = () =>
  z.string(words().passkeyFailed).max(20_000, words().passkeyFailed).transform(readAnswer);
const Added = z.object({ name: text(words().passkeyName, { max: 60 }), response: response() });
const Used = Waiting.extend({ response: response() });

/** Passkeys: a person may have several, each with a name, and proves with one of them who they are. */
@Controller()
@ForSignedIn()
export class PasskeysController {
  constructor(
    private readonly database: Database,
    @Inject(OwnFactors) private readonly own: OwnFactors,
  ) {}

  @Post('account/second-factors/passkeys/begin')
  async begin(@Who() who: Visitor) {
    await this.own.require(who);
    await secondFactors.passkeys.challenge(this.database.pool, who.session.id);
    return seeOther(`${HOME}/passkeys/new`);
  }

  @Get('account/second-factors/passkeys/new')
  async ask(@Req() request: FastifyRequest, @Who() who: Visitor) {
    await this.own.require(who);
    return this.newPage(request, who);
  }

  @Post('account/second-factors/passkeys/new')
  async add(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.own.require(who);
    return answered(Added, body, {
      good: async ({ name, response: answer }) => {
        const { pool } = this.database;
        const given = { ...this.provingOf(request, who), name, response: answer };
        const added = await inTransaction(pool, (tx) => secondFactors.passkeys.add(tx, given));
        if (!added) return seeOther(HOME, { saying: words().passkeyFailed });
        wakeSender(pool);
        const { session, codes } = await this.own.proved(who, 'passkey');
        setCookie(reply, 'session', session);
        if (codes !== null) return page('sign-in/recovery-codes', { codes, next: HOME });
        return seeOther(HOME, { saying: fill(words().passkeyAdded, { name }) });
      },
      bad: () => this.newPage(request, who),
    });
  }

  @Post('account/second-factors/passkeys/:passkey/remove')
  @Strong('factors')
  async remove(@Param('passkey', ID) id: string, @Who() who: Visitor) {
    await inTransaction(this.database.pool, (tx) =>
      secondFactors.passkeys.remove(tx, who.person.id, id),
    );
    wakeSender(this.database.pool);
    return seeOther(HOME, { saying: words().passkeyRemoved });
  }

  @Post('sign-in/again/passkey/begin')
  async beginProof(@Body() body: unknown, @Who() who: Visitor) {
    return answered(Waiting, body, {
      good: async (waiting) => {
        await secondFactors.passkeys.challenge(this.database.pool, who.session.id);
        return seeOther(`/sign-in/again/passkey${queryOf(waiting)}`);
      },
      bad: () => {
        throw new Refusal('not-found');
      },
    });
  }

  @Get('sign-in/again/passkey')
  async askProof(
    @Query({ schema: Waiting }) waiting: Waiting,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    return this.usePage(request, who, waiting);
  }

  @Post('sign-in/again/passkey')
  async prove(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(Used, body, {
      good: async ({ response: answer, ...waiting }) => {
        const given = { ...this.provingOf(request, who), response: answer };
        const session = await secondFactors.passkeys.prove(this.database.pool, given);
        if (session === null) {
          return seeOther(`/sign-in/again${queryOf(waiting)}`, { saying: words().passkeyFailed });
        }
        setCookie(reply, 'session', session);
        return seeOther(placeOf(waiting, who));
      },
      bad: ({ held, next }) => this.usePage(request, who, { held, next } as Waiting),
    });
  }

  private provingOf(request: FastifyRequest, who: Visitor) {
    const party = relyingPartyOf(request);
    if (party === null) throw new Refusal('not-found');
    return { person: who.person.id, session: who.session.id, party };
  }

  private async newPage(request: FastifyRequest, who: Visitor) {
    const { session, party } = this.provingOf(request, who);
    const given = { person: who.person, session, party };
    const options = await secondFactors.passkeys.newOptions(this.database.pool, given);
    return page('sign-in/passkey-new', { options: JSON.stringify(options) });
  }

  private async usePage(request: FastifyRequest, who: Visitor, waiting: Waiting) {
    const options = await secondFactors.passkeys.options(
      this.database.pool,
      this.provingOf(request, who),
    );
    const back = `/sign-in/again${queryOf(waiting)}`;
    return page('sign-in/passkey-use', { options: JSON.stringify(options), waiting, back });
  }
}

function readAnswer(sent: string, context: z.RefinementCtx): never {
  try {
    const parsed: unknown = JSON.parse(sent);
    if (typeof parsed === 'object' && parsed !== null && 'id' in parsed) return parsed as never;
  } catch {
    // What is no JSON came from no script of ours: told like every answer that does not fit.
  }
  context.addIssue({ code: 'custom', message: words().passkeyFailed });
  return z.NEVER;
}
