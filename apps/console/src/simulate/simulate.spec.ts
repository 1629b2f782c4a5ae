import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCase, aVote, anEvent } from '../../../../test/support/journey-builder.js';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { seeded } from '../seed/random.js';
import { unlawful } from './law.js';
import { runSimulation } from './simulate.js';

let desk: CaseDesk;

beforeAll(async () => {
  desk = await CaseDesk.open();
  await desk.asOwner('UPDATE product_clock SET movable = true');
});
afterAll(() => desk.close());

describe('a simulation', () => {
  it('breaks no invariant, and is refused by rules of law as well as by the machines', async () => {
    const tally = await runSimulation({
      url: desk.test.url,
      folder: desk.folder,
      cases: 2,
      random: seeded(14),
      say: () => undefined,
    });

    expect(tally.broken).toEqual([]);
    expect(tally.events).toBeGreaterThan(250);
    expect(Object.keys(tally.refusals)).toEqual(
      expect.arrayContaining(['not-in-place', 'invalid', 'conflict']),
    );
    expect(Object.keys(tally.refusals).filter((rule) => /^R\d/.test(rule)).length).toBeGreaterThan(
      5,
    );
  });
});

describe('the second opinion of a simulation', () => {
  const story = aCase('foundation-with-foundation').readyToAgree().agreed();
  const happened = story.record.map(({ event, at, actor }) => ({ event, at, role: actor.role }));
  const consents = Object.keys(story.snapshot.consents);
  const without = (type: string) => happened.filter(({ event }) => event.type !== type);

  it('has nothing against a lawful agreement', () => {
    expect(unlawful(happened, consents)).toEqual([]);
  });

  it.each([
    ['order.made', 'no order was in force'],
    ['consent.decided', 'no consent: trustee'],
    ['consultation.closed', 'the consultation was closed before its time'],
    ['consultation.reported', 'the board decided without the consultation’s report'],
  ])('sees that %s is missing', (type, breach) => {
    expect(unlawful(without(type), consents)).toContain(breach);
  });

  it('sees a vote that does not count', () => {
    const spoilt = happened.map((one) =>
      one.event.type === 'board.resolved' && one.event.purpose === 'final'
        ? { ...one, event: aVote({ ...one.event, present: 5 }) }
        : one,
    );

    expect(unlawful(spoilt, consents)).toContain('the vote was not quorate');
    expect(unlawful([...happened, act('school.opened')], consents)).toContain(
      'nothing was insured',
    );
  });
});

function act(type: 'school.opened') {
  const event = anEvent(type);
  return { event, at: `${event.on}T12:00:00.000Z`, role: 'clerk' };
}
