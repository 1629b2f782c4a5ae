import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Holidays from 'date-holidays';
import { bankHolidays } from './bank-holidays.js';

const SHARED = process.env['SHARED_DATA'] ?? join(process.cwd(), '..', 'shared', 'data');
const PUBLISHED = join(SHARED, 'calendars', 'bank-holidays.england-and-wales.2019-2027.json');
const days = (year: number) => [...bankHolidays(year).keys()];

describe('bank holidays of England', () => {
  test.each([
    [2020, '2020-05-08', 'moved from the Monday to VE day'],
    [2021, '2021-12-28', 'Boxing Day at a weekend after Christmas at a weekend'],
    [2022, '2022-06-03', 'the Platinum Jubilee'],
    [2022, '2022-09-19', 'the State Funeral'],
    [2022, '2022-12-27', 'Christmas Day on a Sunday'],
    [2023, '2023-01-02', 'New Year’s Day on a Sunday'],
    [2023, '2023-05-08', 'the coronation'],
    [2026, '2026-12-28', 'Boxing Day on a Saturday'],
    [2028, '2028-01-03', 'New Year’s Day on a Saturday'],
    [2038, '2038-04-26', 'Easter at its latest'],
  ])('in %i have %s: %s', (year, day) => {
    expect(days(year)).toContain(day);
  });

  test('do not have the days that were moved away', () => {
    expect(days(2020)).not.toContain('2020-05-04');
    expect(days(2022)).not.toContain('2022-05-30');
  });

  test('agree with an independent list on every weekday from 2019 to 2060', () => {
    const oracle = new Holidays('GB', 'ENG');
    for (let year = 2019; year <= 2060; year += 1) {
      const expected = oracle
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10))
        .filter(isWeekday);
      expect([year, ...days(year)]).toEqual([year, ...new Set(expected.sort())]);
    }
  });

  test('take what an administrator enters', () => {
    const entered = [
      { day: '2030-06-03', name: 'A jubilee', isHoliday: true },
      { day: '2030-05-27', name: 'Moved', isHoliday: false },
    ];
    const found = bankHolidays(2030, entered);
    expect(found.get('2030-06-03')).toBe('A jubilee');
    expect(found.has('2030-05-27')).toBe(false);
  });

  const published = existsSync(PUBLISHED) ? test : test.skip;
  published('are those that GOV.UK published for 2019 to 2027', () => {
    const { 'england-and-wales': list } = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as {
      'england-and-wales': { events: { date: string }[] };
    };
    const ours = Array.from({ length: 9 }, (_, index) => days(2019 + index)).flat();
    expect(ours).toEqual(list.events.map(({ date }) => date).sort());
  });
});

function isWeekday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
