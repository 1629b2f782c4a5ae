import type { Place, RedactionReason } from './spans.js';

export type SuggestionKind =
  'email' | 'telephone' | 'postcode' | 'street' | 'name' | 'child' | 'age' | 'consultee' | 'writer';

/** Words that may say who somebody is. Nothing is taken out until a person says so. */
export interface Suggestion extends Place {
  readonly text: string;
  readonly kind: SuggestionKind;
  readonly reason: RedactionReason;
}

/** Whose names to look for in a reply. */
export interface KnownNames {
  readonly writer: string | null;
  readonly consultees: readonly string[];
}

// Every repetition below has an upper bound, and so the time is linear in the length of the words.
const SPACE = String.raw`[^\S\n]{1,3}`;
const NAME = String.raw`\p{Lu}[\p{L}’'-]{1,40}`;
const NAMES = `${NAME}(?:${SPACE}${NAME}){0,2}`;
const TITLE =
  'Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Revd|Reverend|Father|Fr|Sister|Canon|Sir|Lady|Cllr|Councillor';
const CHILD =
  'daughter|son|child|boy|girl|twins?|grandchild|granddaughter|grandson|niece|nephew|little one';
const ADULT =
  'husband|wife|partner|mother|father|mum|dad|sister|brother|friend|neighbour|carer|teacher|colleague';
const OWNED = String.raw`(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir)${SPACE}(?:[a-z]{2,10}${SPACE})?`;
const ROAD =
  'Road|Rd|Street|St|Lane|Avenue|Ave|Close|Drive|Way|Gardens|Crescent|Court|Place|Terrace|Grove|Hill|Walk|Row|Square|Mews|Green|Park';

interface Rule {
  readonly kind: SuggestionKind;
  readonly reason: RedactionReason;
  /** What is suggested is the group `it`. */
  readonly pattern: RegExp;
}

const rule = (
  kind: SuggestionKind,
  reason: RedactionReason,
  pattern: string,
  flags = '',
): Rule => ({
  ...{ kind, reason, pattern: new RegExp(pattern, `dgu${flags}`) },
});

const RULES: readonly Rule[] = [
  rule(
    'email',
    'writer',
    String.raw`(?<it>[\w.+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})`,
  ),
  rule(
    'telephone',
    'writer',
    String.raw`(?<![\d+])(?<it>(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)\d(?:[ ()-]{0,2}\d){8,9})(?!\d)`,
  ),
  rule('postcode', 'writer', String.raw`\b(?<it>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b`, 'i'),
  rule(
    'street',
    'writer',
    String.raw`\b(?<it>\d{1,4}[A-Za-z]?,?${SPACE}(?:${NAME}${SPACE}){1,4}(?:${ROAD}))\b`,
  ),
  rule('name', 'adult', String.raw`\b(?<it>(?:${TITLE})\.?${SPACE}${NAMES})`),
  rule(
    'child',
    'child',
    String.raw`\b${OWNED}(?:${CHILD}),?${SPACE}(?:(?:is${SPACE})?(?:called|named)${SPACE})?(?<it>${NAMES}(?:${SPACE}and${SPACE}${NAMES})?)`,
  ),
  rule(
    'name',
    'adult',
    String.raw`\b${OWNED}(?:${ADULT}),?${SPACE}(?:(?:is${SPACE})?(?:called|named)${SPACE})?(?<it>${NAMES})`,
  ),
  rule('name', 'adult', String.raw`\b(?:called|named|name${SPACE}is)${SPACE}(?<it>${NAMES})`),
  rule('age', 'child', String.raw`\b(?<it>aged?${SPACE}(?:1[0-8]|\d)(?!\d))`, 'i'),
  rule('age', 'child', String.raw`(?<!\d)(?<it>(?:1[0-8]|\d)[ -]years?[ -]olds?)\b`, 'i'),
  rule(
    'age',
    'child',
    String.raw`\b(?<it>in${SPACE}(?:Year${SPACE}(?:1[0-3]|\d)|Reception))\b`,
    'i',
  ),
  rule(
    'writer',
    'writer',
    String.raw`(?:[Rr]egards|[Ss]incerely|[Ff]aithfully|[Ww]ishes|[Tt]hanks|[Tt]hank you)[,.!]?[^\S\n]{0,3}\n{1,3}[^\S\n]{0,3}(?<it>${NAMES})`,
  ),
];

/** What in a reply may have to be taken out, in the order in which it stands there. */
export function suggest(words: string, known: KnownNames): readonly Suggestion[] {
  const found = [...namesIn(words, known), ...RULES.flatMap((one) => matches(words, one))];
  const ordered = found.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const apart: Suggestion[] = [];
  for (const one of ordered) {
    if (one.start >= (apart.at(-1)?.end ?? 0)) apart.push(one);
  }
  return apart;
}

function matches(words: string, { kind, reason, pattern }: Rule): readonly Suggestion[] {
  return [...words.matchAll(pattern)].map(({ indices }) => {
    const [start, end] = indices!.groups!['it']!;
    return { start, end, text: words.slice(start, end), kind, reason };
  });
}

const LEAST_LETTERS = 3;

/** The names of consultees as they are on the list, and of the writer each of their names too. */
function namesIn(words: string, { writer, consultees }: KnownNames): readonly Suggestion[] {
  const tokens = [...words.matchAll(/[\p{L}’'-]{1,60}/gu)].map(({ 0: token, index }) => ({
    ...{ start: index, end: index + token.length, key: keyOf(token) },
  }));
  const parts = (writer ?? '').split(/\s+/).filter(({ length }) => length >= LEAST_LETTERS);
  const wanted = [
    ...[...(writer === null ? [] : [writer]), ...parts].map((name) => sought(name, 'writer')),
    ...consultees.filter((name) => /\s/.test(name.trim())).map((name) => sought(name, 'consultee')),
  ].filter(({ keys }) => keys.length > 0);
  const byFirst = Map.groupBy(wanted, ({ keys }) => keys[0]!);
  return tokens.flatMap(({ start, key }, at) =>
    (byFirst.get(key) ?? []).flatMap(({ keys, kind }) => {
      if (keys.some((one, next) => tokens[at + next]?.key !== one)) return [];
      const { end } = tokens[at + keys.length - 1]!;
      const reason = kind === 'writer' ? ('writer' as const) : ('adult' as const);
      return [{ start, end, text: words.slice(start, end), kind, reason }];
    }),
  );
}

const sought = (name: string, kind: 'writer' | 'consultee') => ({
  ...{ keys: [...name.matchAll(/[\p{L}’'-]{1,60}/gu)].map(([token]) => keyOf(token)), kind },
});

const keyOf = (token: string): string => token.toLowerCase().replace(/[’']s$/, '');
