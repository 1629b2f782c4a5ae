import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Refusal } from '#platform';
import type { JourneyEvent } from '#journey';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { theTrust } from '../../../test/support/journey-builder.js';
import { verifyCases } from './verify-cases.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

const chosen = (on: string): JourneyEvent => ({ type: 'trust.chosen', on, trust: theTrust });

describe('the door', () => {
  test('writes snapshot, entry and evidence of a move as one', async () => {
    const id = await desk.aCase();
    const { seq } = await desk.send(id, 'options.presented');

    const { version, snapshot } = await desk.stored(id);
    expect(version).toBe(1);
    expect(snapshot.case.value).toMatchObject({ live: { exploring: 'presented' } });
    const entry = await entryOf(id, seq);
    expect(entry).toMatchObject({
      kind: 'move',
      type: 'options.presented',
      actor: { person: desk.clerk.person, role: 'clerk' },
      rules: '2026-06-29',
      machine: '2',
      evidence: [{ as: 'optionsPaper' }],
    });
    expect(entry.at).not.toBe(entry.on);
  });

  test('refuses what the journey does not allow, naming every unmet condition, and keeps nothing', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    const chair = await desk.chairOf(id);
    await desk.send(id, 'trust.chosen', { trust: theTrust });

    const refused = await refusalOf(
      desk.send(id, 'application.submitted', { reference: 'A2B_1' }, chair),
    );

    expect(refused.code).toBe('not-now');
    const { conditions } = refused.facts['explanation'] as {
      conditions: { rule: string; verdict: string }[];
    };
    const unmet = conditions.filter(({ verdict }) => verdict === 'unmet').map(({ rule }) => rule);
    expect(unmet).toEqual(expect.arrayContaining(['R1', 'R2', 'R3', 'R4', 'R5', 'R7']));
    expect((await desk.stored(id)).version).toBe(1);
  });

  test('refuses as evidence what is no document at all', async () => {
    const id = await desk.aCase();
    const event = { type: 'options.presented', on: await desk.today(), paper: 'nothing' } as const;

    expect((await refusalOf(desk.move(id, event))).code).toBe('invalid');
  });

  test('sets a deadline again for the instant of one that was replaced', async () => {
    const id = await desk.aCase('foundation-with-foundation');
    const otherTrust = { uid: '2044', name: 'Riverside Schools Trust' };
    const ask = async () =>
      desk.send(id, 'consent.requested', {
        consent: 'trustee',
        papers: [await desk.file(id, 'optionsPaper')],
        papersHash: 'hash',
      });
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await ask();
    await desk.send(id, 'trust.chosen', { trust: otherTrust });
    await ask();

    const { rows } = await desk.office.pool.query(
      `SELECT count(*) FILTER (WHERE cancelled_at IS NULL)::int AS open, count(*)::int AS all
         FROM deadline WHERE case_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ open: 3, all: 6 }]);
  });

  test('60: lets one of two clerks win, and shows the other a conflict', async () => {
    const id = await desk.aCase();
    const [one, two] = [await desk.act(id), await desk.act(id)];
    const results = await Promise.allSettled([
      desk.sendAs(one, 'options.presented'),
      desk.sendAs(two, 'equality.assessed'),
    ]);

    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ code: 'conflict', facts: { seen: 0, now: 1 } });
    expect((await desk.stored(id)).version).toBe(1);
  });

  test('tries a lost race again for somebody who saw no version', async () => {
    const id = await desk.aCase();
    const today = await desk.today();
    const names = ['First Trust', 'Second Trust', 'Third Trust', 'Fourth Trust'];
    await Promise.all(
      names.map((name, index) =>
        desk.move(id, { type: 'trust.chosen', on: today, trust: { uid: String(index), name } }),
      ),
    );
    expect((await desk.stored(id)).version).toBe(4);
    expect((await verifyCases(desk.office.pool, { caseId: id })).faults).toEqual([]);
  });

  test('gives a form that is sent again its first answer, and does nothing twice', async () => {
    const id = await desk.aCase();
    const act = await desk.act(id);
    const first = await desk.sendAs(act, 'options.presented');
    const second = await desk.sendAs(act, 'options.presented');

    expect(second).toEqual(first);
    expect((await desk.stored(id)).version).toBe(1);
  });

  test('does not open for another desk, nor for another body', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await expect(desk.move(id, chosen('2026-01-01'), desk.otherClerk)).rejects.toMatchObject({
      code: 'not-found',
    });
    const stranger = await desk.memberOf(desk.otherClerk.body!, 'faith-officer');
    await expect(
      desk.move(
        id,
        { type: 'consent.acknowledged', on: '2026-01-01', consent: 'trustee' },
        stranger,
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('lets a body answer for itself alone', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await desk.send(id, 'consent.requested', { consent: 'trustee', papersHash: 'x' });
    const officer = await desk.officerOf(id, 'diocesan-authority');
    await expect(
      desk.move(
        id,
        { type: 'consent.acknowledged', on: '2026-01-01', consent: 'trustee' },
        officer,
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('takes no document of another case, and none of a wrong kind, as evidence', async () => {
    const [id, other] = [await desk.aCase(), await desk.aCase()];
    await desk.send(other, 'options.presented');
    const { rows } = await desk.office.pool.query<{ id: string }>(
      'SELECT id FROM document WHERE stream = $1',
      [`case:${other}`],
    );
    const today = await desk.today();
    const borrowed = { type: 'options.presented', on: today, paper: rows[0]!.id } as const;
    await expect(desk.move(id, borrowed)).rejects.toMatchObject({ code: 'invalid' });
    const wrong = { type: 'equality.assessed', on: today, assessment: rows[0]!.id } as const;
    await expect(desk.move(other, wrong)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('refuses what is said to have happened in the future', async () => {
    const id = await desk.aCase();
    await expect(desk.move(id, chosen('2199-01-01'))).rejects.toMatchObject({
      code: 'invalid',
      facts: { field: 'on' },
    });
  });

  test('refuses XState’s own events and unknown ones', async () => {
    const id = await desk.aCase();
    for (const type of [
      'xstate.init',
      'xstate.stop',
      '__proto__',
      'done.invoke.x',
      'constructor',
    ]) {
      const event = { type, on: '2026-01-01' } as unknown as JourneyEvent;
      await expect(desk.move(id, event)).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

async function entryOf(caseId: string, seq: number) {
  const { rows } = await desk.office.pool.query<{ entry: Record<string, unknown> }>(
    'SELECT entry FROM journal WHERE stream = $1 AND seq = $2',
    [`case:${caseId}`, seq],
  );
  return rows[0]!.entry;
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
