import { Temporal } from 'temporal-polyfill';
import { bankHolidays } from './bank-holidays.js';
import type { BankHolidayException } from './bank-holidays.js';
import type { Day } from './calendar.js';

/** First and last day of something, both counted. */
export interface Period {
  readonly firstDay: string;
  readonly lastDay: string;
}

/** What an authority says about its schools' years; a school may differ from it. */
export interface Terms {
  readonly years: readonly Period[];
  readonly holidays: readonly Period[];
}

/** What lies in a span of days; the school days are null when any day of it is not known. */
export interface DayCounts {
  readonly days: number;
  readonly workingDays: number;
  readonly schoolDays: number | null;
  readonly bankHolidays: readonly { readonly day: string; readonly name: string }[];
  /** Whether the last day is one; null where nobody knows. */
  readonly closesOnSchoolDay: boolean | null;
}

const NO_TERMS: Terms = { years: [], holidays: [] };

/** Working days of England and, where an authority's terms are known, its school days. */
export class SchoolCalendar {
  private readonly holidaysOfYear = new Map<number, ReadonlyMap<string, string>>();

  constructor(
    private readonly exceptions: readonly BankHolidayException[] = [],
    private readonly terms: Terms = NO_TERMS,
  ) {}

  /** The name of the bank holiday that a day is, or null. */
  bankHoliday(day: Day): string | null {
    const date = Temporal.PlainDate.from(day);
    return this.holidays(date.year).get(date.toString()) ?? null;
  }

  isWorkingDay(day: Day): boolean {
    const date = Temporal.PlainDate.from(day);
    return date.dayOfWeek < 6 && this.bankHoliday(date) === null;
  }

  /** Null when no school year that is known has the day. */
  isSchoolDay(day: Day): boolean | null {
    const date = Temporal.PlainDate.from(day).toString();
    if (this.terms.years.some((year) => isIn(year, date))) {
      return this.isWorkingDay(date) && !this.terms.holidays.some((one) => isIn(one, date));
    }
    return this.isBetweenYears(date) ? false : null;
  }

  /** Working days after one day, up to and with another: "within 20 working days of". */
  workingDaysBetween(after: Day, upTo: Day): number {
    return days(after, upTo).filter((day) => this.isWorkingDay(day)).length;
  }

  /** School days after one day, up to and with another; null when any day of them is not known. */
  schoolDaysBetween(after: Day, upTo: Day): number | null {
    const answers = days(after, upTo).map((day) => this.isSchoolDay(day));
    return answers.includes(null) ? null : answers.filter(Boolean).length;
  }

  /** Every count of the days after one day, up to and with another. */
  count(after: Day, upTo: Day): DayCounts {
    const span = days(after, upTo);
    return {
      days: span.length,
      workingDays: this.workingDaysBetween(after, upTo),
      schoolDays: this.schoolDaysBetween(after, upTo),
      bankHolidays: span.flatMap((day) => {
        const name = this.bankHoliday(day);
        return name === null ? [] : [{ day: day.toString(), name }];
      }),
      closesOnSchoolDay: this.isWorkingDay(upTo) ? this.isSchoolDay(upTo) : false,
    };
  }

  /** The last day that is known of those that follow a day without a gap; null if it is not itself. */
  knownUntil(from: Day): string | null {
    let last: string | null = null;
    let day = Temporal.PlainDate.from(from);
    while (this.isSchoolDay(day) !== null) {
      last = day.toString();
      day = day.add({ days: 1 });
    }
    return last;
  }

  /** The day by which so many working days have passed after a day. */
  addWorkingDays(after: Day, count: number): Temporal.PlainDate {
    let day = Temporal.PlainDate.from(after);
    for (let passed = 0; passed < count;) {
      day = day.add({ days: 1 });
      if (this.isWorkingDay(day)) passed += 1;
    }
    return day;
  }

  /** The summer between two known years is known too. */
  private isBetweenYears(date: string): boolean {
    const { years } = this.terms;
    return years.some((before) => {
      const next = years.find(({ firstDay }) => isNextYear(before, firstDay));
      return next !== undefined && date > before.lastDay && date < next.firstDay;
    });
  }

  /** The bank holidays of a year by their days, in their order. */
  holidays(year: number): ReadonlyMap<string, string> {
    const known = this.holidaysOfYear.get(year);
    if (known !== undefined) return known;
    const found = bankHolidays(year, this.exceptions);
    this.holidaysOfYear.set(year, found);
    return found;
  }
}

function days(after: Day, upTo: Day): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from(after).add({ days: 1 });
  const count = first.until(upTo, { largestUnit: 'days' }).days + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => first.add({ days: index }));
}

function isIn({ firstDay, lastDay }: Period, date: string): boolean {
  return firstDay <= date && date <= lastDay;
}

/** A year begins within four months of the end of the one before. */
function isNextYear({ lastDay }: Period, firstDay: string): boolean {
  const limit = Temporal.PlainDate.from(lastDay).add({ months: 4 }).toString();
  return firstDay > lastDay && firstDay < limit;
}
