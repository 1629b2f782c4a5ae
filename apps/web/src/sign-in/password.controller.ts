import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { passwords, type PasswordFault, type Visitor } from '#identity';
import { wakeSender } from '#mail';
import { Database, Refusal, content, inTransaction } from '#platform';
import { answered } from '../http/answers.js';
import { ForAnyone, ForSignedIn, Who } from '../http/audience.js';
import { page, seeOther } from '../http/page.js';
import { OwnFactors } from './own-factors.js';
import { welcome } from './welcome.js';

interface Words {
  readonly passwordWrong: string;
  readonly passwordFaults: Readonly<Record<PasswordFault, string>>;
  readonly passwordSet: string;
  readonly passwordReset: string;
}
const words = (): Words => content<Words>('account');

const NOT_AN_ADDRESS = 'Enter your e-mail address, like name@example.org.';
const email = () =>
  z.string(NOT_AN_ADDRESS).trim().max(254, NOT_AN_ADDRESS).pipe(z.email(NOT_AN_ADDRESS));
/** Exactly as it was typed or pasted: nothing is trimmed, cut or changed. */
const password = () => z.string('Enter the password.').min(1, 'Enter the password.').max(2_000);
const Next = z.object({ next: z.string().max(2_000).optional() });
const SignIn = Next.extend({ email: email(), password: password() });
const Forgotten = z.object({ email: email() });
const Chosen = z.object({ password: password() });

@Controller('sign-in/password')
@ForAnyone('nobody is signed in yet; what is found is found by the password or the link alone')
export class PasswordController {
  constructor(private readonly database: Database) {}

  @Get()
  ask(@Query({ schema: Next }) { next }: z.infer<typeof Next>) {
    return page('sign-in/password', { next });
  }

  @Post()
  async signIn(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(SignIn, body, {
      good: async ({ next, ...typed }) => {
        const { pool } = this.database;
        const asker = { machine: request.ip, userAgent: request.headers['user-agent'] ?? null };
        const session = await passwords.signIn(pool, { ...typed, ...asker });
        if (session === null) {
          throw new Refusal('invalid', { faults: { password: words().passwordWrong } });
        }
        return welcome(reply, pool, session, next);
      },
      bad: ({ next }) => page('sign-in/password', { next }),
    });
  }

  @Get('forgotten')
  forgotten() {
    return page('sign-in/password-forgotten');
  }

  @Post('forgotten')
  async sendLink(@Body() body: unknown, @Req() request: FastifyRequest) {
    return answered(Forgotten, body, {
      good: async (typed) => {
        const { pool } = this.database;
        const baseUrl = request.server.ground.publicBaseUrl();
        await inTransaction(pool, (tx) =>
          passwords.askForReset(tx, { ...typed, machine: request.ip, baseUrl }),
        );
        wakeSender(pool);
        return seeOther('/sign-in/password/sent');
      },
      bad: () => this.forgotten(),
    });
  }

  @Get('sent')
  sent() {
    return page('sign-in/password-sent');
  }

  @Get('new/:secret')
  async choose(@Param('secret') secret: string, @Req() request: FastifyRequest) {
    await passwords.lookAtReset(this.database.pool, { secret, machine: request.ip });
    return choosePage(`/sign-in/password/new/${secret}`, '/sign-in');
  }

  @Post('new/:secret')
  async reset(
    @Param('secret') secret: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return answered(Chosen, body, {
      good: async (typed) => {
        const { pool } = this.database;
        const given = { ...typed, secret, machine: request.ip };
        refuseFault(await passwords.reset(pool, given));
        wakeSender(pool);
        return seeOther('/sign-in/password', { saying: words().passwordReset });
      },
      bad: () => choosePage(`/sign-in/password/new/${secret}`, '/sign-in'),
    });
  }
}

/** The password of somebody who is signed in, and whose administrator allows one. */
@Controller('account/password')
@ForSignedIn()
export class OwnPasswordController {
  constructor(
    private readonly database: Database,
    @Inject(OwnFactors) private readonly own: OwnFactors,
  ) {}

  @Get()
  async ask(@Who() who: Visitor) {
    await this.requireAllowed(who);
    await this.own.require(who);
    return choosePage('/account/password', '/account');
  }

  @Post()
  async set(@Body() body: unknown, @Who() who: Visitor) {
    await this.requireAllowed(who);
    await this.own.require(who);
    return answered(Chosen, body, {
      good: async (typed) => {
        const { pool } = this.database;
        refuseFault(await passwords.set(pool, { ...typed, person: who.person.id }));
        wakeSender(pool);
        return seeOther('/account', { saying: words().passwordSet });
      },
      bad: () => choosePage('/account/password', '/account'),
    });
  }

  private async requireAllowed(who: Visitor): Promise<void> {
    const { isAllowed } = await passwords.standing(this.database.pool, who.person.id);
    if (!isAllowed) throw new Refusal('not-found');
  }
}

const choosePage = (action: string, back: string) =>
  page('sign-in/password-choose', { action, back });

function refuseFault(fault: PasswordFault | null): void {
  if (fault === null) return;
  throw new Refusal('invalid', { faults: { password: words().passwordFaults[fault] } });
}
