import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FaultDesk, SEEDS, passageOf } from '../support/fault-desk.js';

jest.setTimeout(240_000);

/** Each point with the passages among which the seeds choose: about those of one case. */
const POINTS: readonly (readonly [point: string, passages: number])[] = [
  ['form.after-nonce', 14],
  ['form.before-answer', 14],
  ['door.before-begin', 9],
  ['door.after-read', 9],
  ['door.before-write', 9],
  ['door.after-write', 9],
  ['record.after-append', 12],
  ['transaction.before-commit', 14],
  ['transaction.after-commit', 14],
  ['document.after-file', 5],
  ['document.after-rename', 5],
  ['deadline.after-claim', 4],
];

/** Two cases more, and then a month in which they are to be reminded and closed. */
async function letSomethingBeDue(seed: number): Promise<void> {
  expect(await desk.live({ cases: 2 * (seed + 1) })).toBe(0);
  await desk.letDaysPass(30);
}

let desk: FaultDesk;
beforeEach(async () => {
  desk = await FaultDesk.open();
});
afterEach(() => desk.close());

describe('a process that is killed at', () => {
  it.each(POINTS)(
    '%s loses nothing that it acknowledged, does nothing by halves, and answers the same form alike',
    async (point, passages) => {
      const deadlines = point.startsWith('deadline');
      for (let seed = 0; seed < SEEDS; seed += 1) {
        if (deadlines) await letSomethingBeDue(seed);
        const faultPoint = `${point}#${passageOf(point, seed, passages)}`;
        expect([faultPoint, await desk.live({ faultPoint, deadlines })]).toEqual([
          faultPoint,
          'SIGKILL',
        ]);
        expect([faultPoint, await desk.broken()]).toEqual([faultPoint, []]);
      }
      expect(await desk.finish()).toBe(0);
      expect(await desk.broken()).toEqual([]);
    },
  );
});
