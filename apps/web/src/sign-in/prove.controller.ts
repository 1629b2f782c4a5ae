import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { proofs, secondFactors, type Visitor } from '#identity';
import { Database, Refusal, content, type Settings } from '#platform';
import { answered, text } from '../http/answers.js';
import { ForSignedIn, Who } from '../http/audience.js';
import { setCookie } from '../http/cookies.js';
import { homeOf } from '../http/navigation.js';
import { page, seeOther } from '../http/page.js';
import { sentAgain } from '../http/sent-again.js';
import { SETTINGS } from '../http/tokens.js';
import { typedRows } from '../http/typed-rows.js';
import { relyingPartyOf } from './relying-party.js';
import { Waiting, placeOf, queryOf } from './waiting.js';

interface Words {
  readonly codeWrong: string;
  readonly codeMissing: string;
}
const words = (): Words => content<Words>('account');

const Code = Waiting.extend({ code: text(words().codeMissing, { max: 60 }) });
const Held = z.object({ held: z.uuid() });

/** Proving again who one is, before an act that needs it, and going on where one was. */
@Controller('sign-in/again')
@ForSignedIn()
export class ProveController {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async ask(
    @Query({ schema: Waiting }) waiting: Waiting,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
  ) {
    return who.hasProved ? seeOther(placeOf(waiting, who)) : this.question(request, who, waiting);
  }

  @Post()
  async prove(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(Code, body, {
      good: async ({ code, ...waiting }) => {
        const session = await this.tryCode(who, code);
        if (session === null) throw new Refusal('invalid', { faults: { code: words().codeWrong } });
        setCookie(reply, 'session', session);
        return seeOther(placeOf(waiting, who));
      },
      bad: ({ held, next }) => this.question(request, who, { held, next } as Waiting),
    });
  }

  /** What was typed, on its way again as its sender left it. */
  @Get('go-on')
  async goOn(@Query({ schema: Held }) { held }: z.infer<typeof Held>, @Who() who: Visitor) {
    const { pool } = this.database;
    const { secretKeys: keys } = this.settings;
    const form = await proofs.heldForm(pool, { keys, session: who.session.id, id: held });
    return page('sign-in/go-on', {
      action: form.path,
      sent: sentAgain(form.fields),
      typed: typedRows(form.fields),
      home: homeOf(who),
    });
  }

  private async question(request: FastifyRequest, who: Visitor, waiting: Waiting) {
    const { pool } = this.database;
    const { secretKeys: keys, isExample } = this.settings;
    const factors = await secondFactors.of(pool, who.person.id);
    const example =
      isExample && !factors.any
        ? await proofs.exampleCode(pool, { keys, person: who.person.id })
        : null;
    const mayUsePasskey = factors.passkeys.length > 0 && relyingPartyOf(request) !== null;
    return page('sign-in/again', {
      factors,
      example,
      waiting,
      mayUsePasskey,
      here: `/sign-in/again${queryOf(waiting)}`,
    });
  }

  /** Whoever has set up nothing yet, and tries an example, may use the code that its page shows. */
  private async tryCode(who: Visitor, code: string): Promise<string | null> {
    const { pool } = this.database;
    const proving = {
      person: who.person.id,
      session: who.session.id,
      keys: this.settings.secretKeys,
      code,
    };
    if (this.settings.isExample && !(await secondFactors.of(pool, who.person.id)).any) {
      return proofs.byExample(pool, proving);
    }
    return proofs.byCode(pool, proving);
  }
}
