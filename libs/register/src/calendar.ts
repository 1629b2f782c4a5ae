import { Temporal } from 'temporal-polyfill';

/** A day, or how JSON and the database write it: 2026-03-01. */
export type Day = Temporal.PlainDate | string;

const LONDON = 'Europe/London';

/**
 * How many clear days lie between giving notice and a meeting: neither the day of giving nor the day
 * of meeting counts. Zero when there is none, or when the meeting came first.
 */
export function clearDays(given: Day, meeting: Day): number {
  const days = Temporal.PlainDate.from(given).until(meeting, { largestUnit: 'days' }).days;
  return Math.max(0, days - 1);
}

/** Whether a day is the first of a month, on which schools convert. */
export function isFirstOfMonth(day: Day): boolean {
  return Temporal.PlainDate.from(day).day === 1;
}

/** The first of the month that lies so many months after the month of a day (0: its own month). */
export function addMonthsToFirst(day: Day, months: number): Temporal.PlainDate {
  return Temporal.PlainDate.from(day).with({ day: 1 }).add({ months });
}

/**
 * The instant at which clocks in London show a time on a day, as the database takes it. A closing
 * time favours those who may still answer: one that the spring change leaves out is an hour later,
 * one that the autumn change brings twice is the second.
 */
export function closingInstant(day: Day, time: string): string {
  return Temporal.PlainDate.from(day)
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(LONDON, { disambiguation: 'later' })
    .toInstant()
    .toString();
}

/** The day it is in London at an instant. */
export function londonDate(instant: Date | string | Temporal.Instant): Temporal.PlainDate {
  const text = instant instanceof Date ? instant.toISOString() : instant;
  return Temporal.Instant.from(text).toZonedDateTimeISO(LONDON).toPlainDate();
}
