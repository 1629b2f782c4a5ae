import { describe, expect, it } from '@jest/globals';
import { hiddenNumbers } from './small-numbers.js';
import type { Sum } from './small-numbers.js';

interface Published {
  readonly numbers: ReadonlyMap<string, number>;
  readonly sums: readonly Sum[];
}

/** Numbers that come again for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Two tables with rows and columns that share the totals of their columns, as groups and campaigns do. */
function twoTables(seed: number): Published {
  const next = random(seed);
  const columns = 2 + next(2);
  const numbers = new Map<string, number>();
  const sums: Sum[] = [];
  const add = (total: string, parts: readonly string[]) => {
    numbers.set(
      total,
      parts.reduce((sum, part) => sum + numbers.get(part)!, 0),
    );
    sums.push({ total, parts });
  };
  const ids = (name: string, count: number) => Array.from({ length: count }, (_, at) => name + at);
  const views = ids('view', columns);
  const groups = ids('group', 2 + next(2));
  for (const group of groups) {
    const cells = views.map((view) => `${group} ${view}`);
    for (const cell of cells) numbers.set(cell, next(4) === 0 ? next(30) : next(7));
    add(group, cells);
  }
  for (const view of views)
    add(
      view,
      groups.map((group) => `${group} ${view}`),
    );
  add('all', views);
  sums.push({ total: 'all', parts: groups });
  // The second table divides each column in two.
  for (const view of views) {
    const copied = next(numbers.get(view)! + 1);
    numbers.set(`copied ${view}`, copied).set(`own ${view}`, numbers.get(view)! - copied);
    sums.push({ total: view, parts: [`copied ${view}`, `own ${view}`] });
  }
  add(
    'copied',
    views.map((view) => `copied ${view}`),
  );
  add(
    'own',
    views.map((view) => `own ${view}`),
  );
  return { numbers, sums };
}

/**
 * Whether somebody who knows the shown numbers and every sum can say what a hidden one is: tries
 * each set of values near the true ones, with nothing but the sums to go by.
 */
function isKnown(
  { numbers, sums }: Published,
  hidden: ReadonlySet<string>,
  wanted: string,
  reach: number,
): boolean {
  const unknown = [wanted, ...[...hidden].filter((key) => key !== wanted)];
  const values = new Map([...numbers].filter(([key]) => !hidden.has(key)));
  const isTrue = (key: string) =>
    sums.every(({ total, parts }) => {
      if (total !== key && !parts.includes(key)) return true;
      if (![total, ...parts].every((one) => values.has(one))) return true;
      return values.get(total) === parts.reduce((sum, part) => sum + values.get(part)!, 0);
    });
  const tries = (at: number): boolean => {
    const key = unknown[at];
    if (key === undefined) return true;
    const truth = numbers.get(key)!;
    for (let value = Math.max(0, truth - reach); value <= truth + reach; value += 1) {
      if (at === 0 && value === truth) continue;
      values.set(key, value);
      if (isTrue(key) && tries(at + 1)) return true;
    }
    values.delete(key);
    return false;
  };
  return !tries(0);
}

describe('small numbers', () => {
  it('are never shown, and none that is hidden follows from what is shown', () => {
    let hiddenInAll = 0;
    let knownIfOnlySmall = 0;
    for (let seed = 1; seed <= 150; seed += 1) {
      const published = twoTables(seed);
      const hidden = hiddenNumbers(published.numbers, published.sums);
      const small = [...published.numbers].filter(([, value]) => value > 0 && value < 5);
      for (const [key] of small) expect(hidden.has(key)).toBe(true);
      for (const key of hidden)
        expect([seed, key, isKnown(published, hidden, key, 1)]).toEqual([seed, key, false]);
      const alone = new Set(small.map(([key]) => key));
      if (small.length === 1 && isKnown(published, alone, small[0]![0], 5)) knownIfOnlySmall += 1;
      hiddenInAll += hidden.size;
    }
    expect(hiddenInAll).toBeGreaterThan(500);
    expect(knownIfOnlySmall).toBeGreaterThan(0);
  });

  it('take no more with them than they must', () => {
    const numbers = new Map(Object.entries({ a: 3, b: 40, c: 12, d: 0, all: 55 }));
    const sums = [{ total: 'all', parts: ['a', 'b', 'c', 'd'] }];
    expect([...hiddenNumbers(numbers, sums)].toSorted()).toEqual(['a', 'd']);
    expect([...hiddenNumbers(numbers, sums, 3)]).toEqual([]);
    const whole = new Map(Object.entries({ a: 20, b: 40, all: 60 }));
    expect(hiddenNumbers(whole, [{ total: 'all', parts: ['a', 'b'] }]).size).toBe(0);
  });

  it('hide a total that has one part alone, and all that hangs on it', () => {
    const numbers = new Map(Object.entries({ one: 2, all: 2 }));
    expect([...hiddenNumbers(numbers, [{ total: 'all', parts: ['one'] }])]).toEqual(['one', 'all']);
  });

  it('are found in a moment where there are many', () => {
    const next = random(7);
    const groups = Array.from({ length: 12 }, (_, at) => `g${at}`);
    const days = Array.from({ length: 45 }, (_, at) => `d${at}`);
    const numbers = new Map<string, number>();
    const cells = groups.flatMap((group) => days.map((day) => `${group} ${day}`));
    for (const cell of cells) numbers.set(cell, next(9));
    const sumOf = (parts: readonly string[]) =>
      parts.reduce((all, one) => all + numbers.get(one)!, 0);
    const sums = [
      ...groups.map((total) => ({ total, parts: days.map((day) => `${total} ${day}`) })),
      ...days.map((total) => ({ total, parts: groups.map((group) => `${group} ${total}`) })),
    ];
    for (const { total, parts } of sums) numbers.set(total, sumOf(parts));
    numbers.set('all', sumOf(cells));
    const whole = [
      { total: 'all', parts: groups },
      { total: 'all', parts: days },
    ];
    const start = process.cpuUsage();
    const hidden = hiddenNumbers(numbers, [...sums, ...whole]);
    expect(hidden.size).toBeGreaterThan(200);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
  });
});
