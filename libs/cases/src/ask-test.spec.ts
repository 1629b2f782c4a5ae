import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { correctDatum } from '#law';
import { inTransaction, now } from '#platform';
import type { Actor } from '#platform';
import { boardAct, dayFrom, seatBoard } from '../../../test/support/board-desk.js';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { boardRoom } from './board-room.js';

let desk: CaseDesk;
let administrator: Actor;
beforeAll(async () => {
  desk = await CaseDesk.open();
  administrator = await desk.memberOf(desk.clerk.body!, 'administrator');
});
afterAll(() => desk.close());

/** The case of a school in a federation of its own. */
async function federated(): Promise<{ id: string; urn: string }> {
  const urn = await desk.aSchool('community');
  await desk.asOwner(
    `UPDATE school SET federation_flag = 'Supported by a federation', federation_code = '${urn}',
       federation_name = 'The Schools of ${urn}' WHERE urn = '${urn}'`,
  );
  return { id: await desk.openCase(urn), urn };
}

async function convene(caseId: string, purpose: 'apply' | 'explore') {
  const today = await desk.today();
  await boardRoom.conveneMeeting(desk.office, boardAct(caseId, desk.clerk), {
    ...{ heldOn: dayFrom(today, 9), startsAt: '18:00', place: 'Here', noticeOn: today },
    ...{ urgency: null, fullBoard: true, writes: false },
    items: [{ caseId, purpose, rescinds: null, motion: 'To decide.', papers: [] }],
  });
}
const lettersOf = async (caseId: string) => {
  const { rows } = await desk.office.pool.query<{ person: string; link: string }>(
    `SELECT person, values ->> 'link' AS link FROM letter
      WHERE case_id = $1 AND template = 'federation-test-asked'`,
    [caseId],
  );
  return rows;
};
const standing = async (caseId: string) =>
  boardRoom.testStanding(desk.office.pool, desk.clerk, caseId, await desk.today());
const asked = async (body: string) => {
  const found = await boardRoom.testsAsked(desk.office.pool, [body]);
  return found.map(({ urn }) => urn);
};

describe('the test of a federation that nobody has set', () => {
  test('is asked of the administrators when a meeting is convened to apply, once, and of nothing else', async () => {
    const { id, urn } = await federated();
    await seatBoard(desk, id, { parent: 1 });
    await convene(id, 'explore');
    expect(await lettersOf(id)).toEqual([]);
    await convene(id, 'apply');
    await convene(id, 'apply');

    expect(await lettersOf(id)).toEqual([
      {
        person: administrator.person,
        link: `http://assent.example.org/admin/law/prescribed-governors/${urn}/correct`,
      },
    ]);
    expect(await standing(id)).toMatchObject({
      ...{ inFederation: true, test: null, administrators: ['A administrator'] },
      askedAt: expect.any(Date),
    });
    expect(await asked(desk.clerk.body!)).toContain(urn);
    expect(await asked(desk.otherClerk.body!)).toEqual([]);
  });

  test('can be asked for again, until it is set; then nobody waits', async () => {
    const { id, urn } = await federated();
    await boardRoom.askForTest(desk.office, boardAct(id, desk.clerk));
    await boardRoom.askForTest(desk.office, boardAct(id, desk.clerk));
    expect(await lettersOf(id)).toHaveLength(2);
    await inTransaction(desk.office.pool, async (tx) =>
      correctDatum(
        tx,
        administrator,
        {
          ...{ kind: 'prescribed-governors', subject: urn, countsFrom: '2020-01-01' },
          value: { descriptions: ['parent'], minFor: 1, minPercent: null },
          ...{ reason: 'Asked for', source: 'Letter of the authority, 3 May 2026' },
        },
        await now(tx),
      ),
    );

    expect(await asked(desk.clerk.body!)).not.toContain(urn);
    await expect(boardRoom.askForTest(desk.office, boardAct(id, desk.clerk))).rejects.toMatchObject(
      { code: 'not-now' },
    );
  });

  test('is not asked for a school outside a federation, nor by the clerk of another desk', async () => {
    const id = await desk.aCase();
    await expect(boardRoom.askForTest(desk.office, boardAct(id, desk.clerk))).rejects.toMatchObject(
      { code: 'not-now' },
    );
    const { id: own } = await federated();
    await expect(
      boardRoom.askForTest(desk.office, boardAct(own, desk.otherClerk)),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
