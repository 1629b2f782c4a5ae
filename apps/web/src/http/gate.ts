import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { readSession, type Visitor } from '#identity';
import { Refusal, type Sql } from '#platform';
import { audienceOf, comesFromElsewhere, strongActOf, type Audience } from './audience.js';
import { cookieOf } from './cookies.js';

/** Before every handler: who is it, may they, did a form of ours send this, is it surely they? */
export class Gate implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sql: Sql,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const audience = audienceOf(this.reflector, context);
    if (audience === undefined) throw new Error('A route without an audience was served.');
    request.visitor = await this.visitorOf(request);
    admit(audience, request.visitor);
    if (request.method === 'POST' && !comesFromElsewhere(this.reflector, context)) {
      request.server.ground.formTokens.check(request);
    }
    const act = strongActOf(this.reflector, context);
    if (act !== undefined && request.visitor?.hasProved !== true) {
      throw new Refusal('prove-again', { act });
    }
    return true;
  }

  private async visitorOf(request: FastifyRequest): Promise<Visitor | null> {
    const token = cookieOf(request, 'session');
    return token ? readSession(this.sql, token, request.server.ground.settings.sessions) : null;
  }
}

function admit(audience: Audience, visitor: Visitor | null): void {
  if (audience.kind === 'anyone' || audience.kind === 'link-holder') return;
  if (visitor === null) throw new Refusal('signed-out');
  if (audience.kind === 'signed-in') return;
  if (!audience.roles.some((role) => visitor.holds(role))) throw new Refusal('not-allowed');
}
