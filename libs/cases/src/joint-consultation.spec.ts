import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultees, findConsultation, publication, responses } from '#consultation';
import type { ConsulteeDraft } from '#consultation';
import { live } from '#journey';
import { consultationDesk, passDeadlines, projectGroups, verifyCases } from '#cases';
import { expandMailings } from '#mail';
import { inTransaction } from '#platform';
import type { Actor, RefusalCode } from '#platform';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { aReceivedMail } from '../../../test/support/consultation.js';
import { theTrust } from '../../../test/support/journey-builder.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
}, 30_000);
afterAll(() => desk.close());

const { joint } = consultationDesk;
const { questions } = publication;
let year = 2060;

const person = (name: string): ConsulteeDraft => ({
  ...{ name, group: 'parent', email: `${name.toLowerCase()}@example.org` },
  ...{ organisation: null, postal: null },
});

const act = async (caseId: string, actor: Actor = desk.clerk) => {
  const { form } = await desk.act(caseId, actor);
  return { actor, caseId, form };
};

async function aSchool(people: readonly string[], clerk = desk.clerk) {
  const id = clerk === desk.clerk ? await desk.aCase() : await desk.aCaseOf(clerk);
  const on = await desk.act(id, clerk);
  await desk.sendAs(on, 'trust.chosen', { trust: theTrust });
  const { id: consultation } = (await findConsultation(desk.office.pool, { caseId: id }))!;
  await inTransaction(desk.office.pool, (tx) =>
    consultees.add(tx, clerk, consultation, people.map(person)),
  );
  const { rows } = await desk.office.pool.query<{ name: string }>(
    'SELECT school_name AS name FROM cases WHERE id = $1',
    [id],
  );
  return { id, consultation, name: rows[0]!.name };
}
type School = Awaited<ReturnType<typeof aSchool>>;

/** Two schools of one group on 3 February of a year of their own: Ann in both lists, one in each. */
async function twoSchools() {
  year += 1;
  await desk.moveClock(`${year}-02-03T10:00:00Z`);
  const [lead, member] = [await aSchool(['Ann', 'Ben']), await aSchool(['Ann', 'Cara'])];
  const { form } = await desk.act(lead.id);
  const named = { actor: desk.clerk, kind: 'conversion', name: 'Valley schools' } as const;
  const { id: group } = await projectGroups.make(desk.office, { ...named, form });
  const cases = [lead.id, member.id];
  await projectGroups.join(desk.office, { ...(await act(lead.id)), group, cases });
  return { lead, member, group };
}

async function together() {
  const both = await twoSchools();
  await joint.consultWith(desk.office, await act(both.member.id), both.lead.consultation);
  return both;
}

const order = async ({ id, consultation }: School, on = `${year}-03-20`) =>
  consultationDesk.orderLaunch(desk.office, await desk.act(id), {
    ...{ consultation, closesOn: on, closesAt: '17:00', starts: null, gapMinutes: 0 },
    document: await desk.file(id, 'consultationDocument'),
  });

const refusal = async (work: Promise<unknown>): Promise<RefusalCode | null> =>
  work.then(
    () => null,
    (error: { code: RefusalCode }) => error.code,
  );

const say = (consultation: string, section: string, words: string) =>
  inTransaction(desk.office.pool, async (tx) => {
    const seen = (await publication.newest(tx, consultation))?.version ?? 0;
    const said = { words };
    await publication.write(tx, desk.clerk, { consultation, seen, section, said });
  });

const textOf = async ({ consultation }: School) =>
  (await publication.newest(desk.office.pool, consultation))!.sections;

const entriesOf = async ({ consultation }: School) => {
  const { rows } = await desk.office.pool.query<{ type: string }>(
    'SELECT type FROM journal WHERE stream = $1 ORDER BY seq',
    [`consultation:${consultation}`],
  );
  return rows.map(({ type }) => type);
};

describe('two schools of a group that consult together', () => {
  it('are joined in the record of both, until one leaves before its launch', async () => {
    const { lead, member } = await twoSchools();
    const { pool } = desk.office;
    expect(await joint.possibleLeads(pool, member.id)).toEqual([
      { consultation: lead.consultation, schoolName: lead.name, deskName: 'Northern Clerks' },
    ]);
    await joint.consultWith(desk.office, await act(member.id), lead.consultation);
    const schools = await publication.joint.schools(pool, lead.consultation);
    expect(schools.map(({ schoolName, isLead }) => [schoolName, isLead])).toEqual([
      [lead.name, true],
      [member.name, false],
    ]);
    // Neither joins a second time, the other way round or to a third.
    expect(await joint.possibleLeads(pool, lead.id)).toEqual([]);
    const again = joint.consultWith(desk.office, await act(member.id), lead.consultation);
    expect(await refusal(again)).toBe('not-now');

    await joint.consultAlone(desk.office, await act(member.id), member.consultation);
    expect(await publication.joint.schools(pool, lead.consultation)).toEqual([]);
    for (const school of [lead, member])
      expect((await entriesOf(school)).slice(-2)).toEqual([
        'consultation.joined',
        'consultation.left',
      ]);
  });

  it('are of one group, and each is joined by its own clerk alone', async () => {
    const { lead, member } = await twoSchools();
    const stranger = await aSchool([]);
    const join = async (caseId: string, consultation: string, actor = desk.clerk) =>
      refusal(joint.consultWith(desk.office, await act(caseId, actor), consultation));
    expect(await join(stranger.id, lead.consultation)).toBe('not-found');
    expect(await join(member.id, stranger.consultation)).toBe('not-found');
    expect(await join(member.id, lead.consultation, desk.otherClerk)).toBe('not-found');
    expect(await publication.joint.schools(desk.office.pool, lead.consultation)).toEqual([]);
  });

  it('say the same, but for what the member wrote itself, and ask the same', async () => {
    const { lead, member } = await together();
    await say(lead.consultation, 'proposal', 'Both schools join.');
    await say(lead.consultation, 'next', 'The boards decide.');
    expect(await textOf(member)).toEqual(await textOf(lead));
    await say(member.consultation, 'next', 'Our board decides in May.');
    await say(lead.consultation, 'next', 'The boards decide in June.');
    await say(lead.consultation, 'proposal', 'Both schools join in September.');
    expect(await textOf(member)).toEqual({
      ...(await textOf(lead)),
      next: { words: 'Our board decides in May.' },
    });
    const { pool } = desk.office;
    expect(await publication.joint.ownSections(pool, member.consultation)).toEqual(['next']);

    const given = { kind: 'words', wording: 'What concerns you?', options: [] } as const;
    const add = (consultation: string) =>
      inTransaction(pool, (tx) => questions.add(tx, desk.clerk, { consultation, seen: 0, given }));
    await add(lead.consultation);
    expect((await questions.newest(pool, member.consultation)).questions).toEqual(
      (await questions.newest(pool, lead.consultation)).questions,
    );
    expect(await refusal(add(member.consultation))).toBe('invalid');
  });

  it('begin with the lead, and the member ends when the lead does', async () => {
    const { lead, member } = await together();
    await desk.writeText(lead.id);
    expect(await refusal(order(member))).toBe('lead-first');
    await order(lead);
    // Whatever the member's form says, the lead's closing counts.
    await order(member, `${year}-04-30`);
    expect(
      await refusal(joint.consultAlone(desk.office, await act(member.id), member.consultation)),
    ).toBe('sending-waits');
    await desk.letPass(6);
    const closes = await Promise.all(
      [lead, member].map(async ({ id }) => {
        const found = (await findConsultation(desk.office.pool, { caseId: id }))!;
        return [found.launchedAt !== null, found.closesAt?.toISOString()];
      }),
    );
    expect(closes).toEqual([
      [true, `${year}-03-20T17:00:00.000Z`],
      [true, `${year}-03-20T17:00:00.000Z`],
    ]);
    const leave = joint.consultAlone(desk.office, await act(member.id), member.consultation);
    expect(await refusal(leave)).toBe('not-now');
    const { faults } = await verifyCases(desk.office.pool, { store: desk.office.documents });
    expect(faults).toEqual([]);
  });

  it('write one letter to whoever is on both lists, which names both schools', async () => {
    const { lead, member } = await together();
    await desk.writeText(lead.id);
    const { pool } = desk.office;
    const ways = (await consultees.sendings.people(pool, member.consultation)).map((one) => [
      ...[one.name, one.way],
    ]);
    expect(ways).toEqual([
      ['Ann', 'joint'],
      ['Cara', 'email'],
    ]);
    expect(await consultees.sendings.countRecipients(pool, member.consultation)).toBe(1);
    await order(lead);
    await order(member);
    await desk.letPass(6);
    await expandMailings(pool, consultees.recipients);
    const { rows } = await pool.query<{ name: string; of: string; others: string }>(
      `SELECT to_name AS name, consultation_id AS of, values ->> 'otherSchools' AS others FROM letter
        WHERE consultation_id = ANY ($1) ORDER BY to_name`,
      [[lead.consultation, member.consultation]],
    );
    expect(rows).toEqual([
      { name: 'Ann', of: lead.consultation, others: member.name },
      { name: 'Ben', of: lead.consultation, others: member.name },
      { name: 'Cara', of: member.consultation, others: lead.name },
    ]);
  });

  it('report their own replies each, and one board decides while the other does not', async () => {
    const { lead, member } = await together();
    const { pool } = desk.office;
    for (const { id } of [lead, member]) {
      const paper = await desk.file(id, 'optionsPaper');
      await desk.send(id, 'board.resolved', vote('apply', [paper]));
    }
    await desk.writeText(lead.id);
    await order(lead);
    await order(member);
    await desk.letPass(6);
    await expandMailings(pool, consultees.recipients);
    for (const name of ['Ann', 'Ben', 'Cara']) await replyOf(name, [lead, member]);
    await desk.moveClock(`${year}-03-23T09:00:00Z`);
    await passDeadlines(pool, desk.office.baseUrl);

    const reports = [];
    for (const { id } of [lead, member]) {
      const report = await desk.file(id, 'consultationReport');
      await desk.send(id, 'consultation.reported', { report });
      reports.push(report);
    }
    await desk.moveClock(`${year}-04-02T09:00:00Z`);
    await desk.send(lead.id, 'board.resolved', vote('final', [reports[0]!]));
    const [first, second] = await Promise.all([lead, member].map(({ id }) => desk.stored(id)));
    for (const { snapshot } of [first!, second!])
      expect(snapshot.case.context.consultationReport!.replies).toMatchObject({
        last: 2,
        inTime: 2,
      });
    const names = async ({ consultation }: School) =>
      (await responses.list(pool, consultation)).map((line) => line.name ?? '').toSorted(byName);
    expect([await names(lead), await names(member)]).toEqual([
      ['Ann', 'Ben'],
      ['Ann', 'Cara'],
    ]);
    expect([first, second].map((one) => live(one!.snapshot)?.board)).toEqual([
      'decided',
      expect.not.stringMatching('decided'),
    ]);
    expect((await verifyCases(pool, { store: desk.office.documents })).faults).toEqual([]);
  });
});

const byName = (a: string, b: string) => a.localeCompare(b);

const vote = (purpose: 'apply' | 'final', papers: readonly string[]) => ({
  ...{ purpose, meeting: `to-${purpose}`, resolution: `to-${purpose}`, trust: theTrust.uid },
  notice: { clearDays: 8, withPapers: true, urgency: false },
  ...{ fullBoard: true, inPost: 12, present: 9, withdrew: 0, interestsDeclared: true },
  ...{ prescribed: null, papers, votes: { for: 8, against: 1, abstained: 0, casting: null } },
});

/** Somebody answers the one letter that they got, by e-mail. */
async function replyOf(name: string, schools: readonly School[]): Promise<void> {
  const { rows } = await desk.office.pool.query<{ id: string; to: string }>(
    `SELECT id, to_address AS to FROM letter WHERE consultation_id = ANY ($1) AND to_name = $2`,
    [schools.map(({ consultation }) => consultation), name],
  );
  expect(rows).toHaveLength(1);
  const [{ id: letter, to: from }] = rows as [{ id: string; to: string }];
  await aReceivedMail(desk.office.pool, { from, letter, answer: `I am ${name}.` });
}
