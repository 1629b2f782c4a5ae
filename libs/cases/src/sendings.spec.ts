import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultees, findConsultation } from '#consultation';
import type { ConsulteeDraft, Group } from '#consultation';
import { consultationDesk, timeline, verifyCases } from '#cases';
import type { Office } from '#cases';
import { expandMailings } from '#mail';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { theTrust } from '../../../test/support/journey-builder.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
}, 30_000);
afterAll(() => desk.close());

const { sendings } = consultees;
let year = 2050;

const person = (name: string, group: Group, given: Partial<ConsulteeDraft> = {}) => ({
  ...{ name, group, email: `${name.toLowerCase()}@example.org` },
  ...{ organisation: null, postal: null, ...given },
});

/** A case that could launch, with these people on its list, on 3 February of a year of its own. */
async function aPlan(people: readonly ConsulteeDraft[]) {
  year += 1;
  await desk.moveClock(`${year}-02-03T10:00:00Z`);
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  await inTransaction(desk.office.pool, (tx) =>
    consultees.add(tx, desk.clerk, consultation, people),
  );
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: `${year}-03-20`, closesAt: '17:00' };
  const order = async (
    given: Partial<Parameters<typeof consultationDesk.orderLaunch>[2]> = {},
    office: Office = desk.office,
  ) =>
    consultationDesk.orderLaunch(office, await desk.act(id), {
      ...{ ...window, starts: null, gapMinutes: 30 },
      ...given,
    });
  const act = async (number: number, actor = desk.clerk) => {
    const { form } = await desk.act(id, actor);
    return { actor, caseId: id, form, number };
  };
  const later = (minutes: number) => desk.letPass(minutes);
  return { id, consultation, order, act, later };
}

const FAMILY = [person('Ben', 'neighbour'), person('Cara', 'staff'), person('Dan', 'parent')];

const lettersOf = async (consultation: string) => {
  await expandMailings(desk.office.pool, consultees.recipients);
  const { rows } = await desk.office.pool.query<{ name: string; after: number; launched: Date }>(
    `SELECT l.to_name AS name,
        round(extract(epoch FROM l.not_before - c.launched_at) / 60)::int AS after
       FROM letter l JOIN consultation c ON c.id = l.consultation_id
      WHERE l.consultation_id = $1 ORDER BY l.not_before, l.to_name`,
    [consultation],
  );
  return rows;
};

const standing = async (consultation: string) =>
  (await sendings.list(desk.office.pool, consultation)).map((one) => one.standing);

describe('the launch of a consultation that is ordered', () => {
  it('happens after five minutes, in the clerk’s name, to staff first', async () => {
    const { id, consultation, order, later } = await aPlan(FAMILY);
    await order();
    await later(4);
    expect(await standing(consultation)).toEqual(['waiting']);
    expect((await findConsultation(desk.office.pool, { id: consultation }))!.opensAt).toBeNull();
    await later(2);
    expect(await standing(consultation)).toEqual(['begun']);
    const entries = await timeline(desk.office.pool, desk.clerk, id);
    const launched = entries.find(({ entry }) => entry.type === 'consultation.launched')!.entry;
    expect(launched.actor).toEqual(desk.clerk);
    expect(await lettersOf(consultation)).toEqual([
      { name: 'Cara', after: 0 },
      { name: 'Dan', after: 30 },
      { name: 'Ben', after: 60 },
    ]);
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  it('sends to all at once where no gap is wanted, and passes over groups of nobody', async () => {
    const { consultation, order, later } = await aPlan([FAMILY[0]!, FAMILY[1]!]);
    await order();
    await later(6);
    expect((await lettersOf(consultation)).map(({ after }) => after)).toEqual([0, 30]);
    const another = await aPlan(FAMILY);
    await another.order({ gapMinutes: 0 });
    await another.later(6);
    const after = (await lettersOf(another.consultation)).map((one) => one.after);
    expect(after).toEqual([0, 0, 0]);
  });

  it('taken back in time writes to nobody, and can be ordered again', async () => {
    const { consultation, order, act, later } = await aPlan(FAMILY);
    await order();
    await expect(order()).rejects.toMatchObject({ code: 'sending-waits' });
    await consultationDesk.takeBackSending(desk.office, await act(1));
    await later(10);
    expect(await standing(consultation)).toEqual(['taken-back']);
    expect(await lettersOf(consultation)).toEqual([]);
    await order();
    await later(6);
    expect(await standing(consultation)).toEqual(['begun', 'taken-back']);
    expect(await lettersOf(consultation)).toHaveLength(3);
    await expect(consultationDesk.takeBackSending(desk.office, await act(2))).rejects.toMatchObject(
      { code: 'not-now' },
    );
  });

  it('begins at the chosen time, and leaves people enough of it', async () => {
    const { consultation, order, later } = await aPlan(FAMILY);
    const at = (on: string) => ({ starts: { on, at: '09:00' } });
    await expect(order(at(`${year}-02-03`))).rejects.toMatchObject({
      facts: { faults: { startsOn: expect.stringContaining('before now') } },
    });
    await expect(order(at(`${year}-03-14`))).rejects.toMatchObject({
      facts: { faults: { startsOn: expect.stringContaining('7 days') } },
    });
    await order(at(`${year}-02-05`));
    await later(60 * 24);
    expect(await standing(consultation)).toEqual(['waiting']);
    await later(60 * 24);
    const found = await findConsultation(desk.office.pool, { id: consultation });
    expect(found!.opensAt!.toISOString()).toContain(`${year}-02-05T`);
  });

  it('counts the days to answer from the last letters', async () => {
    const { id, order, later } = await aPlan(FAMILY);
    await order({ gapMinutes: 24 * 60 });
    await later(6);
    const { context } = (await desk.stored(id)).snapshot.case;
    // Ordered on 3 February; the last letters leave two days later.
    const days = (Date.UTC(year, 2, 20) - Date.UTC(year, 1, 5)) / 86_400_000;
    expect(context.consultation!.window!.days).toBe(days);
  });

  it('is refused at once where the journey would refuse it', async () => {
    const { id, consultation, order } = await aPlan(FAMILY);
    await expect(order({ closesOn: `${year}-01-01` })).rejects.toMatchObject({ code: 'invalid' });
    expect(await standing(consultation)).toEqual([]);
    const { version } = await desk.stored(id);
    expect((await desk.act(id)).seenVersion).toBe(version);
  });

  it('says so where the journey refuses it when its time has come, and writes to nobody', async () => {
    const { id, consultation, order, later } = await aPlan(FAMILY);
    await order();
    await desk.send(id, 'case.held', { reason: 'hold' });
    await later(6);
    const [last] = await sendings.list(desk.office.pool, consultation);
    expect(last).toMatchObject({ standing: 'refused', endedDetail: { code: 'not-now' } });
    expect(await lettersOf(consultation)).toEqual([]);
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });
});

describe('a sending to more people than one person may decide on', () => {
  it('waits for somebody else of the desk, in the database as well', async () => {
    const { consultation, order, act, later } = await aPlan(FAMILY);
    await order({}, { ...desk.office, secondPersonAbove: 2 });
    await later(60);
    expect(await standing(consultation)).toEqual(['unconfirmed']);
    await expect(consultationDesk.confirmSending(desk.office, await act(1))).rejects.toMatchObject({
      code: 'second-person',
    });
    await expect(
      consultationDesk.confirmSending(desk.office, await act(1, desk.otherClerk)),
    ).rejects.toMatchObject({ code: 'not-found' });
    const [sending] = await sendings.list(desk.office.pool, consultation);
    const fact = (what: string, by: string) =>
      desk.office.pool.query(
        `INSERT INTO sending_fact VALUES ($1, 1, $2, $3, assent_now(), '{}', 1)`,
        [sending!.id, what, by],
      );
    await expect(fact('confirmed', desk.clerk.person)).rejects.toThrow('another person');
    await expect(fact('begun', 'system')).rejects.toThrow('second person');

    const second = await desk.memberOf(desk.clerk.body!, 'clerk');
    await consultationDesk.confirmSending(desk.office, await act(1, second));
    await later(4);
    expect(await standing(consultation)).toEqual(['waiting']);
    await later(2);
    expect(await standing(consultation)).toEqual(['begun']);
    expect(await lettersOf(consultation)).toHaveLength(3);
  });

  it('needs nobody else up to that number', async () => {
    const { consultation, order } = await aPlan(FAMILY);
    await order({}, { ...desk.office, secondPersonAbove: 3 });
    expect(await standing(consultation)).toEqual(['waiting']);
  });
});
