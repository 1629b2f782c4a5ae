import { z } from 'zod';
import type { SourcedFact } from '#consultation';
import { optionalDateIn, optionalText } from '../../http/answers.js';

const MOST_ROWS = 20;
/** Beside what is written there is room for two more; whoever needs others saves first. */
const FREE_ROWS = 2;

export const rowsFor = (written: number): number => Math.min(MOST_ROWS, written + FREE_ROWS);

/** How many rows a form was sent with. */
export function rowsIn(body: unknown): number {
  const names = Object.keys(body ?? {});
  return Math.min(MOST_ROWS, names.filter((name) => name.startsWith('claim-')).length);
}

type Row = SourcedFact & { readonly index: number };

/** A form of so many rows; an empty row is no fact, and any other has all of its parts. */
export const factsForm = (rows: number) =>
  z
    .strictObject({
      version: z.coerce.number().int().min(0),
      ...Object.fromEntries(Array.from({ length: rows }, (_, index) => fieldsOf(index)).flat()),
    })
    .transform(({ version, ...fields }, context) => {
      const given = Array.from({ length: rows }, (_, index) => rowOf(fields, index));
      const kept = given.filter(({ claim, fact, source, link, on }) =>
        [claim, fact, source, link, on].some((part) => part !== ''),
      );
      for (const row of kept)
        for (const [part, message] of faultsOf(row))
          context.addIssue({ code: 'custom', path: [`${part}-${row.index}`], message });
      return { version, facts: kept.map(({ index: _, ...fact }): SourcedFact => fact) };
    });

const fieldsOf = (index: number): readonly (readonly [string, z.ZodType])[] => [
  [`claim-${index}`, optionalText({ max: 300 })],
  [`fact-${index}`, optionalText({ max: 2_000 })],
  [`source-${index}`, optionalText({ max: 300 })],
  [`link-${index}`, optionalText({ max: 500 })],
  [`on-${index}`, optionalDateIn('Enter the day on which you read the source.')],
];

const NO_ADDRESS = 'Enter a whole address, like https://www.gov.uk/…, or nothing.';

function isAddress(typed: string): boolean {
  return typed === '' || (/^https?:\/\//.test(typed) && URL.canParse(typed));
}

function rowOf(fields: Readonly<Record<string, unknown>>, index: number): Row {
  const part = (name: string) => (fields[`${name}-${index}`] ?? '') as string;
  return {
    index,
    ...{ claim: part('claim'), fact: part('fact'), source: part('source') },
    ...{ link: part('link'), on: part('on') },
  };
}

function faultsOf({
  claim,
  fact,
  source,
  link,
  on,
}: SourcedFact): readonly (readonly [string, string])[] {
  const parts = [
    ['claim', claim, 'Enter what people say.'],
    ['fact', fact, 'Enter what is so.'],
    ['source', source, 'Enter where you read it.'],
    ['on', on, 'Enter the day on which you read the source.'],
  ] as const;
  return [
    ...parts.flatMap(([name, value, message]) => (value === '' ? [[name, message] as const] : [])),
    ...(isAddress(link) ? [] : [['link', NO_ADDRESS] as const]),
  ];
}

/** What the rows show; a fact to begin from has no day yet. */
export const valuesOf = (facts: readonly (Omit<SourcedFact, 'on'> & { readonly on?: string })[]) =>
  Object.fromEntries(
    facts.flatMap((fact, index) =>
      Object.entries(fact).map(([part, value]) => [`${part}-${index}`, value]),
    ),
  );
