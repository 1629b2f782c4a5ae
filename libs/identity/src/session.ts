import { createHash, randomBytes } from 'node:crypto';
import { Refusal, type Sql } from '#platform';
import { MEMBERSHIPS, type Membership, type Person } from './people.js';
import { Visitor } from './visitor.js';

/**
 * Real time throughout, Postgres's now(), not the product's clock: moving that on by six weeks
 * must not sign everybody out.
 */
export interface SessionEnds {
  /** After so long without a request a session is over. */
  readonly idleMinutes: number;
  /** However busy it is, a session is over after so long. */
  readonly longestHours: number;
}

/** The ends of an installation that set none: see SESSION_IDLE_MINUTES and SESSION_HOURS. */
export const USUAL_ENDS: SessionEnds = { idleMinutes: 8 * 60, longestHours: 24 };

/** A visit is noted once a minute, so that reading a page is not also a write. */
const NOTED_AFTER = '1 minute';

/** Whether the session `s` is live, by $2 minutes and $3 hours. */
const LIVE = `s.ended_at IS NULL AND s.seen_at > now() - make_interval(mins => $2)
  AND s.created_at > now() - make_interval(hours => $3)`;

/** How a session was opened. */
export type OpenedBy = 'link' | 'password' | 'provider' | 'example';

/** By what somebody proved who they are, beside what opened the session. */
export type ProvedBy = 'app' | 'passkey' | 'recovery-code' | 'provider' | 'example';

export interface Opening {
  readonly person: string;
  readonly openedBy: OpenedBy;
  readonly userAgent?: string | null;
  /** What was proved at the moment of signing in already. */
  readonly provedBy?: ProvedBy | null;
  /** What an identity provider said of how its user signed in. */
  readonly acr?: string | null;
  readonly amr?: readonly string[] | null;
}

/** 256 random bits that nobody can guess; only their hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Signs a person in: the answer is the cookie's value, new at every sign-in. */
export async function openSession(
  sql: Sql,
  { person, openedBy, userAgent = null, provedBy = null, acr = null, amr = null }: Opening,
): Promise<string> {
  const token = newSecret();
  await sql.query(
    `INSERT INTO session (id_hash, person, user_agent, opened_by, proved_by, proved_at, acr, amr)
     VALUES ($1, $2, $3, $4, $5::text, CASE WHEN $5::text IS NOT NULL THEN now() END, $6, $7)`,
    [hashOf(token), person, userAgent?.slice(0, 300) ?? null, openedBy, provedBy, acr, amr],
  );
  return token;
}

type Found = Person & {
  memberships: Membership[];
  unnoted: boolean;
  session: string;
  provedSecondsAgo: number | null;
};

/** Who this cookie is, with the roles they hold at this moment; null when it is over. */
export async function readSession(
  sql: Sql,
  token: string,
  { idleMinutes, longestHours }: SessionEnds = USUAL_ENDS,
): Promise<Visitor | null> {
  const { rows } = await sql.query<Found>({
    name: 'read-session',
    text: `SELECT p.id, p.name, p.email, coalesce(${MEMBERSHIPS}, '[]') AS memberships,
                  s.seen_at < now() - interval '${NOTED_AFTER}' AS unnoted, s.id AS session,
                  extract(epoch FROM now() - s.proved_at)::float AS "provedSecondsAgo"
             FROM session s JOIN person p ON p.id = s.person
            WHERE s.id_hash = $1 AND p.ended_at IS NULL AND ${LIVE}`,
    values: [hashOf(token), idleMinutes, longestHours],
  });
  const [found] = rows;
  if (found === undefined) return null;
  if (found.unnoted) {
    await sql.query('UPDATE session SET seen_at = now() WHERE id_hash = $1', [hashOf(token)]);
  }
  const { id, name, email, memberships, session, provedSecondsAgo } = found;
  return new Visitor({ id, name, email }, memberships, { id: session, provedSecondsAgo });
}

/** A session as its holder sees it. */
export interface SessionLine {
  readonly id: string;
  readonly openedBy: OpenedBy;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly userAgent: string | null;
  readonly provedBy: ProvedBy | null;
  readonly provedAt: Date | null;
}

/** The live sessions of a person, the one that was used last first. */
async function ofPerson(
  sql: Sql,
  person: string,
  { idleMinutes, longestHours }: SessionEnds,
): Promise<SessionLine[]> {
  const { rows } = await sql.query<SessionLine>(
    `SELECT s.id, opened_by AS "openedBy", created_at AS "createdAt", seen_at AS "seenAt",
            user_agent AS "userAgent", proved_by AS "provedBy", proved_at AS "provedAt"
       FROM session s WHERE s.person = $1 AND ${LIVE} ORDER BY seen_at DESC, s.id LIMIT 100`,
    [person, idleMinutes, longestHours],
  );
  return rows;
}

/** Signs out: the cookie is worth nothing from now on, wherever it was copied to. */
async function end(sql: Sql, token: string): Promise<void> {
  await sql.query('UPDATE session SET ended_at = now() WHERE id_hash = $1 AND ended_at IS NULL', [
    hashOf(token),
  ]);
}

/** Ends one session of a person by the id that their account shows; another's is not found. */
async function endOne(sql: Sql, person: string, id: string): Promise<void> {
  const { rowCount } = await sql.query(
    `UPDATE session SET ended_at = coalesce(ended_at, now()) WHERE person = $1 AND id = $2`,
    [person, id],
  );
  if (rowCount === 0) throw new Refusal('not-found', { session: id });
}

/** Signs a person out everywhere, but for the session that they ask from. */
async function endAllOf(sql: Sql, person: string, except: string | null = null): Promise<void> {
  await sql.query(
    `UPDATE session SET ended_at = now()
      WHERE person = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2`,
    [person, except],
  );
}

/** What a holder may do with sessions. */
export const sessions = { ofPerson, end, endOne, endAllOf };
