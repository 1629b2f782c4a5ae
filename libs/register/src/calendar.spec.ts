import { describe, expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import {
  addMonthsToFirst,
  clearDays,
  closingInstant,
  isFirstOfMonth,
  londonDate,
} from './calendar.js';

// In 2026 clocks go forward on 29 March at 01:00 UTC and back on 25 October at 01:00 UTC.
describe('clear days', () => {
  test.each([
    ['2026-03-02', '2026-03-10', 7, 'the day of giving and the day of meeting do not count'],
    ['2026-03-02', '2026-03-09', 6, 'a week is one too few'],
    ['2026-03-25', '2026-04-02', 7, 'across the night in spring that lacks an hour'],
    ['2026-10-21', '2026-10-29', 7, 'across the night in autumn that has one more'],
    ['2026-04-02', '2026-04-10', 7, 'Good Friday and Easter Monday count: they are days'],
    ['2026-12-22', '2026-12-30', 7, 'over Christmas'],
    ['2026-12-28', '2027-01-05', 7, 'over the new year'],
    ['2028-02-25', '2028-03-04', 7, 'over 29 February'],
    ['2026-03-02', '2026-03-03', 0, 'the next day'],
    ['2026-03-02', '2026-03-02', 0, 'the same day'],
    ['2026-03-10', '2026-03-02', 0, 'notice after the meeting'],
  ])('from %s to %s are %i: %s', (given, meeting, days) => {
    expect(clearDays(given, meeting)).toBe(days);
    expect(clearDays(Temporal.PlainDate.from(given), Temporal.PlainDate.from(meeting))).toBe(days);
  });

  test('are counted from the day in London, which just before midnight in summer UTC does not have', () => {
    const given = londonDate('2026-06-01T23:30:00Z');
    expect(clearDays(given, '2026-06-10')).toBe(7);
  });
});

describe('a closing instant', () => {
  test.each([
    ['2026-03-28', '17:00', '2026-03-28T17:00:00Z', 'the day before the spring change'],
    ['2026-03-29', '17:00', '2026-03-29T16:00:00Z', 'the day of the spring change'],
    ['2026-03-29', '00:59', '2026-03-29T00:59:00Z', 'a minute before it'],
    [
      '2026-03-29',
      '01:30',
      '2026-03-29T01:30:00Z',
      'a time that does not exist: 02:30 summer time',
    ],
    ['2026-03-29', '02:00', '2026-03-29T01:00:00Z', 'the first minute after it'],
    ['2026-10-24', '17:00', '2026-10-24T16:00:00Z', 'the day before the autumn change'],
    ['2026-10-25', '00:59', '2026-10-24T23:59:00Z', 'before the hour that comes twice'],
    ['2026-10-25', '01:30', '2026-10-25T01:30:00Z', 'a time that comes twice: the second'],
    ['2026-10-25', '17:00', '2026-10-25T17:00:00Z', 'the day of the autumn change'],
    ['2026-12-31', '23:59:59', '2026-12-31T23:59:59Z', 'the end of a year'],
  ])('on %s at %s is %s: %s', (day, time, instant) => {
    expect(closingInstant(day, time)).toBe(instant);
  });

  test('always lies on its own day in London', () => {
    for (let day = Temporal.PlainDate.from('2026-01-01'); day.year === 2026;) {
      for (const time of ['00:00', '01:30', '17:00', '23:59:59']) {
        expect(londonDate(closingInstant(day, time)).toString()).toBe(day.toString());
      }
      day = day.add({ days: 1 });
    }
  });

  test('cannot be on a day that does not exist', () => {
    expect(() => closingInstant('2026-02-30', '17:00')).toThrow(RangeError);
  });
});

describe('the first of a month', () => {
  test('is known', () => {
    expect([isFirstOfMonth('2026-04-01'), isFirstOfMonth('2026-03-31')]).toEqual([true, false]);
  });

  test('is London’s, not that of UTC, in the nights of summer', () => {
    expect(isFirstOfMonth(londonDate('2026-03-31T23:30:00Z'))).toBe(true);
    expect(isFirstOfMonth(londonDate('2026-10-31T23:30:00Z'))).toBe(false);
    expect(isFirstOfMonth(londonDate(new Date('2026-11-01T00:00:00Z')))).toBe(true);
  });

  test.each([
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-03-29', 0, '2026-03-01'],
    ['2026-10-25', 1, '2026-11-01'],
    ['2026-12-01', 1, '2027-01-01'],
    ['2028-02-29', 12, '2029-02-01'],
    ['2026-09-15', -1, '2026-08-01'],
  ])('%s and %i months is %s', (day, months, first) => {
    expect(addMonthsToFirst(day, months).toString()).toBe(first);
  });
});
