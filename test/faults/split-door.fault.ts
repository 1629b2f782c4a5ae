import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FaultDesk, SHORT } from '../support/fault-desk.js';
import type { Death, Life } from '../support/fault-desk.js';

jest.setTimeout(120_000);

/** After which statements the clerk's process dies; `/` names a half of the door's one statement. */
const DEATHS: readonly Death[] = [
  { after: 'INSERT INTO answered_form', passage: 3 },
  { after: 'INSERT INTO cases' },
  { after: 'INSERT INTO case_person' },
  { after: 'INSERT INTO blob', passage: 2 },
  { after: 'INSERT INTO private_text', passage: 2 },
  { after: 'INSERT INTO consent_request' },
  { after: 'INSERT INTO consent_answer' },
  { after: 'INSERT INTO meeting' },
  { after: 'INSERT INTO resolution' },
  { after: 'vote.recorded' },
  { after: 'entry.struck' },
  { after: 'consultation.opened' },
  { after: 'write_move/the entry', passage: 2 },
  // The first two moves of the two cases tell nobody anything.
  { after: 'write_move/what follows', passage: 6 },
];
/** Of two cases two reminders to a body and two to the consulted are due before the closings. */
const OF_DEADLINES: readonly Death[] = [
  { after: 'UPDATE deadline', passage: 5 },
  { after: 'SAVEPOINT closing' },
  { after: 'consultation.closed' },
];

let desk: FaultDesk;
beforeEach(async () => {
  desk = await FaultDesk.open();
});
afterEach(() => desk.close());

describe('a transaction in which the process dies leaves nothing, and is missed when it is split', () => {
  it.each(DEATHS)('after $after', async (die) => {
    await diesWhole({ die });
    await diesSplit({ die: { ...die, split: true } });
  });

  it.each(OF_DEADLINES)('of a deadline after $after', async (die) => {
    expect(await desk.live({ cases: 2 })).toBe(0);
    await desk.letDaysPass(30);
    await diesWhole({ die, deadlines: true });
    // What came before was passed by the life that died first.
    const passage = SHORT ? die.passage : 1;
    await diesSplit({ die: { after: die.after, passage, split: true }, deadlines: true });
  });
});

/** The other way round: without the split the same death leaves nothing. */
async function diesWhole(life: Life): Promise<void> {
  if (SHORT) return;
  expect(await desk.live(life)).toBe('SIGKILL');
  expect(await desk.broken()).toEqual([]);
}

/** Whatever was committed by halves is seen at once, before anything could mend it. */
async function diesSplit(life: Life): Promise<void> {
  expect(await desk.live(life)).toBe('SIGKILL');
  expect(await desk.broken()).not.toEqual([]);
}
