import { content, fill } from '#platform';
import type { Sql } from '#platform';
import { clerkDesk } from '#cases';
import type { WindowDays } from '#journey';
import type { DayCounts } from '#register';
import { day } from '../../http/dates.js';

type Strings = Readonly<Record<string, string>>;

interface SchoolDayWords {
  readonly title: string;
  readonly past: string;
  readonly keys: Readonly<
    Record<Exclude<keyof DayCounts, 'schoolDays' | 'closesOnSchoolDay'>, string>
  > &
    Strings;
  readonly closingDays: Strings;
  readonly from: string;
  readonly bankHoliday: string;
  readonly noBankHoliday: string;
  readonly holidays: string;
  readonly unknown: string;
  readonly recorded: string;
  readonly recordedUnknown: string;
  readonly held: string;
  readonly notHeld: string;
  readonly nobodys: string;
  readonly entry: Readonly<Record<'days' | 'value' | 'schoolDays' | 'unknown', string>>;
}

const words = () => content<SchoolDayWords>('clerk/school-days');

export interface Row {
  readonly key: string;
  readonly lines: string;
}

/** The days of a window in words; what is not known of them is said not to be known. */
export function windowRows({ days, workingDays, schoolDays, ...of }: DayCounts) {
  const { keys, ...say } = words();
  const holidays = of.bankHolidays.map((one) =>
    fill(say.bankHoliday, { name: one.name, day: day(one.day) }),
  );
  const inHolidays = (known: number) =>
    fill(say.holidays, { count: workingDays - known, workingDays });
  const rows: readonly Row[] = [
    { key: keys.days, lines: fill(say.from, { days }) },
    { key: keys.workingDays, lines: String(workingDays) },
    { key: keys.bankHolidays, lines: holidays.join('\n') || say.noBankHoliday },
    { key: keys['schoolDays']!, lines: schoolDays === null ? say.unknown : String(schoolDays) },
    ...(schoolDays === null
      ? []
      : [{ key: keys['schoolHolidays']!, lines: inHolidays(schoolDays) }]),
    { key: keys['closingDay']!, lines: say.closingDays[String(of.closesOnSchoolDay)]! },
  ];
  return { title: say.title, rows };
}

/**
 * The days of a consultation that was launched, by the calendar as it is known now; what the record
 * counted stands beside it where the calendar was corrected since.
 */
export function launchedRows(
  counts: DayCounts,
  { recorded, isOver }: { readonly recorded: WindowDays | undefined; readonly isOver: boolean },
) {
  const { title, past, keys, ...say } = words();
  const { rows } = windowRows(counts);
  const heading = isOver ? past : title;
  if (recorded === undefined || recorded.schoolDays === counts.schoolDays) {
    return { title: heading, rows };
  }
  const { schoolDays } = recorded;
  const lines = schoolDays === null ? say.recordedUnknown : fill(say.recorded, { schoolDays });
  return { title: heading, rows: [...rows, { key: keys['recorded']!, lines }] };
}

/** What an entry says of the window as it was counted then; nothing in entries before the count. */
export function countedRows(window: WindowDays | undefined) {
  if (window === undefined) return [];
  const { entry } = words();
  const { schoolDays } = window;
  return [
    { key: entry.days, value: fill(entry.value, window) },
    { key: entry.schoolDays, value: schoolDays === null ? entry.unknown : String(schoolDays) },
  ];
}

/** Up to which day school days can be counted for a school, before anybody chooses a closing day. */
export async function termDatesNote(sql: Sql, urn: string, from: Date): Promise<string> {
  const { authority, until } = await clerkDesk.termDatesHeld(sql, urn, from);
  const facts = { authority: authority ?? words().nobodys };
  return until === null
    ? fill(words().notHeld, facts)
    : fill(words().held, { ...facts, day: day(until) });
}
