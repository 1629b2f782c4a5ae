import { content, fill } from '#platform';
import { TERMS } from '#law';
import type { CalendarDatum, CalendarKind, DayFault, Proclaimed, SchoolYear } from '#law';
import type { TermDay, TermName } from '#law';
import { day } from '../http/dates.js';

type KindWords = Readonly<Record<'title' | 'text' | 'form' | 'button' | 'none', string>>;

interface CalendarWords {
  readonly kinds: Readonly<Record<CalendarKind, KindWords>>;
  readonly ofSchool: string;
  readonly years: string;
  readonly subject: string;
  readonly terms: Readonly<Record<TermName, string>>;
  readonly fields: Readonly<Record<TermDay, string>>;
  readonly missing: Readonly<Record<TermDay, string>>;
  readonly faults: Readonly<Record<DayFault, string>>;
  readonly term: string;
  readonly takenBack: string;
  readonly notKnown: string;
  readonly schoolDays: string;
  readonly holiday: string;
  readonly noHoliday: string;
  readonly byRule: string;
  readonly plainDay: string;
  readonly isHoliday: Readonly<Record<'yes' | 'no', string>>;
  readonly effects: Readonly<Record<'counts' | 'past' | 'record', string>>;
  readonly recorded: string;
  readonly search: Readonly<Record<'owner' | 'both' | 'urn' | 'year' | 'day', string>>;
}

export const calendarWords = (): CalendarWords => content<CalendarWords>('law/calendar');

/** '2026 to 2027': a school year as people name it. */
export const yearsOf = (year: number): string =>
  fill(calendarWords().years, { year, next: year + 1 });

/** What a version says, in lines. */
export function saysLines({ kind, value }: Pick<CalendarDatum, 'kind' | 'value'>): string {
  const words = calendarWords();
  if (kind === 'bank-holiday') {
    const { name, isHoliday } = value as Proclaimed;
    return fill(isHoliday ? words.holiday : words.noHoliday, { name });
  }
  if (value === null) return words.takenBack;
  return TERMS.map((name) => termLine(name, value as NonNullable<SchoolYear>)).join('\n');
}

function termLine(name: TermName, year: NonNullable<SchoolYear>): string {
  const { firstDay, lastDay, halfTerm } = year[name];
  const term = calendarWords().terms[name];
  return fill(calendarWords().term, {
    term: term.charAt(0).toUpperCase() + term.slice(1),
    first: day(firstDay),
    last: day(lastDay),
    halfFirst: day(halfTerm.firstDay),
    halfLast: day(halfTerm.lastDay),
  });
}
