import { createParamDecorator, SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { HumanRole, Visitor } from '#identity';

/** Who a route is for. A route that does not say so keeps the server from starting. */
export type Audience =
  | { readonly kind: 'roles'; readonly roles: readonly HumanRole[] }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'link-holder' }
  | { readonly kind: 'anyone'; readonly reason: string };

const AUDIENCE = 'assent:audience';
const STRONG = 'assent:strong';
const FOREIGN_FORM = 'assent:foreign-form';

const forAudience = (audience: Audience) => SetMetadata(AUDIENCE, audience);

/** Only who is signed in and holds this role; on a class for all of its routes. */
export const For = (role: HumanRole) => forAudience({ kind: 'roles', roles: [role] });
export const ForAnyOf = (roles: readonly HumanRole[]) => forAudience({ kind: 'roles', roles });
/** Anybody who is signed in, in whatever role. */
export const ForSignedIn = () => forAudience({ kind: 'signed-in' });
/** Holders of an e-mailed link: the handler loads by the link alone and finds nothing else. */
export const ForLinkHolder = () => forAudience({ kind: 'link-holder' });
/** Everybody; the reason says why that is safe. */
export const ForAnyone = (reason: string) => forAudience({ kind: 'anyone', reason });

/**
 * A POST that comes from no form of ours (one-click unsubscribe, a provider's call-back): it brings
 * no form token, so it must prove itself by what it carries. The reason says how.
 */
export const FromElsewhere = (reason: string) => SetMetadata(FOREIGN_FORM, reason);

/** What takes more than having signed in: a proof of who it is that is not older than ten minutes. */
export type StrongAct =
  /** A body decides, or says how it will. */
  | 'approve'
  /** The chair signs for the board. */
  | 'sign'
  /** A senior officer lets a case go on against a rule. */
  | 'override'
  /** The record leaves the service. */
  | 'export'
  /** Somebody is given or loses a role, or the means to prove who they are. */
  | 'people'
  /** Somebody changes what proves who they are. */
  | 'factors';

/** A handler that does one of these: without a fresh proof, it is asked for, and the form is kept. */
export const Strong = (act: StrongAct) => SetMetadata(STRONG, act);

/** The visitor who asks: signed in wherever the audience is a role, otherwise perhaps null. */
export const Who = createParamDecorator(
  (_: unknown, context: ExecutionContext): Visitor | null =>
    context.switchToHttp().getRequest<FastifyRequest>().visitor,
);

type Place = Pick<ExecutionContext, 'getHandler' | 'getClass'>;

export function audienceOf(reflector: Reflector, place: Place): Audience | undefined {
  return reflector.getAllAndOverride<Audience | undefined>(AUDIENCE, [
    place.getHandler(),
    place.getClass(),
  ]);
}

export function strongActOf(reflector: Reflector, place: Place): StrongAct | undefined {
  return reflector.get<StrongAct | undefined>(STRONG, place.getHandler());
}

export function comesFromElsewhere(reflector: Reflector, place: Place): boolean {
  return reflector.get<string | undefined>(FOREIGN_FORM, place.getHandler()) !== undefined;
}
