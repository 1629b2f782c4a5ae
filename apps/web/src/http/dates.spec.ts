import { describe, expect, it } from '@jest/globals';
import { day, dayTime, machineTime, shortDay, time, weekday } from './dates.js';

describe('dates as people write them', () => {
  it('show an instant at the time of London, in summer and in winter', () => {
    expect(dayTime('2026-06-04T08:32:00Z')).toBe('4 June 2026 at 9:32am');
    expect(dayTime('2026-12-04T17:00:00Z')).toBe('4 December 2026 at 5pm');
    expect(day(new Date('2026-06-30T23:30:00Z'))).toBe('1 July 2026');
  });

  it('never move a calendar date', () => {
    expect(day('2026-06-04')).toBe('4 June 2026');
    expect(shortDay('2026-06-04')).toBe('4 Jun 2026');
    expect(weekday('2026-06-04')).toBe('Thursday 4 June 2026');
    expect(machineTime('2026-06-04')).toBe('2026-06-04');
  });

  it.each([
    ['2026-01-04T00:00:00Z', 'midnight'],
    ['2026-01-04T12:00:00Z', 'midday'],
    ['2026-01-04T00:05:00Z', '12:05am'],
    ['2026-01-04T12:30:00Z', '12:30pm'],
    ['2026-01-04T23:59:00Z', '11:59pm'],
  ])('write %s as %s', (instant, words) => {
    expect(time(instant)).toBe(words);
  });

  it('know the night on which the clocks change', () => {
    expect(time('2027-03-28T00:59:00Z')).toBe('12:59am');
    expect(time('2027-03-28T01:00:00Z')).toBe('2am');
    expect(time('2026-10-25T00:30:00Z')).toBe('1:30am');
    expect(time('2026-10-25T01:30:00Z')).toBe('1:30am');
  });
});
