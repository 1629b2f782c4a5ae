import type { Sql } from '#platform';
import { calendars } from '#law';
import { londonDate, school } from '#register';
import type { DayCounts } from '#register';

/** From when to when people can answer, as instants. */
export interface Span {
  readonly opensAt: Date | string;
  readonly closesAt: Date | string;
  /** When nobody could answer in between, because it had closed and was opened again. */
  readonly pauses?: readonly {
    readonly closedAt: Date | string;
    readonly reopenedAt: Date | string;
  }[];
}

/**
 * The days that people of a school have to answer: those after the day on which they are asked, the
 * closing day included. By the school's own calendar, else by its authority's; what is not known of
 * it stays unknown.
 */
export async function countWindow(
  sql: Sql,
  urn: string,
  { opensAt, closesAt, pauses = [] }: Span,
): Promise<DayCounts> {
  const { calendar } = await calendarOf(sql, urn);
  const ends = [...pauses.map(({ closedAt }) => closedAt), closesAt];
  const starts = [opensAt, ...pauses.map(({ reopenedAt }) => reopenedAt)];
  return ends
    .map((end, index) => calendar.count(londonDate(starts[index]!), londonDate(end)))
    .reduce(together);
}

/** Two spans of days as one; what is not known of either is not known of both. */
function together(one: DayCounts, next: DayCounts): DayCounts {
  const schoolDays = [one.schoolDays, next.schoolDays];
  return {
    days: one.days + next.days,
    workingDays: one.workingDays + next.workingDays,
    schoolDays: schoolDays.includes(null) ? null : one.schoolDays! + next.schoolDays!,
    bankHolidays: [...one.bankHolidays, ...next.bankHolidays],
    closesOnSchoolDay: next.closesOnSchoolDay,
  };
}

/** Whose term dates a school has, and the last day up to which they are held from an instant on. */
export async function termDatesHeld(
  sql: Sql,
  urn: string,
  from: Date,
): Promise<{ readonly authority: string | null; readonly until: string | null }> {
  const { calendar, authority } = await calendarOf(sql, urn);
  return { authority, until: calendar.knownUntil(londonDate(from)) };
}

async function calendarOf(sql: Sql, urn: string) {
  const found = await school(sql, urn);
  const calendar = await calendars.of(sql, { urn, laCode: found?.laCode ?? null });
  return { calendar, authority: found?.laName ?? null };
}
