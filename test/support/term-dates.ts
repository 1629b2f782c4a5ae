import { inTransaction, now } from '#platform';
import { calendars } from '#law';
import type { SchoolYear } from '#law';
import type { CaseDesk } from './case-desk.js';

const term = (firstDay: string, half: readonly [string, string], lastDay: string) => ({
  firstDay,
  lastDay,
  halfTerm: { firstDay: half[0], lastDay: half[1] },
});

/** Two school years with the summer between them, by the year in which each begins. */
export const YEARS: Readonly<Record<2039 | 2040, NonNullable<SchoolYear>>> = {
  2039: {
    autumn: term('2039-09-01', ['2039-10-24', '2039-10-28'], '2039-12-16'),
    spring: term('2040-01-03', ['2040-02-13', '2040-02-17'], '2040-03-23'),
    summer: term('2040-04-09', ['2040-05-28', '2040-06-01'], '2040-07-20'),
  },
  2040: {
    autumn: term('2040-09-03', ['2040-10-22', '2040-10-26'], '2040-12-21'),
    spring: term('2041-01-07', ['2041-02-18', '2041-02-22'], '2041-04-05'),
    summer: term('2041-04-22', ['2041-05-27', '2041-05-31'], '2041-07-19'),
  },
};

export const WHY = { reason: 'The authority published them.', source: 'Term dates, page 2' };

/** Enters both years for an authority or a school. */
export async function enterTermDates(desk: CaseDesk, owner: string): Promise<void> {
  for (const year of [2039, 2040] as const) await enterYear(desk, `${owner}.${year}`, YEARS[year]);
}

export async function enterYear(desk: CaseDesk, subject: string, value: SchoolYear): Promise<void> {
  await inTransaction(desk.office.pool, async (tx) =>
    calendars.set(
      tx,
      { ...desk.clerk, role: 'administrator' },
      { kind: 'term-dates', subject, value, ...WHY },
      await now(tx),
    ),
  );
}
