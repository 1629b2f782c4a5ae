import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { passwords, sessions, type Visitor } from '#identity';
import { Database, content, type Settings } from '#platform';
import { answered } from '../http/answers.js';
import { ForAnyone, ForSignedIn, Who } from '../http/audience.js';
import { clearCookie, cookieOf } from '../http/cookies.js';
import { page, seeOther } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
import { sessionRows, type AccountWords } from './session-rows.js';

const ID = { schema: z.uuid() };
const words = (): AccountWords => content<AccountWords>('account');

/** What people look after of their own: who they are to the service, and where they are signed in. */
@Controller()
export class AccountController {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('account')
  @ForSignedIn()
  async account(@Who() who: Visitor) {
    const password = await passwords.standing(this.database.pool, who.person.id);
    const { person, memberships } = who;
    return page('sign-in/account', { person, memberships, password });
  }

  @Get('account/sessions')
  @ForSignedIn()
  async sessions(@Who() who: Visitor) {
    const { sessions: ends } = this.settings;
    const lines = await sessions.ofPerson(this.database.pool, who.person.id, ends);
    const rows = sessionRows(words(), lines, who.session.id);
    return page('sign-in/sessions', { rows, ends, others: rows.length - 1 });
  }

  @Post('account/sessions/end')
  @ForSignedIn()
  async endOthers(@Body() body: unknown, @Who() who: Visitor) {
    return answered(z.object({}), body, {
      good: async () => {
        await sessions.endAllOf(this.database.pool, who.person.id, who.session.id);
        return seeOther('/account/sessions', { saying: words().endedOthers });
      },
      bad: () => this.sessions(who),
    });
  }

  @Post('account/sessions/:session/end')
  @ForSignedIn()
  async endOne(@Param('session', ID) session: string, @Who() who: Visitor) {
    await sessions.endOne(this.database.pool, who.person.id, session);
    return seeOther('/account/sessions', { saying: words().endedOne });
  }

  @Post('sign-out')
  @ForAnyone('who is signed out already may press the button again')
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const session = cookieOf(request, 'session');
    if (session) await sessions.end(this.database.pool, session);
    clearCookie(reply, 'session');
    return seeOther('/signed-out');
  }

  @Get('signed-out')
  @ForAnyone('says only that the session has ended')
  signedOut() {
    return page('sign-in/signed-out');
  }
}
