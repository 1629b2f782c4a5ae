import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { provider, type ProviderClient } from '#identity';
import { wakeSender } from '#mail';
import { Database, Refusal, type Settings } from '#platform';
import { ForAnyone } from '../http/audience.js';
import { clearCookie, cookieOf, setCookie } from '../http/cookies.js';
import { SeeOther, ownPath, page } from '../http/page.js';
import { SETTINGS } from '../http/tokens.js';
import { welcome } from './welcome.js';

const Begun = z.object({
  next: z.string().max(2_000).optional(),
  join: z.string().max(200).optional(),
});
/** A visit takes minutes; a cookie from yesterday is nobody's visit. */
const VISIT_SECONDS = 15 * 60;

/** Signing in at the identity provider of the settings; without one, none of these exists. */
@Controller('sign-in/provider')
@ForAnyone('nobody is signed in yet; who comes back is found by what the provider signed')
export class ProviderController {
  private readonly client: ProviderClient | null;

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.client = settings.provider && provider.client(settings.provider);
  }

  @Get()
  async begin(
    @Query({ schema: Begun }) { next, join }: z.infer<typeof Begun>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { url, errand } = await this.required().begin(backOf(reply));
    const visit = { ...errand, next: ownPath(next ?? ''), invitation: join ?? null };
    const sealed = provider.seal(this.settings.secretKeys, visit);
    setCookie(reply, 'provider', sealed, VISIT_SECONDS);
    return new SeeOther(url, null);
  }

  @Get('back')
  async back(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const client = this.required();
    const visit = provider.open(this.settings.secretKeys, cookieOf(request, 'provider') ?? '');
    clearCookie(reply, 'provider');
    if (visit === null) throw new Refusal('provider-refused', { lacks: 'visit' });
    // Our own address, whatever the request says of its host.
    const address = new URL(backOf(reply));
    address.search = new URL(request.url, address).search;
    const account = await client.finish(address, visit);
    const { pool } = this.database;
    const userAgent = request.headers['user-agent'] ?? null;
    const given = { account, invitation: visit.invitation, userAgent };
    const session = await provider.signIn(pool, given);
    wakeSender(pool);
    return welcome(reply, pool, session, visit.next ?? undefined);
  }

  @Get('join/:secret')
  async join(@Param('secret') secret: string, @Req() request: FastifyRequest) {
    this.required();
    const given = { secret, machine: request.ip };
    const name = await provider.lookAtInvitation(this.database.pool, given);
    return page('sign-in/provider-join', { name, secret, provider: this.settings.provider?.name });
  }

  private required(): ProviderClient {
    if (this.client === null) throw new Refusal('not-found');
    return this.client;
  }
}

const backOf = (reply: FastifyReply): string =>
  `${reply.server.ground.publicBaseUrl()}/sign-in/provider/back`;
