import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.js';
import { anEvent } from '../../../test/support/journey-builder.js';
import { openJourney } from './open.js';
import type { Opening } from './open.js';
import { replay } from './replay.js';
import type { RecordedMove } from './replay.js';
import { ending, regionsOf } from './snapshot.js';
import type { JourneySnapshot } from './snapshot.js';
import { upgrade } from './versions.js';

/** Cases that the first machines moved and stored, each as they left it. */
interface Stored {
  readonly name: string;
  readonly opening: Opening;
  readonly record: readonly Omit<RecordedMove, 'seq'>[];
  readonly snapshot: JourneySnapshot;
}

const file = join(import.meta.dirname, 'versions/version-1.jsonl');
const stored = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Stored);
const isWithdrawn = ({ snapshot }: Stored) => (snapshot.case.value as unknown) === 'withdrawn';
const withdrawn = stored.filter(isWithdrawn);
const others = stored.filter((one) => !isWithdrawn(one));

describe('a case of the first machines', () => {
  it('stands there in every way that it could end, and going', () => {
    const ends = new Set(others.map(({ snapshot }) => ending(snapshot)));

    expect(ends).toEqual(new Set([null, 'converted', 'declined', 'revoked']));
    expect(withdrawn.length).toBeGreaterThan(5);
  });

  it.each(others)('$name: is mapped to what its replay gives today', (one) => {
    expect(upgrade(one.snapshot, '1')).toEqual(replayed(one));
  });

  it.each(withdrawn)('$name: is replayed to the place where it stood', (one) => {
    const today = replayed(one);

    expect(upgrade(one.snapshot, '1')).toBeNull();
    expect(ending(today)).toBe('withdrawn');
    expect(regionsOf(today)).not.toBeNull();
  });

  it.each(withdrawn)('$name: can be revived', (one) => {
    const attempt = { now: '2027-03-01T12:00:00.000Z', actor: { role: 'clerk' } };
    const decision = decide(replayed(one), anEvent('case.revived'), attempt);

    expect(decision.ok && ending(decision.snapshot)).toBeNull();
  });
});

describe('a snapshot', () => {
  it('of today is left as it is', () => {
    const today = replayed(stored[0]!);
    expect(upgrade(today, '2')).toBe(today);
  });

  it('of machines that nobody knows is not guessed at', () => {
    expect(() => upgrade(stored[0]!.snapshot, '3')).toThrow('No machine of version 3 is known.');
  });
});

function replayed({ opening, record }: Stored): JourneySnapshot {
  const moves = record.map(({ event, ...rest }, index) => ({
    ...rest,
    event,
    seq: index + 1,
  }));
  const result = replay(openJourney(opening), moves);
  if (!result.ok) throw new Error(`${result.type} cannot be replayed.`);
  return JSON.parse(JSON.stringify(result.snapshot)) as JourneySnapshot;
}
