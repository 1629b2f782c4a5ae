import type { Period, Terms } from '#register';

/** The terms of every school year, in their order. */
export const TERMS = ['autumn', 'spring', 'summer'] as const;
export type TermName = (typeof TERMS)[number];

/** A term by its first and last school day, with its half-term holiday. */
export interface Term extends Period {
  readonly halfTerm: Period;
}

/** The terms of a school year; null where dates were taken back and none are known. */
export type SchoolYear = Readonly<Record<TermName, Term>> | null;

/** What is wrong with a day of a school year. */
export type DayFault =
  'outside-year' | 'weekend' | 'ends-first' | 'overlaps' | 'gap' | 'half-term-outside';

/** The days of a term as a form asks for them. */
export type TermDay = 'first' | 'halfFirst' | 'halfLast' | 'last';

/** No holiday between two terms is longer; a longer one is a slip of the pen. */
const LONGEST_HOLIDAY_DAYS = 35;

/**
 * What is wrong with the terms of the school year that begins in a year, by term and day; nothing
 * where they follow one another. Half-terms are often given with their weekends, terms never.
 */
export function faultsOfYear(
  year: number,
  terms: NonNullable<SchoolYear>,
): Readonly<Partial<Record<`${TermName}.${TermDay}`, DayFault>>> {
  const faults: Partial<Record<`${TermName}.${TermDay}`, DayFault>> = {};
  let before: string | null = null;
  for (const name of TERMS) {
    const term = terms[name];
    const { firstDay, lastDay, halfTerm } = term;
    const found: readonly (readonly [TermDay, DayFault | null])[] = [
      ['first', faultOfEnd(year, firstDay) ?? faultAfter(before, firstDay)],
      ['last', faultOfEnd(year, lastDay) ?? (lastDay <= firstDay ? 'ends-first' : null)],
      ['halfFirst', isWithin(halfTerm.firstDay, term) ? null : 'half-term-outside'],
      ['halfLast', faultOfHalfTermsEnd(term)],
    ];
    for (const [day, fault] of found) if (fault !== null) faults[`${name}.${day}`] = fault;
    before = lastDay;
  }
  return faults;
}

/** The school years and their holidays, as a calendar counts by them. */
export function termsOf(years: readonly NonNullable<SchoolYear>[]): Terms {
  return {
    years: years.map(({ autumn, summer }) => ({
      firstDay: autumn.firstDay,
      lastDay: summer.lastDay,
    })),
    holidays: years.flatMap(({ autumn, spring, summer }) => [
      ...[autumn, spring, summer].map(({ halfTerm }) => halfTerm),
      between(autumn, spring),
      between(spring, summer),
    ]),
  };
}

function faultOfEnd(year: number, day: string): DayFault | null {
  if (day < `${year}-08-01` || day > `${year + 1}-07-31`) return 'outside-year';
  return [0, 6].includes(new Date(day).getUTCDay()) ? 'weekend' : null;
}

function faultAfter(before: string | null, day: string): DayFault | null {
  if (before === null) return null;
  if (day <= before) return 'overlaps';
  return daysFrom(before, LONGEST_HOLIDAY_DAYS) < day ? 'gap' : null;
}

function faultOfHalfTermsEnd(term: Term): DayFault | null {
  if (term.halfTerm.lastDay < term.halfTerm.firstDay) return 'ends-first';
  return isWithin(term.halfTerm.lastDay, term) ? null : 'half-term-outside';
}

const isWithin = (day: string, { firstDay, lastDay }: Period): boolean =>
  firstDay < day && day < lastDay;

const between = (one: Period, next: Period): Period => ({
  firstDay: daysFrom(one.lastDay, 1),
  lastDay: daysFrom(next.firstDay, -1),
});

const daysFrom = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
