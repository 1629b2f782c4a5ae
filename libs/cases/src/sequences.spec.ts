import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caseMachine } from '#journey';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { CaseAtDoor, stages } from '../../../test/support/door-sequences.js';
import type { Tally } from '../../../test/support/door-sequences.js';
import type { KindName } from '../../../test/support/journey-kinds.js';
import { seeded } from '../../../test/support/journey-walk.js';

/**
 * Random sequences through the real door, against a plain model of the law that knows nothing of the
 * service (test/reference): whatever one lets through, the other does too.
 */
const SEQUENCES = Number(process.env['PROVE_SEQUENCES'] ?? 2000);
const SEED = Number(process.env['PROVE_SEED'] ?? 2013);
/** Ahead of whatever day it is: the product’s clock is only ever moved on. */
const START = '2040-09-03T09:00:00.000Z';

const names: readonly KindName[] = [
  'community, joining',
  'community, forming a trust',
  'community special, ordered',
  'controlled, Church of England, joining',
  'aided, Roman Catholic, forming a trust',
  'foundation with a foundation, joining',
  'foundation with a foundation, ordered',
  'foundation without a foundation, joining',
];

let desk: CaseDesk;
const cases: CaseAtDoor[] = [];

beforeAll(async () => {
  desk = await CaseDesk.open();
  await desk.moveClock(START);
  for (const name of names) cases.push(await CaseAtDoor.open(desk, name, new Date(START)));
});
afterAll(() => desk.close());

const fresh = (): Tally => ({
  ...{ sequences: 0, tried: 0, accepted: 0 },
  ...{ went: new Map<string, number>(), disagreements: [] },
});

async function runs(sequences: number, seed: number): Promise<Tally> {
  const tally = fresh();
  const random = seeded(seed);
  const each = Math.ceil(sequences / (cases.length * stages.length));
  for (const one of cases) for (const stage of stages) await one.run(stage, each, random, tally);
  return tally;
}

/** A hundred thousand of them take most of an hour. */
const PATIENCE_MS = 4 * 3_600_000;

describe('random sequences through the door', () => {
  it(
    'go as the plain model of the law says',
    async () => {
      const tally = await runs(SEQUENCES, SEED);

      expect([...new Set(tally.disagreements)]).toEqual([]);
      expect(tally.sequences).toBeGreaterThanOrEqual(SEQUENCES);
      expect(tally.accepted).toBeGreaterThan(tally.tried / 4);
      expect(tally.tried - tally.accepted).toBeGreaterThan(tally.tried / 10);
      for (const gate of ['application.submitted', 'funding-agreement.signed', 'school.opened'])
        expect(tally.went.get(gate)).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it('notice a guard that takes a lost vote for carried', async () => {
    const guards = caseMachine.implementations.guards as Record<string, unknown>;
    const kept = guards['decidesToConvert'];
    guards['decidesToConvert'] = ({ event }: { event: { type: string; purpose?: string } }) =>
      event.type === 'board.resolved' && event.purpose === 'final';
    const tally = fresh();
    try {
      await cases[0]!.run('the first gate', 40, seeded(SEED), tally);
    } finally {
      guards['decidesToConvert'] = kept;
    }

    expect(tally.disagreements.join()).toContain('board is decided, and the model says rejected');
  });
});
