import { createHash, createHmac } from 'node:crypto';
import type { Sql } from '#platform';

// RFC 4648 base32 in lower case: it survives a mail system that folds case.
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const KEY_BYTES = 16;
const KEY_LENGTH = 27;

/** The letter that a reply key belongs to, with what its holder may be told. */
export interface KeyedLetter {
  readonly letter: string;
  readonly caseId: string | null;
  readonly consultationId: string | null;
  readonly consultee: string | null;
  readonly person: string | null;
  readonly toName: string;
  readonly toAddress: string | null;
  readonly template: string;
  readonly status: string;
}

/**
 * The key of a letter: 128 bits that only holders of the secret can compute, and a check character.
 * It stands in the reply address, in the return path and in the page's link; only its hash is kept.
 */
export function letterKey(secret: string, letterId: string): string {
  const digest = createHmac('sha256', secret).update(`letter-key\0${letterId}`).digest();
  const body = base32(digest.subarray(0, KEY_BYTES));
  return body + checkCharacter(body);
}

/** What is kept of a key, and what a key is looked up by. */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The key that was sent with a letter: secrets change, the hash that was kept tells which it was. */
export function keyWithHash(
  secrets: readonly string[],
  letterId: string,
  kept: Buffer | null,
): { key: string; hash: Buffer } {
  const keys = secrets.map((secret) => letterKey(secret, letterId));
  const key = keys.find((candidate) => kept?.equals(hashOfKey(candidate))) ?? keys[0]!;
  return { key, hash: hashOfKey(key) };
}

const MASK = '{key}';

/** What is kept of a letter's words must not open its page. */
export function maskKey(text: string, key: string): string {
  return text.replaceAll(key, MASK);
}

/** The words as they were sent, for comparing: whoever answers brings the key along. */
export function unmaskKey(text: string, addresses: readonly string[]): string {
  const key = addresses
    .join(' ')
    .toLowerCase()
    .match(/[a-z2-7]{27}(?=@)/)?.[0];
  return key ? text.replaceAll(MASK, key) : text;
}

/** Whether this is a key at all: one that was cut, wrapped or mistyped on its way is `damaged`. */
export function describeKey(text: string): 'whole' | 'damaged' {
  const key = asKey(text);
  if (key.length !== KEY_LENGTH || /[^a-z2-7]/.test(key)) return 'damaged';
  return checkCharacter(key.slice(0, -1)) === key.at(-1) ? 'whole' : 'damaged';
}

/** The one look-up of a key, whatever it is for: page, answer, expired page, sending again. */
export async function findByReplyKey(sql: Sql, text: string): Promise<KeyedLetter | null> {
  if (describeKey(text) === 'damaged') return null;
  const { rows } = await sql.query<KeyedLetter>({
    name: 'find-by-reply-key',
    text: `SELECT id AS letter, case_id AS "caseId", consultation_id AS "consultationId", consultee,
             person, to_name AS "toName", to_address AS "toAddress", template, status
           FROM letter WHERE reply_key_hash = $1`,
    values: [hashOfKey(asKey(text))],
  });
  return rows[0] ?? null;
}

/** Mail programs capitalise, and take the full stop or bracket after a link for a part of it. */
function asKey(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[.,;:!?>)\]'"]{1,3}$/, '');
}

function base32(bytes: Buffer): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  bits <<= BigInt(length * 5 - bytes.length * 8);
  let text = '';
  for (let at = length - 1; at >= 0; at -= 1) {
    text += ALPHABET[Number((bits >> BigInt(at * 5)) & 31n)];
  }
  return text;
}

/** Damm's scheme over 32 symbols: any one wrong character, and any two swapped, are noticed. */
function checkCharacter(body: string): string {
  let state = 0;
  for (const symbol of body) state = timesTwo(state ^ ALPHABET.indexOf(symbol));
  return ALPHABET[state]!;
}

/** Doubling in the field of 32 elements (x⁵ + x² + 1). */
function timesTwo(value: number): number {
  const doubled = value << 1;
  return doubled & 32 ? (doubled ^ 0b100101) & 31 : doubled;
}
