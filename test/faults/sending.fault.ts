import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { consultationDesk, passDeadlines, verifyCases } from '#cases';
import { consultees } from '#consultation';
import type { Group } from '#consultation';
import { expandMailings } from '#mail';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { FaultChild } from '../support/fault-child.js';
import { theTrust } from '../support/journey-builder.js';

jest.setTimeout(120_000);

const PEOPLE = 30;
const GROUPS: readonly Group[] = ['staff', 'parent', 'neighbour'];
/** Of the one sending and its three waves; the transactions are the sending, and one a wave. */
const POINTS = [
  ...['sending.after-begin#1', 'door.after-read#1', 'door.after-write#1'],
  ...['sending.before-commit#1', 'transaction.before-commit#1', 'transaction.after-commit#1'],
  ...['mailing.after-letters#1', 'mailing.after-letters#2', 'mailing.after-letters#3'],
];

let desk: CaseDesk;
beforeEach(async () => {
  desk = await CaseDesk.open();
});
afterEach(() => desk.close());

/** A launch to thirty people in three waves, ordered six minutes ago. */
async function aDueLaunch(): Promise<string> {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const people = Array.from({ length: PEOPLE }, (_, n) => ({
    ...{ name: `Person ${n}`, email: `person${n}@example.org`, group: GROUPS[n % 3]! },
    ...{ organisation: null, postal: null },
  }));
  await inTransaction(desk.office.pool, (tx) =>
    consultees.add(tx, desk.clerk, consultation, people),
  );
  const at = await now(desk.office.pool);
  const closesOn = new Date(at.getTime() + 42 * 86_400_000).toISOString().slice(0, 10);
  await consultationDesk.orderLaunch(desk.office, await desk.act(id), {
    ...{ consultation, closesOn, closesAt: '17:00', starts: null, gapMinutes: 30 },
    document: await desk.file(id, 'consultationDocument'),
  });
  await desk.moveClock(new Date(at.getTime() + 6 * 60_000).toISOString());
  return consultation;
}

/** How often each thing is there that a launch makes once. */
async function madeBy(consultation: string) {
  const { rows } = await desk.office.pool.query<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM journal WHERE type = 'consultation.launched') AS moves,
        (SELECT count(*)::int FROM sending_fact WHERE fact = 'begun') AS begun,
        (SELECT count(*)::int FROM mailing WHERE consultation_id = $1) AS mailings,
        (SELECT count(*)::int FROM consultation WHERE id = $1 AND launched_at IS NOT NULL)
          AS launched`,
    [consultation],
  );
  return rows[0]!;
}

const NOTHING = { moves: 0, begun: 0, mailings: 0, launched: 0 };
const ALL = { moves: 1, begun: 1, mailings: 3, launched: 1 };

describe('a worker that is killed while it begins a launch, at', () => {
  it.each(POINTS)(
    '%s does nothing or all of it, and goes on without a letter twice',
    async (point) => {
      const consultation = await aDueLaunch();
      const child = new FaultChild('sending.mjs', { url: desk.test.url }, { faultPoint: point });
      expect(await child.ended).toBe('SIGKILL');
      expect([NOTHING, ALL]).toContainEqual(await madeBy(consultation));

      await passDeadlines(desk.office.pool, desk.office.baseUrl);
      await expandMailings(desk.office.pool, consultees.recipients);
      expect(await madeBy(consultation)).toEqual(ALL);
      const { rows } = await desk.office.pool.query<{ letters: number; people: number }>(
        `SELECT count(*)::int AS letters, count(DISTINCT consultee)::int AS people
         FROM letter WHERE consultation_id = $1`,
        [consultation],
      );
      expect(rows[0]).toEqual({ letters: PEOPLE, people: PEOPLE });
      expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
    },
  );
});
