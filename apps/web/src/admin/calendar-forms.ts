import { z } from 'zod';
import { fill } from '#platform';
import { TERMS, calendars } from '#law';
import type { CalendarDatum, CalendarGiven, Proclaimed, SchoolYear, TermDay, TermName } from '#law';
import { choice, choices, dateIn, optionalDateIn, text } from '../http/answers.js';
import { calendarWords } from './calendar-words.js';

const DAYS = ['first', 'halfFirst', 'halfLast', 'last'] as const;
type DayField = `${TermName}${Capitalize<TermDay>}`;

const WHY = {
  reason: text('Say why it is entered or corrected.', { max: 2000 }),
  source: text('Say where it is written.', { max: 300 }),
};

/** Every day of a school year as one field: autumnFirst, autumnHalfFirst and so on. */
const FIELDS = TERMS.flatMap((term) =>
  DAYS.map((day) => ({ term, day, name: fieldOf(term, day) })),
);

/** The questions about a school year, term by term. */
export function termFields() {
  const words = calendarWords();
  return TERMS.map((term) => ({
    title: words.terms[term],
    days: DAYS.map((day) => ({
      name: fieldOf(term, day),
      label: fill(words.fields[day], { term: words.terms[term] }),
    })),
  }));
}

/** How term dates of the school year from a year are read; what is wrong stands beside its day. */
export function termDatesForm(year: number) {
  return z
    .object({
      ...(Object.fromEntries(
        FIELDS.map(({ term, day, name }) => [name, optionalDateIn(missing(term, day))]),
      ) as Record<DayField, ReturnType<typeof optionalDateIn>>),
      takeBack: choices(['yes'], ''),
      ...WHY,
    })
    .superRefine((answers, context) => {
      if (answers.takeBack.length > 0) return;
      const fault = (name: DayField, message: string) => {
        context.addIssue({ code: 'custom', path: [name], message });
      };
      const empty = FIELDS.filter(({ name }) => answers[name] === null);
      for (const { term, day, name } of empty) fault(name, missing(term, day));
      if (empty.length > 0) return;
      for (const { term, day, name } of FIELDS) {
        const wrong = calendars.faultsOfYear(year, yearIn(answers))[`${term}.${day}`];
        if (wrong === undefined) continue;
        const facts = { term: calendarWords().terms[term], year, next: year + 1 };
        fault(name, fill(calendarWords().faults[wrong], facts));
      }
    });
}

export const BANK_HOLIDAY_FORM = z.object({
  isHoliday: choice(['yes', 'no'], 'Say whether it is a bank holiday.'),
  name: text('Enter what the day is, or what was moved.', { max: 120 }),
  ...WHY,
});

/** Which day an administrator looks for. */
export const DAY_FORM = z.object({ day: dateIn(calendarWords().search.day) });

type TermAnswers = z.output<ReturnType<typeof termDatesForm>>;

export function termDatesOf(subject: string, answers: TermAnswers): CalendarGiven<'term-dates'> {
  const { takeBack, reason, source } = answers;
  const value = takeBack.length > 0 ? null : yearIn(answers);
  return { kind: 'term-dates', subject, value, reason, source };
}

export function bankHolidayOf(
  subject: string,
  { isHoliday, name, reason, source }: z.output<typeof BANK_HOLIDAY_FORM>,
): CalendarGiven<'bank-holiday'> {
  const value = { name, isHoliday: isHoliday === 'yes' };
  return { kind: 'bank-holiday', subject, value, reason, source };
}

/** The newest version as it would be typed, to begin the next from. */
export function typedAgain(latest: CalendarDatum | undefined): Readonly<Record<string, string>> {
  if (latest === undefined || latest.value === null) return {};
  if (latest.kind === 'bank-holiday') {
    const { name, isHoliday } = latest.value as Proclaimed;
    return { name, isHoliday: isHoliday ? 'yes' : 'no' };
  }
  const year = latest.value as NonNullable<SchoolYear>;
  const typed = FIELDS.map(({ term, day, name }) => {
    const { firstDay, lastDay, halfTerm } = year[term];
    const days = { first: firstDay, last: lastDay };
    const ofHalf = { halfFirst: halfTerm.firstDay, halfLast: halfTerm.lastDay };
    return [name, { ...days, ...ofHalf }[day]];
  });
  return Object.fromEntries(typed) as Record<string, string>;
}

/** The terms of answers that are all there. */
function yearIn(answers: Readonly<Record<DayField, string | null>>): NonNullable<SchoolYear> {
  const terms = TERMS.map((term) => {
    const day = (of: TermDay) => answers[fieldOf(term, of)]!;
    const halfTerm = { firstDay: day('halfFirst'), lastDay: day('halfLast') };
    return [term, { firstDay: day('first'), lastDay: day('last'), halfTerm }];
  });
  return Object.fromEntries(terms) as NonNullable<SchoolYear>;
}

function missing(term: TermName, day: TermDay): string {
  return fill(calendarWords().missing[day], { term: calendarWords().terms[term] });
}

function fieldOf(term: TermName, day: TermDay): DayField {
  return `${term}${day.charAt(0).toUpperCase()}${day.slice(1)}` as DayField;
}
