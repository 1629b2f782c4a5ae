import { describe, expect, it } from '@jest/globals';
import { compare, median, percentile, time } from './measure.js';

/** Rounds that take these values in turn, the first of them to warm up. */
function rounds(...values: number[]) {
  const left = [...values];
  return async () => left.shift()!;
}

const named = { name: 'door', clients: 8, unit: 'moves/s' };

describe('a comparison', () => {
  it('takes the medians of rounds after a warm-up, and prints least and most', async () => {
    const row = await compare({
      ...named,
      ours: rounds(1, 40, 50, 45, 60, 55),
      limit: rounds(9_999, 100, 120, 90, 100, 110),
    });

    expect(row).toEqual({ ...named, value: 50, limit: 100, ratio: 0.5, min: 40, max: 60 });
  });

  it('runs the two in turn, so that a busy machine hits both', async () => {
    const ran: string[] = [];
    const note = (who: string) => async () => {
      ran.push(who);
      return 1;
    };
    await compare({ ...named, ours: note('A'), limit: note('B'), rounds: 3 });

    expect(ran.join('')).toBe('BABABABA');
  });

  it.each([
    ['ours', [1, 10, 20, 31, 20, 20], [1, 50, 50, 50, 50, 50]],
    ['the limit', [1, 20, 20, 20, 20, 20], [1, 50, 151, 50, 50, 50]],
  ])('gives no ratio when the rounds of %s spread more than threefold', async (_, ours, limit) => {
    const row = await compare({ ...named, ours: rounds(...ours), limit: rounds(...limit) });

    expect(row.ratio).toBeNull();
    expect(row.why).toMatch(/threefold/);
  });
});

describe('a time', () => {
  it('has no limit, and says why', async () => {
    const row = await time({ ...named, why: 'a target' }, rounds(99, 3, 1, 2, 5, 4));

    expect(row).toEqual({
      ...named,
      value: 3,
      limit: null,
      ratio: null,
      min: 1,
      max: 5,
      why: 'a target',
    });
  });
});

describe('statistics', () => {
  it('halves an even number of values in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([9])).toBe(9);
  });

  it('takes for a percentile the value that so many do not exceed', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);

    expect(percentile(values, 99)).toBe(198);
    expect(percentile([7], 99)).toBe(7);
  });
});
