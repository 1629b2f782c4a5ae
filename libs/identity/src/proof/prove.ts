import { createHmac } from 'node:crypto';
import { Refusal, inTransaction, type Sql, type Tx } from '#platform';
import type { Pool } from 'pg';
import { forgive, spend, type Limit } from '../rate-limit.js';
import { hashOf, newSecret, type ProvedBy } from '../session.js';
import { isCodeOfApp } from './authenticator-app.js';
import { useCode } from './recovery-codes.js';
import { codeAt, stepAt, stepOf } from './totp.js';

/** Six digits are few: of a million, a guesser tries a hundred a day, each good for three steps. */
const TRIES_A_QUARTER: Limit = { name: 'second factor', most: 10, windowSeconds: 15 * 60 };
const TRIES_A_DAY: Limit = { name: 'second factor by day', most: 100, windowSeconds: 24 * 60 * 60 };

/** Who proves who they are, in which session. */
export interface Proving {
  readonly person: string;
  readonly session: string;
}

/** Counts one try of a person, whatever it is; refused as `too-many` when there were too many. */
export async function spendTry(sql: Sql, person: string): Promise<void> {
  await spend(sql, TRIES_A_QUARTER, person);
  await spend(sql, TRIES_A_DAY, person);
}

/** Only who was wrong is counted: a busy day of a clerk holds many proofs. */
async function forgiveTries(sql: Sql, person: string): Promise<void> {
  await forgive(sql, TRIES_A_QUARTER, person);
  await forgive(sql, TRIES_A_DAY, person);
}

/**
 * Proves by the code of an app or by a recovery code: the session's new cookie, or null when the code
 * is neither. A session that was copied before is worth nothing afterwards.
 */
export async function proveByCode(
  pool: Pool,
  { person, session, keys, code }: Proving & { keys: readonly string[]; code: string },
): Promise<string | null> {
  await spendTry(pool, person);
  return inTransaction(pool, async (tx) => {
    if (await isCodeOfApp(tx, { keys, person, code: code.replace(/\s/g, '') })) {
      return markProved(tx, session, 'app');
    }
    return (await useCode(tx, { person, code })) ? markProved(tx, session, 'recovery-code') : null;
  });
}

/** Notes the proof, forgives earlier tries, and gives the session a new secret, as after every signing in. */
export async function markProved(tx: Sql | Tx, session: string, by: ProvedBy): Promise<string> {
  const token = newSecret();
  const { rows } = await tx.query<{ person: string }>(
    `UPDATE session SET id_hash = $2, proved_by = $3, proved_at = now(), seen_at = now()
      WHERE id = $1 AND ended_at IS NULL RETURNING person`,
    [session, hashOf(token), by],
  );
  const [found] = rows;
  if (found === undefined) throw new Refusal('signed-out');
  await forgiveTries(tx, found.person);
  return token;
}

/**
 * The code that an example installation shows to somebody who tries it, instead of a phone: it follows
 * from the keys of the installation and the time, and proves nothing about anybody.
 */
export async function exampleCode(
  sql: Sql,
  { person, keys }: { person: string; keys: readonly string[] },
): Promise<string> {
  return codeAt(exampleSecret(keys, person), stepAt(await seconds(sql)));
}

/** The same way for the code of an example: only an example installation may call it. */
export async function proveByExample(
  sql: Sql,
  { person, session, keys, code }: Proving & { keys: readonly string[]; code: string },
): Promise<string | null> {
  await spendTry(sql, person);
  const step = stepOf(exampleSecret(keys, person), code.trim(), stepAt(await seconds(sql)));
  return step === null ? null : markProved(sql, session, 'example');
}

const exampleSecret = ([key]: readonly string[], person: string): Buffer =>
  createHmac('sha256', key!).update(`example code\0${person}`).digest();

async function seconds(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ seconds: number }>(
    'SELECT extract(epoch FROM now())::float AS seconds',
  );
  return rows[0]!.seconds;
}
