import { content } from '#platform';

const LEAST_SIGNS = 8;
/** What argon2 is given at most, so that its time is bounded; nothing is ever cut off. */
const MOST_BYTES = 256;
/** Shorter words (of, the, St) say nothing about a password that holds them. */
const LEAST_WORD = 4;

let common: ReadonlySet<string> | undefined;

export type PasswordFault = 'short' | 'long' | 'common' | 'guessable';

/**
 * What is wrong with a password, or null (ASVS 6.2). Any sign may be in it and none must be. It may not be
 * among the most common, and not be made of what everybody knows: the service's name, the person's own,
 * their school's or trust's.
 */
export function faultOf(password: string, known: readonly string[]): PasswordFault | null {
  if ([...password].length < LEAST_SIGNS) return 'short';
  if (Buffer.byteLength(password) > MOST_BYTES) return 'long';
  const plain = password.toLowerCase();
  common ??= new Set(content<{ passwords: string }>('common-passwords').passwords.split(' '));
  if (common.has(plain)) return 'common';
  return isGuessable(plain, known) ? 'guessable' : null;
}

/** Whether too little of it is left without the words that everybody knows. */
function isGuessable(plain: string, known: readonly string[]): boolean {
  const words = ['assent', ...known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))]
    .filter((word) => word.length >= LEAST_WORD)
    .toSorted((one, other) => other.length - one.length);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), plain);
  return rest !== plain && [...rest.replace(/[^\p{L}\p{N}]/gu, '')].length < LEAST_SIGNS;
}
