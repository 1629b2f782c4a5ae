import { z } from 'zod';
import { Refusal } from '#platform';
import type { Actor, Sql } from '#platform';
import { requireCase } from '#cases';
import type { Act } from '#cases';
import type { HumanRole, Visitor } from '#identity';
import { nonceOf } from './answers.js';
import { BadRequest } from './bad-request.js';

/** The name under which the use cases' surroundings (`Office` of #cases) are injected. */
export const OFFICE = Symbol('office');

/** The hidden field of every form on a case: the version of the case that its page showed. */
export const SEEN_FIELD = 'seenVersion';

/**
 * Who acts on a case: the visitor in a role, for that body of theirs whose case it is. Refused as
 * `not-found` when it is nobody's of theirs.
 */
export async function actorOn(
  sql: Sql,
  who: Visitor,
  role: HumanRole,
  caseId: string,
): Promise<Actor> {
  for (const body of who.bodiesAs(role)) {
    const actor = who.actorAs(role, body.id);
    if ((await theirs(requireCase(sql, actor, caseId))) !== null) return actor;
  }
  throw new Refusal('not-found', { case: caseId });
}

/** What was asked of a case, or null where the case is not theirs to ask about. */
export async function theirs<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null;
    throw error;
  }
}

/** An act as its form was sent: what the page showed, and the nonce that makes a repeat harmless. */
export function actFrom(actor: Actor, caseId: string, body: unknown): Act {
  const seen = z.object({ [SEEN_FIELD]: z.coerce.number().int().min(0) }).safeParse(body);
  if (!seen.success) throw new BadRequest(400, 'the form does not say which version it showed');
  const form = { nonce: nonceOf(body), person: actor.person, content: body };
  return { actor, caseId, seenVersion: seen.data[SEEN_FIELD], form };
}
