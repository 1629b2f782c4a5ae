import { foldPostcode, foldText } from './fold-text.js';

/** What somebody may have meant by the words they typed. */
export type Meaning =
  | { readonly by: 'nothing' }
  | { readonly by: 'number'; readonly digits: string }
  | { readonly by: 'group-id'; readonly id: string }
  | { readonly by: 'postcode'; readonly start: string }
  | { readonly by: 'words'; readonly key: string; readonly patterns: readonly string[] };

const POSTCODE = /^[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]{0,2})?$/i;
const LONGEST_QUERY = 100;
// Below three letters a fragment says too little; it counts only where a word begins.
const SHORTEST_FRAGMENT = 3;

/** Reads a query: a number, a group id, a postcode or its beginning, or words in any order. */
export function meaningOf(query: string): Meaning {
  const text = query.trim().slice(0, LONGEST_QUERY);
  const digits = text.replace(/[\s/-]/g, '');
  if (/^\d{4,}$/.test(digits)) return { by: 'number', digits };
  if (/^TR\d{4,}$/i.test(text)) return { by: 'group-id', id: text.toUpperCase() };
  if (POSTCODE.test(text)) return { by: 'postcode', start: foldPostcode(text) };
  return wordsOf(text);
}

/** The same as words, whatever it looks like. */
export function wordsOf(text: string): Meaning {
  const key = foldText(text);
  if (key === '') return { by: 'nothing' };
  return { by: 'words', key, patterns: [...new Set(key.split(' '))].map(patternOf) };
}

/** A folded word has only letters and digits, so nothing in it means anything to LIKE. */
function patternOf(word: string): string {
  return word.length < SHORTEST_FRAGMENT ? `% ${word}%` : `%${word}%`;
}
