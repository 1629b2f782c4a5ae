import { Temporal } from 'temporal-polyfill';

/** A day that the rule does not give, or one that it gives and that was moved away. */
export interface BankHolidayException {
  readonly day: string;
  readonly name: string;
  readonly isHoliday: boolean;
}

// Proclaimed one by one. Those to come are kept in the database by an administrator.
const PROCLAIMED: readonly BankHolidayException[] = [
  { day: '2011-04-29', name: 'Royal wedding', isHoliday: true },
  { day: '2012-05-28', name: 'Spring bank holiday moved to 4 June', isHoliday: false },
  { day: '2012-06-04', name: 'Spring bank holiday', isHoliday: true },
  { day: '2012-06-05', name: 'Queen’s Diamond Jubilee', isHoliday: true },
  { day: '2020-05-04', name: 'Early May bank holiday moved to 8 May', isHoliday: false },
  { day: '2020-05-08', name: 'Early May bank holiday (VE day)', isHoliday: true },
  { day: '2022-05-30', name: 'Spring bank holiday moved to 2 June', isHoliday: false },
  { day: '2022-06-02', name: 'Spring bank holiday', isHoliday: true },
  { day: '2022-06-03', name: 'Platinum Jubilee bank holiday', isHoliday: true },
  { day: '2022-09-19', name: 'Bank holiday for the State Funeral', isHoliday: true },
  { day: '2023-05-08', name: 'Bank holiday for the coronation', isHoliday: true },
];

/**
 * The bank holidays of England in a year, as day and name: by rule since 1978, with the one-offs
 * that were proclaimed and those given.
 */
export function bankHolidays(
  year: number,
  further: readonly BankHolidayException[] = [],
): ReadonlyMap<string, string> {
  const days = new Map(byRule(year).map(([day, name]) => [day.toString(), name]));
  for (const { day, name, isHoliday } of [...PROCLAIMED, ...further]) {
    if (!day.startsWith(`${year}-`)) continue;
    if (isHoliday) days.set(day, name);
    else days.delete(day);
  }
  return new Map([...days].sort(([a], [b]) => a.localeCompare(b)));
}

function byRule(year: number): [Temporal.PlainDate, string][] {
  const easter = easterSunday(year);
  const christmas = new Temporal.PlainDate(year, 12, 25);
  return [
    [workdayFrom(new Temporal.PlainDate(year, 1, 1)), 'New Year’s Day'],
    [easter.subtract({ days: 2 }), 'Good Friday'],
    [easter.add({ days: 1 }), 'Easter Monday'],
    [firstMonday(year, 5), 'Early May bank holiday'],
    [lastMonday(year, 5), 'Spring bank holiday'],
    [lastMonday(year, 8), 'Summer bank holiday'],
    [christmasDay(christmas), 'Christmas Day'],
    [boxingDay(christmas), 'Boxing Day'],
  ];
}

/** A holiday at a weekend is had on the next weekday. */
function workdayFrom(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.dayOfWeek < 6 ? day : day.add({ days: 8 - day.dayOfWeek });
}

/** On a Sunday it gives way to Boxing Day on the Monday and is had on the Tuesday. */
function christmasDay(christmas: Temporal.PlainDate): Temporal.PlainDate {
  return christmas.dayOfWeek === 7 ? christmas.add({ days: 2 }) : workdayFrom(christmas);
}

/** On a Sunday it comes after Christmas Day's substitute on the Monday. */
function boxingDay(christmas: Temporal.PlainDate): Temporal.PlainDate {
  const day = christmas.add({ days: 1 });
  return day.dayOfWeek === 7 ? day.add({ days: 2 }) : workdayFrom(day);
}

function firstMonday(year: number, month: number): Temporal.PlainDate {
  const first = new Temporal.PlainDate(year, month, 1);
  return first.add({ days: (8 - first.dayOfWeek) % 7 });
}

function lastMonday(year: number, month: number): Temporal.PlainDate {
  const last = new Temporal.PlainDate(year, month, 1).add({ months: 1 }).subtract({ days: 1 });
  return last.subtract({ days: last.dayOfWeek - 1 });
}

/** The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return new Temporal.PlainDate(year, Math.floor(n / 31), (n % 31) + 1);
}
