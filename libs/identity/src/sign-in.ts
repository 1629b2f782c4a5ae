import { createHash, timingSafeEqual } from 'node:crypto';
import { letterRow } from '#mail';
import { Refusal, newId, type Sql, type Tx } from '#platform';
import { newLinkSecret, readLinkSecret } from './link-secret.js';
import type { Person } from './people.js';
import { spend, type Limit } from './rate-limit.js';
import { hashOf, openSession } from './session.js';

/** Real time, Postgres's now(), as for sessions: see session.ts. */
const LINK_LIFE = '10 minutes';
const WRONG_CODES = 5;

const FIFTEEN_MINUTES = { windowSeconds: 15 * 60 };
const ASKS_AN_ADDRESS: Limit = { name: 'sign-in by address', most: 5, ...FIFTEEN_MINUTES };
/** A whole board may sit behind one address of a school. */
const ASKS_A_MACHINE: Limit = { name: 'sign-in by machine', most: 20, ...FIFTEEN_MINUTES };
const TRIES_A_MACHINE: Limit = { name: 'sign-in link', most: 30, windowSeconds: 60 };
/** Six digits are few: guessing is stopped by the day, and the link itself still works. */
const CODES_A_PERSON: Limit = { name: 'sign-in code', most: 10, windowSeconds: 24 * 60 * 60 };

const NOBODY = { id: null, name: 'Nobody', email: 'nobody@example.org' };

export interface Asking {
  readonly email: string;
  /** The secret in the asking browser's cookie. */
  readonly browser: string;
  /** The network address that asks. */
  readonly machine: string;
  /** The origin that the link opens: never what a request said of its host. */
  readonly baseUrl: string;
}

/**
 * Writes the letter with a link to whoever has this address. Known or unknown, the answer and the
 * work are the same: for an unknown address the letter is written as cancelled, to nobody. The letter
 * holds the link's secret, which alone opens nothing: the browser's, of which only a hash is kept,
 * must come with it.
 */
export async function askForSignIn(
  tx: Tx,
  { email, browser, machine, baseUrl }: Asking,
): Promise<void> {
  await spend(tx, ASKS_A_MACHINE, machine);
  await spend(tx, ASKS_AN_ADDRESS, email.toLowerCase());
  const { rows } = await tx.query<Person>(
    'SELECT id, name, email FROM person WHERE lower(email) = lower($1) AND ended_at IS NULL',
    [email],
  );
  const person = rows[0] ?? null;
  const secret = newLinkSecret();
  const id = newId();
  await tx.query(
    `INSERT INTO sign_in_link (id, person, secret_hash, browser_hash, code_hash, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + interval '${LINK_LIFE}')`,
    [id, person?.id ?? null, hashOf(secret), hashOf(browser), hashOf(`${id} ${codeOf(secret)}`)],
  );
  await writeLink(tx, person, `${baseUrl}/sign-in/link/${secret}`);
}

/** The template says that it goes first and that it is not sent any more after ten minutes. */
async function writeLink(tx: Tx, person: Person | null, link: string): Promise<void> {
  const { id, name, email } = person ?? NOBODY;
  const row = letterRow({
    template: 'sign-in',
    to: { name, address: email, person: id },
    values: { link },
  });
  const status = person === null ? 'cancelled' : row.status;
  await tx.query({
    name: 'write-letters',
    text: 'SELECT write_letters($1::json) AS written',
    values: [JSON.stringify([{ ...row, status }])],
  });
}

export type LinkView =
  /** Opened where it was asked for: a button finishes it. */
  | { readonly kind: 'finish' }
  /** Opened elsewhere: this code, typed where it was asked for, finishes it. */
  | { readonly kind: 'code'; readonly code: string };

/** What the page of a link shows. Looking changes nothing, so a mail scanner may look too. */
export async function lookAtLink(
  sql: Sql,
  { secret, browser, machine }: { secret: string; browser: string | null; machine: string },
): Promise<LinkView> {
  await spend(sql, TRIES_A_MACHINE, machine);
  const whole = readLinkSecret(secret);
  const link = await findLink(sql, whole);
  if (browser !== null && isSame(link.browserHash, hashOf(browser))) return { kind: 'finish' };
  return { kind: 'code', code: codeOf(whole) };
}

export interface SignedIn {
  readonly person: string;
  /** The value of the session's cookie. */
  readonly session: string;
}

/** Signs in with the link in the browser that asked for it: once, within ten minutes. */
export async function finishSignIn(
  sql: Sql,
  {
    secret,
    browser,
    machine,
    userAgent = null,
  }: { secret: string; browser: string; machine: string; userAgent?: string | null },
): Promise<SignedIn> {
  await spend(sql, TRIES_A_MACHINE, machine);
  const link = await findLink(sql, readLinkSecret(secret));
  if (!isSame(link.browserHash, hashOf(browser))) throw new Refusal('not-allowed');
  return use(sql, link.id, userAgent);
}

/** Signs in with the code that the link showed in another browser; null when the code is wrong. */
export async function finishWithCode(
  sql: Sql,
  {
    code,
    browser,
    machine,
    userAgent = null,
  }: { code: string; browser: string; machine: string; userAgent?: string | null },
): Promise<SignedIn | null> {
  await spend(sql, TRIES_A_MACHINE, machine);
  const { rows } = await sql.query<{ id: string; person: string | null; codeHash: Buffer }>(
    `SELECT id, person, code_hash AS "codeHash" FROM sign_in_link
      WHERE browser_hash = $1 AND used_at IS NULL AND expires_at > now() AND wrong_codes < $2
      ORDER BY asked_at DESC LIMIT 5`,
    [hashOf(browser), WRONG_CODES],
  );
  const right = rows.find(
    ({ id, person, codeHash }) => person !== null && isSame(codeHash, hashOf(`${id} ${code}`)),
  );
  // A stranger's address has no person; its link counts as its own, so that both take the same way.
  await spend(sql, CODES_A_PERSON, right?.person ?? rows[0]?.person ?? rows[0]?.id ?? browser);
  if (right !== undefined) return use(sql, right.id, userAgent);
  await sql.query('UPDATE sign_in_link SET wrong_codes = wrong_codes + 1 WHERE id = ANY ($1)', [
    rows.map(({ id }) => id),
  ]);
  return null;
}

interface Link {
  readonly id: string;
  readonly browserHash: Buffer;
}

async function findLink(sql: Sql, secret: string): Promise<Link> {
  const { rows } = await sql.query<Link & { open: boolean }>(
    `SELECT id, browser_hash AS "browserHash", used_at IS NULL AND expires_at > now() AS open
       FROM sign_in_link WHERE secret_hash = $1 AND person IS NOT NULL`,
    [hashOf(secret)],
  );
  const [link] = rows;
  if (link === undefined) throw new Refusal('not-found');
  if (!link.open) throw new Refusal('link-expired');
  return link;
}

/** Of two who press at once, one finds the link unused. */
async function use(sql: Sql, link: string, userAgent: string | null): Promise<SignedIn> {
  const { rows } = await sql.query<{ person: string }>(
    `UPDATE sign_in_link SET used_at = now()
      WHERE id = $1 AND used_at IS NULL AND expires_at > now()
        AND person IN (SELECT p.id FROM person p WHERE p.ended_at IS NULL)
      RETURNING person`,
    [link],
  );
  const person = rows[0]?.person;
  if (person === undefined) throw new Refusal('link-expired');
  return { person, session: await openSession(sql, { person, openedBy: 'link', userAgent }) };
}

/** Six digits that follow from the link's secret, so that only who holds the link can show them. */
function codeOf(secret: string): string {
  const digest = createHash('sha256').update(`sign-in code ${secret}`).digest();
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Signing in by a link in a letter. */
export const signInLink = {
  ask: askForSignIn,
  look: lookAtLink,
  finish: finishSignIn,
  finishWithCode,
};
