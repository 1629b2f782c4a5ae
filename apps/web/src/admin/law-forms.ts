import { z } from 'zod';
import type { Authority, Datum, DatumGiven, DatumKind, PrescribedTest } from '#law';
import { choices, dateIn, text } from '../http/answers.js';
import { lawWords } from './law-words.js';

const common = {
  countsFrom: dateIn('Enter the day from which it counts.'),
  reason: text('Say why it is corrected.', { max: 2000 }),
  source: text('Say where it is written.', { max: 300 }),
};

const orNothing = (message: string, most: number) =>
  z
    .string()
    .trim()
    .default('')
    .refine((typed) => typed === '' || /^\d{1,3}$/.test(typed), { error: message })
    .transform((typed) => (typed === '' ? null : Number(typed)))
    .refine((value) => value === null || (value >= 1 && value <= most), { error: message });

/** How a correction is read, for each kind of datum. */
export const FORMS = {
  'religious-authority': z.object({
    ...common,
    body: text('Enter the name of the body.', { max: 200 }),
  }),
  'prescribed-governors': z
    .object({
      ...common,
      descriptions: choices(Object.keys(lawWords().descriptions), 'Choose at least one kind.'),
      minFor: orNothing('Enter a number from 1 to 99, or leave this empty.', 99),
      minPercent: orNothing('Enter a number from 1 to 100, or leave this empty.', 100),
    })
    .refine(({ minFor, minPercent }) => minFor !== null || minPercent !== null, {
      path: ['minFor'],
      error: 'Say how many must vote for it: a number, a percentage, or both.',
    }),
} as const;

type Answers = Pick<DatumGiven, 'countsFrom' | 'reason' | 'source'> &
  Partial<Authority & PrescribedTest>;

/** The correction as it is recorded. */
export function givenOf(kind: DatumKind, subject: string, answers: Answers): DatumGiven {
  const { countsFrom, reason, source, body, descriptions, minFor, minPercent } = answers;
  const value =
    kind === 'religious-authority'
      ? { body: body! }
      : { descriptions: descriptions!, minFor: minFor ?? null, minPercent: minPercent ?? null };
  return { kind, subject, countsFrom, value, reason, source };
}

/** The newest version as it would be typed, to begin the next from. */
export function valuesOf(
  kind: DatumKind,
  latest: Datum | undefined,
  today: string,
): Readonly<Record<string, unknown>> {
  const on = { countsFrom: today };
  if (latest === undefined) return on;
  if (kind === 'religious-authority') return { ...on, ...(latest.value as Authority) };
  const { descriptions, minFor, minPercent } = latest.value as PrescribedTest;
  return { ...on, descriptions, minFor: minFor ?? '', minPercent: minPercent ?? '' };
}
