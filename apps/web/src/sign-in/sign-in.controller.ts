import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { peopleWithRoles, signInLink, type Visitor } from '#identity';
import { wakeSender } from '#mail';
import { Database, inTransaction, Refusal, type Settings } from '#platform';
import { answered } from '../http/answers.js';
import { ForAnyone, Who } from '../http/audience.js';
import { cookieOf } from '../http/cookies.js';
import { rememberBrowser } from '../http/form-token.js';
import { homeOf } from '../http/navigation.js';
import { ownPath, page, seeOther } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
import { welcome } from './welcome.js';

const NOT_AN_ADDRESS = 'Enter your e-mail address, like name@example.org.';
const NOT_A_CODE = 'Enter the 6 digits that the link showed.';
const WRONG_CODE = 'This code is not right, or its 10 minutes have passed. Open the link again.';

const Asked = z.object({
  email: z.string(NOT_AN_ADDRESS).trim().max(254, NOT_AN_ADDRESS).pipe(z.email(NOT_AN_ADDRESS)),
  next: z.string().optional(),
});
const Code = z.object({
  code: z
    .string(NOT_A_CODE)
    .transform((typed) => typed.replace(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, NOT_A_CODE)),
  next: z.string().optional(),
});
const Next = z.object({ next: z.string().optional() });

@Controller('sign-in')
@ForAnyone('nobody is signed in yet; what is found is found by the link or the code alone')
export class SignInController {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async signIn(
    @Query({ schema: Next }) { next }: z.infer<typeof Next>,
    @Who() who: Visitor | null,
  ) {
    if (who !== null) return seeOther(ownPath(next ?? '') ?? homeOf(who));
    return page('sign-in/sign-in', await this.question(next));
  }

  @Post()
  async ask(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(Asked, body, {
      bad: async ({ next }) => page('sign-in/sign-in', await this.question(next)),
      good: async ({ email, next }) => {
        const browser = rememberBrowser(reply);
        const baseUrl = reply.server.ground.publicBaseUrl();
        const asking = { email, browser, machine: request.ip, baseUrl };
        await inTransaction(this.database.pool, (tx) => signInLink.ask(tx, asking));
        wakeSender(this.database.pool);
        return seeOther(`/sign-in/check-your-email${nextQuery(next)}`);
      },
    });
  }

  @Get('check-your-email')
  checkYourEmail(@Query({ schema: Next }) { next }: z.infer<typeof Next>) {
    return page('sign-in/check-your-email', { next, isExample: this.settings.isExample });
  }

  @Post('code')
  async code(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asked = ({ next }: { next?: unknown }) =>
      page('sign-in/check-your-email', { next, isExample: this.settings.isExample });
    return answered(Code, body, {
      bad: asked,
      good: async ({ code, next }) => {
        const browser = cookieOf(request, 'browser') ?? '';
        const done = await signInLink.finishWithCode(this.database.pool, {
          code,
          ...askerOf(request, browser),
        });
        if (done === null) throw new Refusal('invalid', { faults: { code: WRONG_CODE } });
        return welcome(reply, this.database.pool, done.session, next);
      },
    });
  }

  @Get('link/:secret')
  async link(@Param('secret') secret: string, @Req() request: FastifyRequest) {
    const browser = cookieOf(request, 'browser');
    const view = await signInLink.look(this.database.pool, {
      secret,
      browser,
      machine: request.ip,
    });
    return page(`sign-in/link-${view.kind}`, { ...view, secret });
  }

  @Post('link/:secret')
  async finish(
    @Param('secret') secret: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const browser = cookieOf(request, 'browser') ?? '';
    const done = await signInLink.finish(this.database.pool, {
      secret,
      ...askerOf(request, browser),
    });
    return welcome(reply, this.database.pool, done.session);
  }

  private async question(next: unknown) {
    const people = this.settings.isExample ? await peopleWithRoles(this.database.pool) : [];
    return { next, people, provider: this.settings.provider?.name };
  }
}

function askerOf(request: FastifyRequest, browser: string) {
  return { browser, machine: request.ip, userAgent: request.headers['user-agent'] ?? null };
}

function nextQuery(next: string | undefined): string {
  const path = ownPath(next ?? '');
  return path === null ? '' : `?next=${encodeURIComponent(path)}`;
}
