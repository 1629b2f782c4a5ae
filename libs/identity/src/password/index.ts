import { letterRow } from '#mail';
import { Refusal, inTransaction, newId, type Sql, type Tx } from '#platform';
import type { Pool } from 'pg';
import { newLinkSecret, readLinkSecret } from '../link-secret.js';
import type { Person } from '../people.js';
import { tellChange } from '../proof/told.js';
import { spend, type Limit } from '../rate-limit.js';
import { hashOf, openSession, sessions } from '../session.js';
import { hashPassword, isPassword, type PasswordHash } from './hash.js';
import { faultOf, type PasswordFault } from './policy.js';

const FIFTEEN_MINUTES = { windowSeconds: 15 * 60 };
const TRIES_AN_ADDRESS: Limit = { name: 'password by address', most: 5, ...FIFTEEN_MINUTES };
/** A whole school may sit behind one address. */
const TRIES_A_MACHINE: Limit = { name: 'password by machine', most: 20, ...FIFTEEN_MINUTES };
const RESETS_AN_ADDRESS: Limit = { name: 'reset by address', most: 3, ...FIFTEEN_MINUTES };
const RESET_LIFE = '10 minutes';

export type { PasswordFault };

const ALLOWED = `EXISTS (SELECT FROM password_permission a
  WHERE a.person = p.id AND a.ended_at IS NULL) AND p.ended_at IS NULL`;

/** Lets a person use a password beside their letters; who allowed it stays recorded. */
async function allow(tx: Tx, { person, by }: { person: string; by: string }): Promise<void> {
  await tx.query(
    `INSERT INTO password_permission (person, allowed_by) VALUES ($1, $2)
     ON CONFLICT (person) WHERE ended_at IS NULL DO NOTHING`,
    [person, by],
  );
}

/** No password of theirs opens anything from now on. */
async function disallow(tx: Tx, person: string): Promise<void> {
  await tx.query(
    'UPDATE password_permission SET ended_at = now() WHERE person = $1 AND ended_at IS NULL',
    [person],
  );
  await tx.query('DELETE FROM password WHERE person = $1', [person]);
}

/** Whether a person may have a password, and since when they have one. */
async function standing(sql: Sql, person: string) {
  const { rows } = await sql.query<{ isAllowed: boolean; setAt: Date | null }>(
    `SELECT ${ALLOWED} AS "isAllowed", w.set_at AS "setAt"
       FROM person p LEFT JOIN password w ON w.person = p.id WHERE p.id = $1`,
    [person],
  );
  return rows[0]!;
}

/** Of these people, who may have a password. */
async function allowedOf(sql: Sql, people: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT p.id FROM person p WHERE p.id = ANY ($1) AND ${ALLOWED}`,
    [people],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Sets a person's password; the fault when it is too weak. Refused where none is allowed. */
async function set(
  pool: Pool,
  { person, password }: { person: string; password: string },
): Promise<PasswordFault | null> {
  const fault = faultOf(password, await knownOf(pool, person));
  if (fault !== null) return fault;
  // No connection is held while the machine works.
  const hashed = await hashPassword(password);
  await inTransaction(pool, (tx) => keep(tx, person, hashed));
  return null;
}

/**
 * Signs in by a password: the session, or null. An address that is unknown, or may have no password, costs
 * the same work and gets the same answer.
 */
async function signIn(
  pool: Pool,
  given: { email: string; password: string; machine: string; userAgent: string | null },
): Promise<string | null> {
  const { email, password, machine, userAgent } = given;
  await spend(pool, TRIES_A_MACHINE, machine);
  await spend(pool, TRIES_AN_ADDRESS, email.toLowerCase());
  const { rows } = await pool.query<PasswordHash & { person: string }>(
    `SELECT w.salt, w.hash, p.id AS person FROM person p JOIN password w ON w.person = p.id
      WHERE lower(p.email) = lower($1) AND ${ALLOWED}`,
    [email],
  );
  const found = rows[0] ?? null;
  if (!(await isPassword(found, password)) || found === null) return null;
  return openSession(pool, { person: found.person, openedBy: 'password', userAgent });
}

/** Writes the letter by which a new password is chosen; to a stranger, the same work and no letter. */
async function askForReset(
  tx: Tx,
  { email, machine, baseUrl }: { email: string; machine: string; baseUrl: string },
): Promise<void> {
  await spend(tx, TRIES_A_MACHINE, machine);
  await spend(tx, RESETS_AN_ADDRESS, email.toLowerCase());
  const { rows } = await tx.query<Person>(
    `SELECT id, name, email FROM person p WHERE lower(email) = lower($1) AND ${ALLOWED}`,
    [email],
  );
  const person = rows[0] ?? null;
  const secret = newLinkSecret();
  await tx.query(
    `INSERT INTO password_reset (id, person, secret_hash, expires_at)
     VALUES ($1, $2, $3, now() + interval '${RESET_LIFE}')`,
    [newId(), person?.id ?? null, hashOf(secret)],
  );
  const row = letterRow({
    template: 'password-reset',
    to: {
      name: person?.name ?? 'Nobody',
      address: person?.email ?? 'nobody@example.org',
      person: person?.id ?? null,
    },
    values: { link: `${baseUrl}/sign-in/password/new/${secret}` },
  });
  const status = person === null ? 'cancelled' : row.status;
  await tx.query({
    name: 'write-letters',
    text: 'SELECT write_letters($1::json) AS written',
    values: [JSON.stringify([{ ...row, status }])],
  });
}

/** Whether the link still works; looking changes nothing. */
async function lookAtReset(
  sql: Sql,
  { secret, machine }: { secret: string; machine: string },
): Promise<void> {
  await spend(sql, TRIES_A_MACHINE, machine);
  await personOfReset(sql, readLinkSecret(secret));
}

/**
 * Chooses a new password by the letter's link, once. It signs nobody in, ends every session, and leaves
 * the second factor as it is: a mailbox alone opens less afterwards, not more.
 */
async function reset(
  pool: Pool,
  { secret, password, machine }: { secret: string; password: string; machine: string },
): Promise<PasswordFault | null> {
  await spend(pool, TRIES_A_MACHINE, machine);
  const whole = readLinkSecret(secret);
  const person = await personOfReset(pool, whole);
  const fault = faultOf(password, await knownOf(pool, person));
  if (fault !== null) return fault;
  const hashed = await hashPassword(password);
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      'UPDATE password_reset SET used_at = now() WHERE secret_hash = $1 AND used_at IS NULL',
      [hashOf(whole)],
    );
    if (rowCount === 0) throw new Refusal('link-expired');
    await keep(tx, person, hashed);
    await sessions.endAllOf(tx, person);
  });
  return null;
}

async function keep(tx: Tx, person: string, { salt, hash }: PasswordHash): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO password (person, salt, hash) SELECT p.id, $2, $3 FROM person p
      WHERE p.id = $1 AND ${ALLOWED}
     ON CONFLICT (person) DO UPDATE SET salt = $2, hash = $3, set_at = now()`,
    [person, salt, hash],
  );
  if (rowCount === 0) throw new Refusal('not-allowed');
  await tellChange(tx, person, 'passwordSet');
}

async function personOfReset(sql: Sql, secret: string): Promise<string> {
  const { rows } = await sql.query<{ person: string; open: boolean }>(
    `SELECT person, used_at IS NULL AND expires_at > now() AS open FROM password_reset
      WHERE secret_hash = $1 AND person IS NOT NULL`,
    [hashOf(secret)],
  );
  const [found] = rows;
  if (found === undefined) throw new Refusal('not-found');
  if (!found.open) throw new Refusal('link-expired');
  return found.person;
}

/** What everybody knows of a person: their name and address, and the names of their bodies. */
async function knownOf(sql: Sql, person: string): Promise<string[]> {
  const { rows } = await sql.query<{ known: string }>(
    `SELECT p.name AS known FROM person p WHERE p.id = $1
     UNION ALL SELECT p.email FROM person p WHERE p.id = $1
     UNION ALL SELECT b.name FROM membership m JOIN body b ON b.id = m.body WHERE m.person = $1`,
    [person],
  );
  return rows.map(({ known }) => known);
}

/** Passwords, for those whose administrator allows one. */
export const passwords = {
  allow,
  disallow,
  allowedOf,
  standing,
  set,
  signIn,
  askForReset,
  lookAtReset,
  reset,
};
