import { describe, expect, test } from '@jest/globals';
import { SchoolCalendar } from './school-calendar.js';

const TERMS = {
  years: [
    { firstDay: '2025-09-01', lastDay: '2026-07-20' },
    { firstDay: '2026-09-01', lastDay: '2027-07-21' },
  ],
  holidays: [
    { firstDay: '2026-03-28', lastDay: '2026-04-12' },
    { firstDay: '2026-05-23', lastDay: '2026-05-31' },
    { firstDay: '2026-10-24', lastDay: '2026-11-01' },
  ],
};

describe('working days', () => {
  const calendar = new SchoolCalendar();

  test.each([
    ['2026-03-06', '2026-03-09', 1, 'a weekend between'],
    ['2026-04-02', '2026-04-07', 1, 'Good Friday and Easter Monday between'],
    ['2026-03-27', '2026-03-30', 1, 'the spring clock change between'],
    ['2026-10-23', '2026-10-26', 1, 'the autumn clock change between'],
    ['2026-12-24', '2027-01-04', 4, 'Christmas, its substitute and New Year between'],
    ['2026-03-09', '2026-03-06', 0, 'the wrong way round'],
  ])('after %s up to %s are %i: %s', (after, upTo, days) => {
    expect(calendar.workingDaysBetween(after, upTo)).toBe(days);
  });

  test('thirty after 6 March 2026 end on 21 April, past both Easter holidays', () => {
    expect(calendar.addWorkingDays('2026-03-06', 30).toString()).toBe('2026-04-21');
  });

  test('adding and counting agree on every day of three years', () => {
    for (let day = calendar.addWorkingDays('2025-01-01', 0); day.year < 2028;) {
      const end = calendar.addWorkingDays(day, 20);
      expect(calendar.workingDaysBetween(day, end)).toBe(20);
      expect(calendar.isWorkingDay(end)).toBe(true);
      day = day.add({ days: 1 });
    }
  });

  test('a bank holiday has a name', () => {
    expect(calendar.bankHoliday('2026-12-28')).toBe('Boxing Day');
    expect(calendar.bankHoliday('2026-12-26')).toBe(null);
  });
});

describe('school days', () => {
  const calendar = new SchoolCalendar([], TERMS);

  test.each([
    ['2026-03-20', '2026-03-27', 5, 'a week of term'],
    ['2026-03-27', '2026-04-12', 0, 'the Easter holiday'],
    ['2026-05-01', '2026-05-08', 4, 'a week with a bank holiday'],
    ['2026-07-17', '2026-09-02', 3, 'the summer between two known years'],
  ])('after %s up to %s are %i: %s', (after, upTo, days) => {
    expect(calendar.schoolDaysBetween(after, upTo)).toBe(days);
  });

  test('are known up to a day, past the summer that two years enclose', () => {
    expect(calendar.knownUntil('2026-03-20')).toBe('2027-07-21');
    expect(calendar.knownUntil('2027-07-22')).toBeNull();
  });

  test('are not known where no terms are, and unknown is not none', () => {
    expect(calendar.schoolDaysBetween('2027-07-19', '2027-09-10')).toBe(null);
    expect(new SchoolCalendar().schoolDaysBetween('2026-03-20', '2026-03-27')).toBe(null);
  });
});

describe('a span of days', () => {
  const calendar = new SchoolCalendar([], TERMS);

  test('is counted in days, working days and school days, with its bank holidays', () => {
    expect(calendar.count('2026-03-20', '2026-04-17')).toEqual({
      days: 28,
      workingDays: 18,
      schoolDays: 10,
      closesOnSchoolDay: true,
      bankHolidays: [
        { day: '2026-04-03', name: 'Good Friday' },
        { day: '2026-04-06', name: 'Easter Monday' },
      ],
    });
  });

  test('has no count of school days where one of its days is not known', () => {
    const past = calendar.count('2027-07-12', '2027-07-30');
    expect(past).toMatchObject({ days: 18, workingDays: 14, schoolDays: null });
  });
});
