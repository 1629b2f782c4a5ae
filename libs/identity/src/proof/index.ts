import type { Sql, Tx } from '#platform';
import { beginApp, begunApp, confirmApp, removeApp } from './authenticator-app.js';
import { forgetOldForms, heldForm, holdForm } from './held-form.js';
import { exampleCode, markProved, proveByCode, proveByExample, spendTry } from './prove.js';
import {
  addPasskey,
  challenge,
  newPasskeyOptions,
  passkeyOptions,
  passkeysOf,
  proveByPasskey,
  removePasskey,
  type Passkey,
} from './passkeys.js';
import { codesLeft, makeCodes } from './recovery-codes.js';
import { tellChange } from './told.js';

/** What of a person can prove who they are, beside what signs them in. */
export interface Factors {
  readonly app: { readonly addedAt: Date } | null;
  readonly passkeys: readonly Passkey[];
  readonly codesLeft: number;
  /** Whether there is any of them. */
  readonly any: boolean;
}

async function factorsOf(sql: Sql, person: string): Promise<Factors> {
  const { rows } = await sql.query<{ addedAt: Date }>(
    `SELECT confirmed_at AS "addedAt" FROM authenticator_app
      WHERE person = $1 AND confirmed_at IS NOT NULL AND removed_at IS NULL`,
    [person],
  );
  const app = rows[0] ?? null;
  const left = await codesLeft(sql, person);
  const keys = await passkeysOf(sql, person);
  const any = app !== null || keys.length > 0 || left > 0;
  return { app, passkeys: keys, codesLeft: left, any };
}

/** For somebody who lost all of theirs: nothing of it counts any more, and they are told. */
async function removeAll(tx: Tx, person: string): Promise<void> {
  await tx.query(
    `UPDATE authenticator_app SET removed_at = now()
      WHERE person = $1 AND confirmed_at IS NOT NULL AND removed_at IS NULL`,
    [person],
  );
  await tx.query('UPDATE passkey SET removed_at = now() WHERE person = $1 AND removed_at IS NULL', [
    person,
  ]);
  await tx.query(
    `UPDATE recovery_code SET replaced_at = now()
      WHERE person = $1 AND used_at IS NULL AND replaced_at IS NULL`,
    [person],
  );
  await tx.query('UPDATE session SET ended_at = now() WHERE person = $1 AND ended_at IS NULL', [
    person,
  ]);
  await tellChange(tx, person, 'allRemoved');
}

/** Passkeys: made and used by a browser, for the challenge of a session. */
const passkeys = {
  challenge,
  newOptions: newPasskeyOptions,
  add: addPasskey,
  options: passkeyOptions,
  prove: proveByPasskey,
  remove: removePasskey,
};

/** What a person sets up to prove who they are: an app, and codes for the day it is lost. */
export const secondFactors = {
  of: factorsOf,
  beginApp,
  begunApp,
  confirmApp,
  removeApp,
  makeCodes,
  passkeys,
  removeAll,
};

/** Proving who one is in a session that is open, and the form that waits for it. */
export const proofs = {
  byCode: proveByCode,
  byExample: proveByExample,
  exampleCode,
  mark: markProved,
  spendTry,
  holdForm,
  heldForm,
  forgetOldForms,
};
