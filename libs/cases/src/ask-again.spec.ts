import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultees, findConsultation, publication } from '#consultation';
import type { ConsulteeDraft, Group } from '#consultation';
import { consultationDesk, launchConsultation, timeline, verifyCases } from '#cases';
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
let year = 2070;

const person = (name: string, group: Group, given: Partial<ConsulteeDraft> = {}) => ({
  ...{ name, group, email: `${name.toLowerCase()}.${year}@example.org` },
  ...{ organisation: null, postal: null, ...given },
});

/** A consultation that asks Cara of the staff and Dan, a parent, since 3 February of its year. */
async function asking({ sameYear = false } = {}) {
  if (!sameYear) year += 1;
  if (!sameYear) await desk.moveClock(`${year}-02-03T10:00:00Z`);
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const people = await inTransaction(desk.office.pool, (tx) =>
    consultees.add(tx, desk.clerk, consultation, [
      person('Cara', 'staff'),
      person('Dan', 'parent'),
    ]),
  );
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: `${year}-03-20`, closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
  await expand();
  const act = async () => {
    const { actor, form } = await desk.act(id);
    return { actor, caseId: id, form };
  };
  const again = async (given: { closesOn?: string } = {}) =>
    consultationDesk.askEverybodyAgain(desk.office, await act(), {
      ...{ closesOn: `${year}-04-10`, closesAt: '17:00', gapMinutes: 0 },
      ...{ reason: 'Another trust would run the kitchen.', ...given },
    });
  const resend = async (chosen: readonly string[], office = desk.office) =>
    consultationDesk.resendLetters(office, await act(), {
      ...{ consultees: chosen, reason: 'Dan says that nothing came.' },
    });
  /** Publishes another version of what people can read. */
  const publish = () =>
    inTransaction(desk.office.pool, async (tx) => {
      const { version: seen } = (await publication.newest(tx, consultation))!;
      const said = { words: `Another word, in version ${seen + 1}.` };
      const written = { consultation, seen, section: 'staff', said };
      await publication.write(tx, desk.clerk, written);
      await publication.publish(tx, desk.clerk, { consultation, document });
    });
  return { id, consultation, cara: people[0]!, dan: people[1]!, again, resend, publish };
}

const expand = () => expandMailings(desk.office.pool, consultees.recipients);

const lettersOf = async (consultation: string) => {
  await expand();
  const { rows } = await desk.office.pool.query<{ template: string; to: string; says: string }>(
    `SELECT template, to_address AS "to", values ->> 'replyBy' AS says FROM letter
      WHERE consultation_id = $1 ORDER BY written_at, to_name`,
    [consultation],
  );
  return rows.map(({ template, to }) => `${template} ${to}`);
};

const LAUNCHED = 'consultation-launched';

describe('the same letter again', () => {
  it('goes at once to whom the clerk chose, for a reason, at the corrected address', async () => {
    const { consultation, dan, resend } = await asking();
    const { pool } = desk.office;
    const [letter] = await sendings.mailLog(pool, consultation, { group: 'parent' });
    await pool.query(`SELECT mark_letter($1, 'bounced', '{"answer":"550 nobody"}')`, [
      letter!.letter,
    ]);
    const [came] = await sendings.mailLog(pool, consultation, { state: 'failed' });
    expect(came).toMatchObject({ id: dan, answer: '550 nobody', corrected: false });
    await inTransaction(pool, (tx) =>
      sendings.correctAddress(tx, desk.clerk, {
        ...{ consultation, consultee: dan, email: 'daniel@example.org', postal: null },
      }),
    );
    expect(await sendings.mailCounts(pool, consultation)).toMatchObject({
      ...{ all: 2, failed: 1, corrected: 1 },
    });
    expect(await resend([dan])).toEqual({ begun: true });
    expect(await lettersOf(consultation)).toEqual([
      `${LAUNCHED} cara.${year}@example.org`,
      `${LAUNCHED} dan.${year}@example.org`,
      `${LAUNCHED} daniel@example.org`,
    ]);
    expect((await sendings.list(pool, consultation))[0]).toMatchObject({
      ...{ kind: 'resend', recipients: 1, standing: 'begun' },
    });
    const [now] = await sendings.mailLog(pool, consultation, { group: 'parent' });
    expect(now).toMatchObject({ state: 'waiting', letters: 2, toAddress: 'daniel@example.org' });
    const { rows } = await pool.query(
      `SELECT text FROM private_text WHERE text = 'Dan says that nothing came.'`,
    );
    expect(rows).toHaveLength(1);
    expect((await verifyCases(pool)).faults).toEqual([]);
  });

  it('goes to nobody of another list, to many only with a second word, and not after the end', async () => {
    const { consultation, cara, dan, resend } = await asking();
    const elsewhere = await asking({ sameYear: true });
    await expect(resend([elsewhere.dan])).rejects.toMatchObject({ code: 'not-found' });
    await expect(resend([])).rejects.toMatchObject({ code: 'not-found' });
    const careful = { ...desk.office, secondPersonAbove: 1 };
    expect(await resend([cara, dan], careful)).toEqual({ begun: false });
    expect(await lettersOf(consultation)).toHaveLength(2);
    await desk.moveClock(`${year}-03-21T10:00:00Z`);
    await expect(elsewhere.resend([elsewhere.dan])).rejects.toMatchObject({ code: 'not-now' });
  });

  it('goes to newcomers at once, and to more of them than one clerk may only with a second word', async () => {
    const { consultation } = await asking();
    const { pool } = desk.office;
    const join = (...names: readonly string[]) =>
      inTransaction(pool, (tx) =>
        consultees.add(
          ...([tx, desk.clerk, consultation] as const),
          names.map((name) => person(name, 'parent')),
          2,
        ),
      );
    await join('Eve', 'Fay');
    expect(await lettersOf(consultation)).toHaveLength(4);
    // In two parts they are no fewer.
    await join('Gus');
    expect(await lettersOf(consultation)).toHaveLength(4);
    const [ordered] = await sendings.list(pool, consultation);
    expect(ordered).toMatchObject({ recipients: 1, standing: 'unconfirmed', needsSecond: true });
    const { number } = ordered!;
    await expect(
      inTransaction(pool, (tx) => sendings.confirm(tx, desk.clerk, { consultation, number })),
    ).rejects.toMatchObject({ code: 'second-person' });
    const colleague = await desk.memberOf(desk.clerk.body!, 'clerk');
    await inTransaction(pool, (tx) => sendings.confirm(tx, colleague, { consultation, number }));
    await desk.letPass(6);
    expect((await lettersOf(consultation)).at(-1)).toBe(`${LAUNCHED} gus.${year}@example.org`);
  });

  it('reaches no more whoever was taken off the list, though their letter waited', async () => {
    const { consultation, dan } = await asking();
    await inTransaction(desk.office.pool, (tx) =>
      consultees.remove(tx, desk.clerk, { consultation, consultee: dan }),
    );
    const { rows } = await desk.office.pool.query(
      'SELECT status FROM letter WHERE consultation_id = $1 AND consultee = $2',
      [consultation, dan],
    );
    expect(rows).toEqual([{ status: 'cancelled' }]);
  });
});

describe('everybody asked again', () => {
  it('needs a text that people were not asked about yet, and gives them more time', async () => {
    const { id, consultation, again, publish } = await asking();
    await expect(again()).rejects.toMatchObject({ code: 'not-now' });
    await desk.letPass(24 * 60);
    await publish();
    await expect(again({ closesOn: `${year}-02-17` })).rejects.toMatchObject({
      facts: { faults: { closesOn: expect.stringContaining('14 days') } },
    });
    // Longer than fourteen days, and all the same shorter than now.
    await expect(again({ closesOn: `${year}-03-19` })).rejects.toBeDefined();
    expect(await sendings.list(desk.office.pool, consultation)).toEqual([]);

    await again();
    await desk.letPass(4);
    expect(await lettersOf(consultation)).toHaveLength(2);
    await desk.letPass(2);
    expect((await lettersOf(consultation)).slice(2)).toEqual([
      `consultation-again cara.${year}@example.org`,
      `consultation-again dan.${year}@example.org`,
    ]);
    const found = await findConsultation(desk.office.pool, { id: consultation });
    expect(found!.closesAt!.toISOString()).toBe(`${year}-04-10T16:00:00.000Z`);
    const entries = await timeline(desk.office.pool, desk.clerk, id);
    const { entry } = entries.find((one) => one.entry.type === 'consultation.extended')!;
    const text = (await publication.newest(desk.office.pool, consultation))!;
    expect(entry.data).toMatchObject({ again: { version: text.version, sha256: text.sha256 } });
    await expect(again()).rejects.toMatchObject({ code: 'not-now' });
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  it('is what whoever comes on the list later is asked', async () => {
    const { consultation, again, publish } = await asking();
    await desk.letPass(24 * 60);
    await publish();
    await again();
    await desk.letPass(6);
    await expand();
    await inTransaction(desk.office.pool, (tx) =>
      consultees.add(tx, desk.clerk, consultation, [person('Eve', 'parent')]),
    );
    expect((await lettersOf(consultation)).at(-1)).toBe(
      `consultation-again eve.${year}@example.org`,
    );
  });
});
