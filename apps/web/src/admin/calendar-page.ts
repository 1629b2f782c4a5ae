import { z } from 'zod';
import { fill, now } from '#platform';
import type { Sql } from '#platform';
import { calendars } from '#law';
import type { CalendarDatum } from '#law';
import { areas, londonDate, school } from '#register';
import { weekday } from '../http/dates.js';
import { page } from '../http/page.js';
import { calendarWords, saysLines, yearsOf } from './calendar-words.js';

/** How many school years ahead can be chosen: authorities publish up to three. */
const YEARS_AHEAD = 3;

/** The school calendar as it is held: term dates by authority and school, and the bank holidays. */
export async function calendarPage(sql: Sql) {
  const known = await areas.authorities(sql);
  const today = londonDate(await now(sql));
  const calendar = await calendars.of(sql, { urn: null, laCode: null });
  const entered = await calendars.newest(sql, 'bank-holiday');
  const years = [today.year, today.year + 1];
  return page('admin/calendar', {
    owners: await ownersOf(sql, await calendars.newest(sql, 'term-dates'), known),
    authorities: known.map(({ code, name }) => ({ value: code, text: name })),
    years: (await schoolYears(sql)).map((year) => ({ value: String(year), text: yearsOf(year) })),
    bankHolidays: years.map((year) => ({
      year,
      days: [...calendar.holidays(year)].map(([day, name]) => ({ day: weekday(day), name })),
    })),
    entered: entered.toReversed().map((one) => ({
      day: weekday(one.subject),
      says: saysLines(one),
      href: `/admin/calendar/bank-holiday/${one.subject}`,
    })),
    values: {},
  });
}

/** How the school year that an administrator looks for is read: of an authority, or of one school. */
export async function yearForm(sql: Sql) {
  const { search } = calendarWords();
  const codes = (await areas.authorities(sql)).map(({ code }) => code);
  const years = (await schoolYears(sql)).map(String);
  return z
    .object({
      owner: z.enum(['', ...codes], { error: search.owner }).default(''),
      urn: z.string().trim().default(''),
      year: z.enum(years, { error: search.year }),
    })
    .superRefine(({ owner, urn }, context) => {
      const fault = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (owner === '' && urn === '') fault('owner', search.owner);
      if (owner !== '' && urn !== '') fault('urn', search.both);
    });
}

async function schoolYears(sql: Sql): Promise<readonly number[]> {
  const today = londonDate(await now(sql));
  const current = today.month < 8 ? today.year - 1 : today.year;
  return Array.from({ length: YEARS_AHEAD + 2 }, (_, index) => current - 1 + index);
}

/** Whose years are held, by name, with a way to each year. */
async function ownersOf(
  sql: Sql,
  held: readonly CalendarDatum<'term-dates'>[],
  known: readonly { readonly code: string; readonly name: string }[],
) {
  const byOwner = Map.groupBy(held, ({ subject }) => calendars.schoolYearOf(subject)!.owner);
  const owners = [...byOwner].map(async ([owner, years]) => ({
    name: known.find(({ code }) => code === owner)?.name ?? (await schoolName(sql, owner)),
    years: years.map(({ subject, value }) => ({
      text: yearsOf(calendars.schoolYearOf(subject)!.year),
      isTakenBack: value === null,
      href: `/admin/calendar/term-dates/${subject}`,
    })),
  }));
  const named = await Promise.all(owners);
  return named.toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

async function schoolName(sql: Sql, urn: string): Promise<string> {
  const found = await school(sql, urn);
  return found === null ? urn : fill(calendarWords().ofSchool, { school: found.name, urn });
}
