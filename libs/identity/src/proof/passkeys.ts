import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { Refusal, inTransaction, newId, type Sql, type Tx } from '#platform';
import type { Pool } from 'pg';
import type { Person } from '../people.js';
import { markProved, spendTry, type Proving } from './prove.js';
import { tellChange } from './told.js';

/** A challenge is answered at once, by a finger or a PIN. */
const CHALLENGE_LIFE = '5 minutes';
const MOST_PASSKEYS = 20;

/** For whom a passkey is: the host that its browser shows, and the whole origin. */
export interface Party {
  readonly host: string;
  readonly origin: string;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly addedAt: Date;
  readonly usedAt: Date | null;
}

export async function passkeysOf(sql: Sql, person: string): Promise<Passkey[]> {
  const { rows } = await sql.query<Passkey>(
    `SELECT id, name, added_at AS "addedAt", used_at AS "usedAt" FROM passkey
      WHERE person = $1 AND removed_at IS NULL ORDER BY added_at, id`,
    [person],
  );
  return rows;
}

/** A new challenge for this session; an earlier one that was not answered is gone. */
export async function challenge(sql: Sql, session: string): Promise<void> {
  const bytes = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  await sql.query(
    `INSERT INTO passkey_challenge (session, challenge) VALUES ($1, $2)
     ON CONFLICT (session) DO UPDATE SET challenge = $2, asked_at = now()`,
    [session, bytes],
  );
}

/** What a browser needs to make a passkey; refused as `not-found` when nobody asked for one. */
export async function newPasskeyOptions(
  sql: Sql,
  { person, session, party }: { person: Person; session: string; party: Party },
) {
  return generateRegistrationOptions({
    rpName: 'Assent',
    rpID: party.host,
    userName: person.email,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.id)),
    challenge: await openChallenge(sql, session),
    attestationType: 'none',
    excludeCredentials: await credentialsOf(sql, person.id),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
}

/** What a browser needs to use one of the person's passkeys. */
export async function passkeyOptions(
  sql: Sql,
  { person, session, party }: Proving & { party: Party },
) {
  return generateAuthenticationOptions({
    rpID: party.host,
    challenge: await openChallenge(sql, session),
    allowCredentials: await credentialsOf(sql, person),
    userVerification: 'preferred',
  });
}

/** Takes a new passkey into use, by what the browser made for the challenge; false when it does not fit. */
export async function addPasskey(
  tx: Tx,
  given: Proving & { party: Party; name: string; response: RegistrationResponseJSON },
): Promise<boolean> {
  const { person, session, party, name, response } = given;
  const expectedChallenge = await takeChallenge(tx, session);
  const result = await verified(
    verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.host,
      requireUserVerification: false,
    }),
  );
  if (!result?.verified) return false;
  if ((await passkeysOf(tx, person)).length >= MOST_PASSKEYS) throw new Refusal('too-many');
  const { id, publicKey, counter, transports = [] } = result.registrationInfo.credential;
  const { rowCount } = await tx.query(
    `INSERT INTO passkey (id, person, name, credential, public_key, counter, transports)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential) DO NOTHING`,
    [newId(), person, name, id, Buffer.from(publicKey), counter, transports],
  );
  if (rowCount === 0) return false;
  await tellChange(tx, person, 'passkeyAdded', { name });
  return true;
}

/** Proves by a passkey of the person: the session's new cookie, or null when it does not fit. */
export async function proveByPasskey(
  pool: Pool,
  given: Proving & { party: Party; response: AuthenticationResponseJSON },
): Promise<string | null> {
  const { person, session, party, response } = given;
  await spendTry(pool, person);
  return inTransaction(pool, async (tx) => {
    const expectedChallenge = await takeChallenge(tx, session);
    const key = await findKey(tx, person, response.id);
    if (key === null) return null;
    const result = await verified(
      verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin: party.origin,
        expectedRPID: party.host,
        credential: {
          id: response.id,
          publicKey: new Uint8Array(key.publicKey),
          counter: Number(key.counter),
        },
        requireUserVerification: false,
      }),
    );
    if (!result?.verified) return null;
    await tx.query('UPDATE passkey SET counter = $2, used_at = now() WHERE id = $1', [
      key.id,
      result.authenticationInfo.newCounter,
    ]);
    return markProved(tx, session, 'passkey');
  });
}

/** Takes a passkey out of use; another person's is not found. */
export async function removePasskey(tx: Tx, person: string, id: string): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    `UPDATE passkey SET removed_at = now()
      WHERE id = $2 AND person = $1 AND removed_at IS NULL RETURNING name`,
    [person, id],
  );
  const [removed] = rows;
  if (removed === undefined) throw new Refusal('not-found', { passkey: id });
  await tellChange(tx, person, 'passkeyRemoved', { name: removed.name });
}

/** The library throws what is wrong with an answer; to us every one of them is the same "no". */
async function verified<T>(verifying: Promise<T>): Promise<T | null> {
  return verifying.catch((error: unknown) => {
    if (error instanceof Error) return null;
    throw error;
  });
}

async function credentialsOf(sql: Sql, person: string) {
  const { rows } = await sql.query<{ id: string; transports: string[] }>(
    `SELECT credential AS id, transports FROM passkey WHERE person = $1 AND removed_at IS NULL`,
    [person],
  );
  return rows;
}

async function findKey(sql: Sql, person: string, credential: string) {
  const { rows } = await sql.query<{ id: string; publicKey: Buffer; counter: string }>(
    `SELECT id, public_key AS "publicKey", counter FROM passkey
      WHERE person = $1 AND credential = $2 AND removed_at IS NULL FOR UPDATE`,
    [person, credential],
  );
  return rows[0] ?? null;
}

async function openChallenge(sql: Sql, session: string): Promise<Uint8Array<ArrayBuffer>> {
  const { rows } = await sql.query<{ challenge: string }>(
    `SELECT challenge FROM passkey_challenge
      WHERE session = $1 AND asked_at > now() - interval '${CHALLENGE_LIFE}'`,
    [session],
  );
  const [found] = rows;
  if (found === undefined) throw new Refusal('not-found');
  return new Uint8Array(Buffer.from(found.challenge, 'base64url'));
}

/** Once: an answer that was caught and is sent again finds no challenge. */
async function takeChallenge(tx: Tx, session: string): Promise<string> {
  const { rows } = await tx.query<{ challenge: string; open: boolean }>(
    `DELETE FROM passkey_challenge WHERE session = $1
     RETURNING challenge, asked_at > now() - interval '${CHALLENGE_LIFE}' AS open`,
    [session],
  );
  const [found] = rows;
  if (found?.open !== true) throw new Refusal('not-found');
  return found.challenge;
}
