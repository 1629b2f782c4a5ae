import { randomBytes } from 'node:crypto';
import { Refusal, Sealer, newId, type Sql, type Tx } from '#platform';
import { base32 } from '../base32.js';
import { stepAt, stepOf } from './totp.js';
import { tellChange } from './told.js';

const SECRET_BYTES = 20;

/** A secret that waits until its holder shows that their app has it. */
export interface BegunApp {
  /** As people type it: base32 in capitals. */
  readonly secret: string;
}

/** Seals and opens the secrets of apps; each opens only for the person it was made for. */
const sealerOf = (keys: readonly string[]) => new Sealer(keys, 'authenticator app');

/** A new secret for a person's app; one that was begun before and never shown to work is gone. */
export async function beginApp(
  tx: Tx,
  { keys, person }: { keys: readonly string[]; person: string },
): Promise<void> {
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  await tx.query('DELETE FROM authenticator_app WHERE person = $1 AND confirmed_at IS NULL', [
    person,
  ]);
  await tx.query('INSERT INTO authenticator_app (id, person, sealed_secret) VALUES ($1, $2, $3)', [
    newId(),
    person,
    sealerOf(keys).seal(secret, person),
  ]);
}

/** The secret that was begun, for its page; null where none was. */
export async function begunApp(
  sql: Sql,
  { keys, person }: { keys: readonly string[]; person: string },
): Promise<BegunApp | null> {
  const app = await findApp(sql, keys, person, 'confirmed_at IS NULL');
  return app === null ? null : { secret: base32(app.secret).toUpperCase() };
}

/** Takes the begun secret into use when the code shows that an app has it; false when it does not. */
export async function confirmApp(
  tx: Tx,
  { keys, person, code }: { keys: readonly string[]; person: string; code: string },
): Promise<boolean> {
  const app = await findApp(tx, keys, person, 'confirmed_at IS NULL');
  if (app === null) throw new Refusal('not-found');
  const step = stepOf(app.secret, code, stepAt(app.seconds));
  if (step === null) return false;
  await tx.query(
    `UPDATE authenticator_app SET removed_at = now()
      WHERE person = $1 AND confirmed_at IS NOT NULL AND removed_at IS NULL`,
    [person],
  );
  await tx.query(
    'UPDATE authenticator_app SET confirmed_at = now(), last_step = $2 WHERE id = $1',
    [app.id, step],
  );
  await tellChange(tx, person, 'appAdded');
  return true;
}

/** Whether this is the code that the person's app shows now. A code is taken once. */
export async function isCodeOfApp(
  tx: Tx,
  { keys, person, code }: { keys: readonly string[]; person: string; code: string },
): Promise<boolean> {
  const app = await findApp(tx, keys, person, 'confirmed_at IS NOT NULL AND removed_at IS NULL');
  if (app === null) return false;
  const step = stepOf(app.secret, code, stepAt(app.seconds));
  if (step === null) return false;
  // Of two who send the same code at once, one finds its step unused.
  const { rowCount } = await tx.query(
    'UPDATE authenticator_app SET last_step = $2 WHERE id = $1 AND last_step < $2',
    [app.id, step],
  );
  return rowCount === 1;
}

/** Takes a person's app out of use; refused as `not-found` where there is none. */
export async function removeApp(tx: Tx, person: string): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE authenticator_app SET removed_at = now()
      WHERE person = $1 AND confirmed_at IS NOT NULL AND removed_at IS NULL`,
    [person],
  );
  if (rowCount === 0) throw new Refusal('not-found');
  await tellChange(tx, person, 'appRemoved');
}

/** Real time, Postgres's now(): a phone does not follow the product's clock. */
async function findApp(sql: Sql, keys: readonly string[], person: string, which: string) {
  const { rows } = await sql.query<{ id: string; sealed: Buffer; seconds: number }>(
    `SELECT id, sealed_secret AS sealed, extract(epoch FROM now())::float AS seconds
       FROM authenticator_app WHERE person = $1 AND ${which}`,
    [person],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const secret = sealerOf(keys).open(found.sealed, person);
  if (secret === null) {
    throw new Error('The secret of an app does not open: a key is missing from SECRET_KEYS.');
  }
  return { id: found.id, secret: Buffer.from(secret, 'hex'), seconds: found.seconds };
}
