import { foldPostcode, foldText } from './fold-text.js';

/** What somebody may have meant by what they typed. */
export type Meaning =
  | { readonly by: 'number'; readonly digits: string }
  | { readonly by: 'group-id'; readonly id: string }
  | { readonly by: 'postcode'; readonly start: string }
  | Words;

/** Words in any order; `key` is how a name beginning with them begins, '' when there are none. */
export interface Words {
  readonly by: 'words';
  readonly key: string;
  readonly patterns: readonly string[];
}

const POSTCODE = /^[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]{0,2})?$/i;
const LONGEST_QUERY = 100;
const MOST_PATTERNS = 8;
// Below three letters a fragment says too little; it counts only where a word begins.
const SHORTEST_FRAGMENT = 3;
// Searched as one: each of these words alone is in every other name.
const TERMS =
  /church of england|roman catholic|voluntary aided|voluntary controlled|primary school|[^ ]+/g;

/** Reads a query: a number, a group's id, a postcode or its beginning, else words. */
export function meaningOf(query: string): Meaning {
  const text = query.trim().slice(0, LONGEST_QUERY);
  const digits = text.replace(/[\s/-]/g, '');
  if (/^\d{4,}$/.test(digits)) return { by: 'number', digits };
  if (/^TR\d{4,}$/i.test(text)) return { by: 'group-id', id: text.toUpperCase() };
  if (POSTCODE.test(text)) return { by: 'postcode', start: foldPostcode(text) };
  return wordsOf(text);
}

/** Reads a query as words, whatever it looks like. */
export function wordsOf(query: string): Words {
  const key = foldText(query.slice(0, LONGEST_QUERY));
  const terms = [...new Set(key.match(TERMS) ?? [])].slice(0, MOST_PATTERNS);
  return { by: 'words', key, patterns: terms.map(patternOf) };
}

/** A folded word has only letters and digits, so nothing in it means anything to LIKE. */
function patternOf(term: string): string {
  return term.length < SHORTEST_FRAGMENT ? `% ${term}%` : `%${term}%`;
}
