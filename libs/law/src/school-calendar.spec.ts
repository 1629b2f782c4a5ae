import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { WHY, YEARS, enterTermDates, enterYear } from '../../../test/support/term-dates.js';
import { calendars } from './school-calendar.js';
import type { SchoolYear, Term } from './term-dates.js';

type Year = NonNullable<SchoolYear>;

const changed = (name: keyof Year, change: Partial<Term>): Year => ({
  ...YEARS[2039],
  [name]: { ...YEARS[2039][name], ...change },
});
const halfTerm = (firstDay: string, lastDay: string) => ({ halfTerm: { firstDay, lastDay } });

describe('the terms of a school year', () => {
  test('are right where each follows the one before', () => {
    expect(calendars.faultsOfYear(2039, YEARS[2039])).toEqual({});
    expect(calendars.faultsOfYear(2040, YEARS[2040])).toEqual({});
  });

  test.each([
    ['autumn', { firstDay: '2039-07-29' }, { 'autumn.first': 'outside-year' }],
    ['summer', { lastDay: '2040-08-03' }, { 'summer.last': 'outside-year' }],
    ['autumn', { firstDay: '2039-09-03' }, { 'autumn.first': 'weekend' }],
    ['spring', { lastDay: '2040-01-02' }, { 'spring.last': 'ends-first' }],
    ['spring', { firstDay: '2039-12-16' }, { 'spring.first': 'overlaps' }],
    ['spring', { firstDay: '2040-01-23' }, { 'spring.first': 'gap' }],
    ['autumn', halfTerm('2039-08-29', '2039-10-28'), { 'autumn.halfFirst': 'half-term-outside' }],
    ['autumn', halfTerm('2039-10-24', '2039-12-16'), { 'autumn.halfLast': 'half-term-outside' }],
    ['autumn', halfTerm('2039-10-28', '2039-10-24'), { 'autumn.halfLast': 'ends-first' }],
  ] as const)('are wrong: %s %o', (name, change, faults) => {
    expect(calendars.faultsOfYear(2039, changed(name, change))).toMatchObject(faults);
  });
});

describe('the school calendar', () => {
  let desk: CaseDesk;
  beforeAll(async () => {
    desk = await CaseDesk.open();
    await enterTermDates(desk, '373');
  });
  afterAll(() => desk.close());

  const of = (laCode: string, urn: string | null = null) =>
    calendars.of(desk.office.pool, { laCode, urn });

  test('has the terms of its authority alone, and the summer between two years', async () => {
    const sheffield = await of('373');
    expect(sheffield.schoolDaysBetween('2040-05-25', '2040-06-04')).toBe(1);
    expect(sheffield.schoolDaysBetween('2040-03-23', '2040-04-09')).toBe(1);
    expect(sheffield.schoolDaysBetween('2040-07-20', '2040-09-03')).toBe(1);
    expect((await of('383')).schoolDaysBetween('2040-05-25', '2040-06-04')).toBeNull();
  });

  test('counts by the newest version, and keeps every one with its reason', async () => {
    const subject = '374.2039';
    await enterYear(desk, subject, YEARS[2039]);
    await enterYear(desk, subject, changed('summer', { lastDay: '2040-07-13' }));
    expect((await of('374')).isSchoolDay('2040-07-13')).toBe(true);
    expect((await of('374')).isSchoolDay('2040-07-16')).toBeNull();
    const versions = await calendars.versionsOf(desk.office.pool, 'term-dates', subject);
    expect(versions.map(({ version, reason }) => [version, reason])).toEqual([
      [2, WHY.reason],
      [1, WHY.reason],
    ]);
    await expect(
      desk.asOwner(`DELETE FROM calendar_datum WHERE subject = '${subject}'`),
    ).rejects.toThrow('never changed or removed');
    const { rows } = await desk.office.pool.query(
      `SELECT FROM journal WHERE stream = 'school:calendar' AND entry -> 'data' ->> 'subject' = $1`,
      [subject],
    );
    expect(rows).toHaveLength(2);
  });

  test('is not given terms that cannot be', async () => {
    const wrong = changed('spring', { firstDay: '2039-12-16' });
    await expect(enterYear(desk, '375.2039', wrong)).rejects.toMatchObject({ code: 'invalid' });
    expect((await of('375')).isSchoolDay('2039-12-16')).toBeNull();
  });

  test('knows a bank holiday that was proclaimed, and one that was moved away', async () => {
    const proclaim = async (subject: string, name: string, isHoliday: boolean) =>
      inTransaction(desk.office.pool, async (tx) =>
        calendars.set(
          tx,
          { ...desk.clerk, role: 'administrator' },
          { kind: 'bank-holiday', subject, value: { name, isHoliday }, ...WHY },
          await now(tx),
        ),
      );
    await proclaim('2039-06-06', 'A jubilee', true);
    await proclaim('2039-05-02', 'Early May bank holiday moved', false);
    const calendar = await of('999');
    expect(calendar.bankHoliday('2039-06-06')).toBe('A jubilee');
    expect(calendar.isWorkingDay('2039-05-02')).toBe(true);
    expect((await calendars.newest(desk.office.pool, 'bank-holiday')).length).toBe(2);
    await proclaim('2039-06-06', 'A jubilee, called off', false);
    expect((await of('999')).isWorkingDay('2039-06-06')).toBe(true);
  });
});
