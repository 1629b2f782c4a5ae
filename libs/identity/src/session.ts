import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from '#platform';
import { MEMBERSHIPS, type Membership, type Person } from './people.js';
import { Visitor } from './visitor.js';

/**
 * Real time throughout, Postgres's now(), not the product's clock: moving that on by six weeks
 * must not sign everybody out.
 */
const IDLE = '60 minutes';
const ABSOLUTE = '12 hours';
/** A visit is noted once a minute, so that reading a page is not also a write. */
const NOTED_AFTER = '1 minute';

const LIVE = `s.ended_at IS NULL AND s.seen_at > now() - interval '${IDLE}'
  AND s.created_at > now() - interval '${ABSOLUTE}'`;

/** 256 random bits that nobody can guess; only their hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Signs a person in: the answer is the cookie's value, new at every sign-in. */
export async function openSession(
  sql: Sql,
  { person, userAgent = null }: { person: string; userAgent?: string | null },
): Promise<string> {
  const token = newSecret();
  await sql.query('INSERT INTO session (id_hash, person, user_agent) VALUES ($1, $2, $3)', [
    hashOf(token),
    person,
    userAgent?.slice(0, 300) ?? null,
  ]);
  return token;
}

/** Who this cookie is, with the roles they hold at this moment; null when it is over. */
export async function readSession(sql: Sql, token: string): Promise<Visitor | null> {
  const { rows } = await sql.query<Person & { memberships: Membership[]; unnoted: boolean }>({
    name: 'read-session',
    text: `SELECT p.id, p.name, p.email, coalesce(${MEMBERSHIPS}, '[]') AS memberships,
                  s.seen_at < now() - interval '${NOTED_AFTER}' AS unnoted
             FROM session s JOIN person p ON p.id = s.person
            WHERE s.id_hash = $1 AND p.ended_at IS NULL AND ${LIVE}`,
    values: [hashOf(token)],
  });
  const [found] = rows;
  if (found === undefined) return null;
  if (found.unnoted) {
    await sql.query('UPDATE session SET seen_at = now() WHERE id_hash = $1', [hashOf(token)]);
  }
  const { id, name, email, memberships } = found;
  return new Visitor({ id, name, email }, memberships);
}

/** Signs out: the cookie is worth nothing from now on, wherever it was copied to. */
export async function endSession(sql: Sql, token: string): Promise<void> {
  await sql.query('UPDATE session SET ended_at = now() WHERE id_hash = $1 AND ended_at IS NULL', [
    hashOf(token),
  ]);
}

/** Signs a person out everywhere. */
export async function endSessionsOf(sql: Sql, person: string): Promise<void> {
  await sql.query('UPDATE session SET ended_at = now() WHERE person = $1 AND ended_at IS NULL', [
    person,
  ]);
}
