import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '#platform';
import { base32 } from './base32.js';

/**
 * The secret in a sign-in link: 160 random bits in lower-case base32, which survive a mail program
 * that changes case, and two check characters, which tell a link cut on its way from a wrong one.
 */
const SECRET_BYTES = 20;
const CHECK_LENGTH = 2;
const LENGTH = (SECRET_BYTES * 8) / 5 + CHECK_LENGTH;

export function newLinkSecret(): string {
  const secret = base32(randomBytes(SECRET_BYTES));
  return secret + checkOf(secret);
}

/** What a person's mail program made of the secret, put right; refused when part of it is missing. */
export function readLinkSecret(typed: string): string {
  const secret = typed
    .slice(0, 200)
    .toLowerCase()
    .replace(/(?:=|%3d|&amp;?|[\s.,;>)\]"'])+$/, '');
  const body = secret.slice(0, -CHECK_LENGTH);
  if (secret.length !== LENGTH || secret.slice(-CHECK_LENGTH) !== checkOf(body)) {
    throw new Refusal('link-damaged');
  }
  return secret;
}

function checkOf(secret: string): string {
  return base32(createHash('sha256').update(`sign-in link ${secret}`).digest()).slice(
    0,
    CHECK_LENGTH,
  );
}
