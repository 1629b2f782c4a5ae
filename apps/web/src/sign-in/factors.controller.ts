import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { proofs, secondFactors, type Visitor } from '#identity';
import { Database, Refusal, content, inTransaction, type Settings } from '#platform';
import { wakeSender } from '#mail';
import { answered, text } from '../http/answers.js';
import { ForSignedIn, Strong, Who } from '../http/audience.js';
import { setCookie } from '../http/cookies.js';
import { ownPath, page, seeOther } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
import { OwnFactors } from './own-factors.js';
import { qrPicture } from './qr-picture.js';
import { relyingPartyOf } from './relying-party.js';

interface Words {
  readonly codeMissing: string;
  readonly appWrong: string;
  readonly appRemoved: string;
}
const words = (): Words => content<Words>('account');

const HOME = '/account/second-factors';
const ISSUER = 'Assent';
const Next = z.object({ next: z.string().max(2_000).optional() });
type Next = z.infer<typeof Next>;
const Code = Next.extend({ code: text(words().codeMissing, { max: 20 }) });

/** What proves who somebody is, beside what signs them in: an app, and codes for when it is lost. */
@Controller('account/second-factors')
@ForSignedIn()
export class FactorsController {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(OwnFactors) private readonly own: OwnFactors,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Who() who: Visitor) {
    const factors = await secondFactors.of(this.database.pool, who.person.id);
    return page('sign-in/factors', { factors, mayUsePasskey: relyingPartyOf(request) !== null });
  }

  @Post('app/begin')
  async begin(@Body() body: unknown, @Req() request: FastifyRequest, @Who() who: Visitor) {
    return answered(Next, body, {
      good: async ({ next }) => {
        await this.own.require(who);
        const { secretKeys: keys } = this.settings;
        await inTransaction(this.database.pool, (tx) =>
          secondFactors.beginApp(tx, { keys, person: who.person.id }),
        );
        return seeOther(`${HOME}/app${queryOf(next)}`);
      },
      bad: () => this.home(request, who),
    });
  }

  @Get('app')
  async app(@Query({ schema: Next }) { next }: Next, @Who() who: Visitor) {
    await this.own.require(who);
    return this.appPage(who, next);
  }

  @Post('app')
  async confirm(
    @Body() body: unknown,
    @Who() who: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(Code, body, {
      good: async ({ code, next }) => {
        await this.own.require(who);
        const confirmed = await this.confirmed(who, code.replace(/\s/g, ''));
        if (confirmed === null)
          throw new Refusal('invalid', { faults: { code: words().appWrong } });
        setCookie(reply, 'session', confirmed.session);
        const place = ownPath(next ?? '');
        if (confirmed.codes === null) return seeOther(place ?? HOME);
        return page('sign-in/recovery-codes', { codes: confirmed.codes, next: place ?? HOME });
      },
      bad: ({ next }) => this.appPage(who, typeof next === 'string' ? next : undefined),
    });
  }

  @Post('app/remove')
  @Strong('factors')
  async remove(@Who() who: Visitor) {
    await inTransaction(this.database.pool, (tx) => secondFactors.removeApp(tx, who.person.id));
    wakeSender(this.database.pool);
    return seeOther(HOME, { saying: words().appRemoved });
  }

  /** The only POST that answers a page: codes are shown once, so there is nowhere to be led to. */
  @Post('codes')
  @Strong('factors')
  async codes(@Who() who: Visitor) {
    const { pool } = this.database;
    const codes = await inTransaction(pool, (tx) => secondFactors.makeCodes(tx, who.person.id));
    wakeSender(pool);
    return page('sign-in/recovery-codes', { codes, next: HOME });
  }

  /** The app in use, the session proved by it, and the first recovery codes where there are none. */
  private async confirmed(who: Visitor, code: string) {
    const { pool } = this.database;
    const { secretKeys: keys } = this.settings;
    const person = who.person.id;
    await proofs.spendTry(pool, person);
    const done = await inTransaction(pool, (tx) =>
      secondFactors.confirmApp(tx, { keys, person, code }),
    );
    wakeSender(pool);
    return done ? this.own.proved(who, 'app') : null;
  }

  private async appPage(who: Visitor, next: string | undefined) {
    const { secretKeys: keys } = this.settings;
    const begun = await secondFactors.begunApp(this.database.pool, { keys, person: who.person.id });
    if (begun === null) throw new Refusal('not-found');
    const label = encodeURIComponent(`${ISSUER}:${who.person.email}`);
    const address = `otpauth://totp/${label}?secret=${begun.secret}&issuer=${ISSUER}`;
    return page('sign-in/app', {
      secret: begun.secret.match(/.{4}/g)!.join(' '),
      address,
      picture: qrPicture(address),
      next,
    });
  }
}

function queryOf(next: string | undefined): string {
  const path = ownPath(next ?? '');
  return path === null ? '' : `?next=${encodeURIComponent(path)}`;
}
