import type { FastifyReply } from 'fastify';
import { readSession } from '#identity';
import type { Sql } from '#platform';
import { setCookie } from '../http/cookies.js';
import { homeOf } from '../http/navigation.js';
import { ownPath, seeOther, type SeeOther } from '../http/page.js';

/** Gives the browser its new session and leads to where its holder wanted to go, or works. */
export async function welcome(
  reply: FastifyReply,
  sql: Sql,
  session: string,
  next?: string,
): Promise<SeeOther> {
  setCookie(reply, 'session', session);
  const visitor = await readSession(sql, session, reply.server.ground.settings.sessions);
  return seeOther(ownPath(next ?? '') ?? (visitor === null ? '/' : homeOf(visitor)));
}
