import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { boardRoll, boardRules, meetings, requisitions } from '#governance';
import { explain, live } from '#journey';
import type { Explanation, Purpose } from '#journey';
import type { Attendance, Category, Member, VoteLine } from '#governance';
import { correctDatum } from '#law';
import { inTransaction, now } from '#platform';
import type { Actor } from '#platform';
import { boardAct, dayFrom, seatBoard } from '../../../test/support/board-desk.js';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { anotherTrust, theTrust } from '../../../test/support/journey-builder.js';
import { nothingBroken } from '../../../test/support/nothing-broken.js';
import { boardRoom } from './board-room.js';
import { addCasePerson } from './case-people.js';
import { conveneMeeting } from './convene-meeting.js';
import type { ResolutionGiven } from './record-resolution.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

const actOn = (caseId: string, actor: Actor = desk.clerk) => boardAct(caseId, actor);

async function boardOf(caseId: string) {
  return boardRoom.boardOf(desk.office.pool, desk.clerk, caseId);
}

const seat = (
  caseId: string,
  seats: Partial<Record<Category, number>>,
  domain: string | null = null,
) => seatBoard(desk, caseId, seats, domain);

interface Held {
  readonly meeting: string;
  readonly item: string;
  readonly heldOn: string;
}

/** A meeting held today, with notice ten days ago, on one decision. */
async function aMeeting(
  caseId: string,
  given: {
    papers?: readonly string[];
    noticeDaysAgo?: number;
    urgency?: string;
    purpose?: Purpose;
    rescinds?: 'apply' | 'final';
  } = {},
): Promise<Held> {
  const heldOn = await desk.today();
  const { meeting } = await conveneMeeting(desk.office, actOn(caseId), {
    heldOn,
    startsAt: '18:00',
    place: 'The school hall',
    noticeOn: dayFrom(heldOn, -(given.noticeDaysAgo ?? 10)),
    urgency: given.urgency ?? null,
    fullBoard: true,
    writes: false,
    items: [
      {
        caseId,
        purpose: given.purpose ?? 'apply',
        rescinds: given.rescinds ?? null,
        motion: 'That the board decides as it is asked.',
        papers: given.papers ?? [],
      },
    ],
  });
  const { board } = await boardOf(caseId);
  const { items } = await meetings.meetingOf(desk.office.pool, board, meeting);
  return { meeting, item: items[0]!.id, heldOn };
}

async function attend(
  caseId: string,
  { meeting }: Held,
  members: readonly Member[],
  how: Attendance = 'in-person',
  chair: string | null = members[0]!.id,
): Promise<void> {
  const { version } = await meetings.readAttendance(desk.office.pool, meeting);
  await boardRoom.takeAttendance(desk.office, actOn(caseId), {
    meeting,
    chair,
    how: Object.fromEntries(members.map(({ id }) => [id, how])),
    seen: version,
  });
}

const ballot = (
  members: readonly Member[],
  votes: readonly VoteLine['vote'][],
): readonly VoteLine[] =>
  members.map(({ id }, at) => ({
    member: id,
    interest: 'none',
    withdrew: false,
    vote: votes[at] ?? null,
  }));

async function vote(
  caseId: string,
  { meeting, item }: Held,
  lines: readonly VoteLine[],
  casting: 'for' | 'against' | null = null,
): Promise<void> {
  const { board } = await boardOf(caseId);
  const { sheet } = await meetings.readItem(desk.office.pool, board, meeting, item);
  const given = { meeting, item, interestsAsked: true, casting, lines };
  const seen = sheet?.version ?? 0;
  await boardRoom.takeVotes(desk.office, actOn(caseId), { ...given, seen });
}

async function resolve(caseId: string, { meeting, item }: Held, refuses?: 'trust' | 'conversion') {
  const minutes = await desk.file(caseId, 'minuteExtract');
  const given = { meeting, item, wording: 'As minuted.', minutes, refuses };
  return boardRoom.resolveItem(desk.office, await desk.act(caseId), given);
}

async function aCase(kind: 'community' = 'community'): Promise<string> {
  const id = await desk.aCase(kind);
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  return id;
}

const refusal = async (work: Promise<unknown>): Promise<Record<string, unknown>> => {
  try {
    await work;
  } catch (error) {
    return (error as { facts: Record<string, unknown> }).facts;
  }
  throw new Error('It was not refused.');
};
const rulesOf = async (work: Promise<unknown>): Promise<readonly string[]> => {
  const { explanation } = (await refusal(work)) as { explanation?: Explanation };
  return (explanation?.conditions ?? [])
    .filter(({ verdict, effect }) => verdict === 'unmet' && effect === 'block')
    .map(({ rule }) => rule);
};

describe('a resolution from the ledger', () => {
  test('moves the case by what was counted, and leaves nothing broken', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 2, staff: 1, associate: 1 });
    const governors = members.filter(({ category }) => category !== 'associate');
    const held = await aMeeting(id);
    await attend(id, held, members);
    await vote(id, held, ballot(governors, ['for', 'for', 'against']));
    await resolve(id, held);

    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.resolvedToApply).toMatchObject({
      meeting: held.meeting,
      inPost: 3,
      present: 3,
      votes: { for: 2, against: 1, abstained: 0, casting: null },
      notice: { clearDays: 9, withPapers: true, urgency: false },
    });
    expect(snapshot.case.context.resolvedToApply?.ledger).toMatchObject({
      parent: { for: expect.any(Number) },
    });
    // These cases are opened by the desk's own hand, not by a form.
    const broken = await nothingBroken(desk.office.pool, desk.office.documents);
    expect(broken.filter((what) => !what.startsWith('a case was not opened by one form'))).toEqual(
      [],
    );
  });

  test('is recorded once, and its ledger is closed', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 3 });
    const held = await aMeeting(id);
    await attend(id, held, members);
    await vote(id, held, ballot(members, ['for', 'for', 'for']));
    await resolve(id, held);

    await expect(resolve(id, held)).rejects.toMatchObject({ code: 'not-now' });
    await expect(vote(id, held, ballot(members, ['against']))).rejects.toMatchObject({
      code: 'not-now',
    });
  });

  test('16: is refused where six of thirteen are there, and nothing of it is kept', async () => {
    const id = await aCase();
    const members = await seat(id, { 'co-opted': 13 });
    const held = await aMeeting(id);
    const six = members.slice(0, 6);
    await attend(id, held, six);
    await vote(id, held, ballot(six, ['for', 'for', 'for', 'for', 'for', 'for']));

    expect(await rulesOf(resolve(id, held))).toEqual(['R16']);
    const { board } = await boardOf(id);
    const { items } = await meetings.meetingOf(desk.office.pool, board, held.meeting);
    expect(items[0]!.resolution).toBeNull();
  });

  test('18: takes a casting vote on equal votes alone, and from a governor alone', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 4, associate: 1 });
    const governors = members.filter(({ category }) => category === 'parent');
    const associate = members.find(({ category }) => category === 'associate')!;
    const held = await aMeeting(id);
    const equal = ballot(governors, ['for', 'for', 'against', 'against']);
    await attend(id, held, members, 'in-person', associate.id);
    expect(await refusal(vote(id, held, equal, 'for'))).toMatchObject({
      faults: { casting: expect.stringContaining('not a governor') },
    });
    await attend(id, held, members, 'in-person', governors[0]!.id);
    expect(
      await refusal(vote(id, held, ballot(governors, ['for', 'for', 'for', 'against']), 'for')),
    ).toMatchObject({ faults: { casting: expect.stringContaining('not equal') } });
    await vote(id, held, equal, 'against');
    await resolve(id, held);

    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.value).toMatchObject({ live: { board: 'refused' } });
  });

  test('19: refuses the vote of an associate member, in the database too', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 2, associate: 1 });
    const associate = members.find(({ category }) => category === 'associate')!;
    const held = await aMeeting(id);
    await attend(id, held, members);
    const lines = ballot([associate], ['for']);

    expect(await refusal(vote(id, held, lines))).toMatchObject({
      faults: { [`vote_${associate.id}`]: expect.stringContaining('no vote') },
    });
    await vote(id, held, ballot(members, []));
    const sneak = desk.office.pool.query(
      `INSERT INTO vote_line (sheet, member, has_vote, interest, withdrew, vote)
       SELECT s.id, $2, false, 'none', false, 'for' FROM vote_sheet s WHERE s.item = $1`,
      [held.item, associate.id],
    );
    await expect(sneak).rejects.toMatchObject({ constraint: 'only_governors_vote' });
  });

  test('22: lets a member with the interest of all staff vote, and not one with a promised post', async () => {
    const id = await aCase();
    const [head, staff] = await seat(id, { head: 1, staff: 1 });
    const held = await aMeeting(id);
    await attend(id, held, [head!, staff!]);
    const line = (member: Member, interest: VoteLine['interest']): VoteLine => ({
      member: member.id,
      interest,
      withdrew: false,
      vote: 'for',
    });

    expect(
      await refusal(vote(id, held, [line(staff!, 'general'), line(head!, 'promised-post')])),
    ).toEqual({ faults: { [`vote_${head!.id}`]: expect.stringContaining('withdraw') } });
    await vote(id, held, [line(staff!, 'general')]);
  });

  test('refuses those who stayed with a conflict, once they are written down', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 4 });
    const held = await aMeeting(id);
    await attend(id, held, members);
    const [first, ...others] = ballot(members, [null, 'for', 'for', 'for']);
    await vote(id, held, [{ ...first!, interest: 'family' }, ...others]);

    expect(await rulesOf(resolve(id, held))).toEqual(['R71']);
  });
});

/** A meeting at which three parents all vote so; the board has them already after the first. */
async function decide(
  caseId: string,
  how: 'for' | 'against',
  given: Parameters<typeof aMeeting>[1] & { refuses?: 'trust' | 'conversion' } = {},
): Promise<void> {
  const { board } = await boardOf(caseId);
  const seated = await boardRoll.membersOf(desk.office.pool, board);
  const members = seated.length > 0 ? seated : await seat(caseId, { parent: 3 });
  const held = await aMeeting(caseId, given);
  await attend(caseId, held, members);
  await vote(caseId, held, ballot(members, [how, how, how]));
  await resolve(caseId, held, given.refuses);
}

describe('what a board decides', () => {
  test('may be to explore, before there is a trust, and to launch; neither decides the case', async () => {
    const id = await desk.aCase();
    await decide(id, 'for', { purpose: 'explore' });
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await decide(id, 'for', { purpose: 'launch' });

    const { snapshot } = await desk.stored(id);
    expect(live(snapshot)?.board).toBe('undecided');
    expect(snapshot.case.context).toMatchObject({
      resolvedToExplore: { purpose: 'explore' },
      resolvedToLaunch: { purpose: 'launch' },
    });
  });

  test('may be taken back', async () => {
    const id = await aCase();
    await decide(id, 'for');
    await decide(id, 'for', { purpose: 'rescind', rescinds: 'apply' });

    const { snapshot } = await desk.stored(id);
    expect(live(snapshot)?.board).toBe('undecided');
    expect(snapshot.case.context.rescinded).toMatchObject({ rescinds: 'apply' });
  });

  test('may refuse one trust, and the next one is chosen without a warning', async () => {
    const [id, other] = [await aCase(), await aCase()];
    await decide(id, 'against', { refuses: 'trust' });
    await decide(other, 'against', { refuses: 'conversion' });
    const warned = async (caseId: string) => {
      const event = { type: 'trust.chosen', on: await desk.today(), trust: anotherTrust } as const;
      const attempt = { now: new Date().toISOString(), actor: { role: 'clerk' } };
      const { conditions } = explain((await desk.stored(caseId)).snapshot, event, attempt);
      return conditions.find(({ rule }) => rule === 'R78')?.verdict;
    };

    expect(await warned(id)).toBe('met');
    expect(await warned(other)).toBe('unmet');
    await desk.send(id, 'trust.chosen', { trust: anotherTrust });
    expect(live((await desk.stored(id)).snapshot)?.board).toBe('undecided');
  });

  test('8: needs its papers in time, unless the chair directed urgency', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 3 });
    const held = await aMeeting(id);
    const document = await desk.file(id, 'optionsPaper');
    const tabled = { meeting: held.meeting, item: held.item, document, sentOn: held.heldOn };
    await boardRoom.sendPaper(desk.office, actOn(id), tabled);
    await attend(id, held, members);
    await vote(id, held, ballot(members, ['for', 'for', 'for']));

    expect(await rulesOf(resolve(id, held))).toEqual(['R15']);
  });
});

describe('two clerks at once', () => {
  test('do not write over each other’s votes or attendance', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 3 });
    const held = await aMeeting(id);
    const { meeting, item } = held;
    await attend(id, held, members);
    const how = Object.fromEntries(members.map(({ id: member }) => [member, 'absent'] as const));
    const sheet = { meeting, item, interestsAsked: true, casting: null };
    const taken = await Promise.allSettled(
      (['for', 'against'] as const).map((way) =>
        boardRoom.takeVotes(desk.office, actOn(id), {
          ...sheet,
          lines: ballot(members, [way, way, way]),
          seen: 0,
        }),
      ),
    );

    expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(taken.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict' },
    });
    await expect(
      boardRoom.takeAttendance(desk.office, actOn(id), { meeting, chair: null, how, seen: 0 }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('attendance', () => {
  test('from elsewhere needs the board’s standing resolution', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 2 });
    const held = await aMeeting(id);

    expect(await refusal(attend(id, held, members, 'remote'))).toMatchObject({
      faults: { [`how_${members[0]!.id}`]: expect.stringContaining('standing resolution') },
    });
    await boardRoom.allowRemote(desk.office, actOn(id), {
      resolvedOn: dayFrom(held.heldOn, -30),
      endsOn: null,
      words: 'Governors may take part by video.',
    });
    await attend(id, held, members, 'remote');
    await vote(id, held, ballot(members, ['for', 'for']));
    await resolve(id, held);

    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.resolvedToApply?.remote).toEqual({ count: 2, allowed: true });
  });
});

describe('a notice', () => {
  test('20: of six clear days is refused, and of seven is not', async () => {
    const id = await aCase();
    await seat(id, { parent: 2 });

    expect(await refusal(aMeeting(id, { noticeDaysAgo: 7 }))).toMatchObject({
      faults: { heldOn: expect.stringContaining('6 clear days') },
    });
    await aMeeting(id, { noticeDaysAgo: 8 });
  });

  test('21: may be shorter by the chair’s direction, which stays visible', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 2 });
    const held = await aMeeting(id, { noticeDaysAgo: 2, urgency: 'The order lapses in May.' });
    await attend(id, held, members);
    await vote(id, held, ballot(members, ['for', 'for']));
    await resolve(id, held);

    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.resolvedToApply?.notice).toMatchObject({
      clearDays: 1,
      urgency: true,
    });
  });

  test('goes to every member, associates and a head who is no governor included, by name', async () => {
    const id = await aCase();
    await seat(id, { parent: 1, associate: 1, 'head-in-attendance': 1 }, 'notice.example.org');
    await seat(id, { staff: 1 });
    const paper = await desk.file(id, 'optionsPaper');
    const heldOn = dayFrom(await desk.today(), 14);
    const form = actOn(id);
    const given = {
      heldOn,
      startsAt: '17:30',
      place: 'The school hall',
      noticeOn: await desk.today(),
      urgency: null,
      fullBoard: true,
      writes: true,
      items: [
        { caseId: id, purpose: 'apply', rescinds: null, motion: 'To apply.', papers: [paper] },
      ],
    } as const;
    await conveneMeeting(desk.office, form, given);
    await conveneMeeting(desk.office, form, given);

    const { rows } = await desk.office.pool.query<{
      to_name: string;
      to_address: string | null;
      values: Record<string, string>;
    }>(
      `SELECT to_name, to_address, values FROM letter
        WHERE case_id = $1 AND template = 'meeting-convened' ORDER BY to_name`,
      [id],
    );
    expect(rows.map(({ to_name }) => to_name)).toEqual([
      ...['A associate 1', 'A head-in-attendance 1', 'A parent 1', 'A staff 1'],
    ]);
    expect(rows[3]!.to_address).toBeNull();
    expect(rows[0]!.values).toMatchObject({ startsAt: '5:30pm', papers: 'A paper: optionsPaper' });
  });

  test('names papers of the case alone', async () => {
    const [id, other] = [await aCase(), await aCase()];
    await seat(id, { parent: 1 });
    const paper = await desk.file(other, 'optionsPaper');

    await expect(aMeeting(id, { papers: [paper] })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a federation', () => {
  test('40: has one board, and a resolution and a ledger for each school', async () => {
    const federation = '500001';
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      const urn = await desk.aSchool('community');
      await desk.asOwner(
        `UPDATE school SET federation_flag = 'Supported by a federation', federation_code =
          '${federation}', federation_name = 'The Three Schools' WHERE urn = '${urn}'`,
      );
      ids.push(await desk.openCase(urn));
    }
    for (const id of ids) {
      await desk.send(id, 'trust.chosen', { trust: theTrust });
    }
    await inTransaction(desk.office.pool, async (tx) =>
      correctDatum(
        tx,
        desk.clerk,
        {
          ...{ kind: 'prescribed-governors', subject: '*', countsFrom: '2020-01-01' },
          value: { descriptions: ['parent'], minFor: 2, minPercent: null },
          ...{ reason: 'Asked for', source: 'Letter of the authority, 3 May 2026' },
        },
        await now(tx),
      ),
    );
    const members = await seat(ids[0]!, { parent: 3, staff: 2 });
    const heldOn = await desk.today();
    const { meeting } = await conveneMeeting(desk.office, actOn(ids[0]!), {
      heldOn,
      startsAt: '18:00',
      place: 'Here',
      noticeOn: dayFrom(heldOn, -10),
      urgency: null,
      fullBoard: true,
      writes: false,
      items: ids.map((caseId) => ({
        ...{ caseId, purpose: 'apply' as const, rescinds: null },
        ...{ motion: 'To apply.', papers: [] },
      })),
    });
    const { board, others } = await boardOf(ids[0]!);
    const { items } = await meetings.meetingOf(desk.office.pool, board, meeting);
    expect(others.map(({ id }) => id).toSorted()).toEqual(ids.slice(1).toSorted());
    const held = items.map(({ id, caseId }) => ({ meeting, item: id, heldOn, caseId }));
    await attend(ids[0]!, held[0]!, members);
    const parents = members.filter(({ category }) => category === 'parent');
    const staff = members.filter(({ category }) => category === 'staff');
    const inOrder = [...parents, ...staff];
    await vote(ids[0]!, held[0]!, ballot(inOrder, ['for', 'for', 'for', 'against', 'against']));
    await vote(ids[1]!, held[1]!, ballot(inOrder, ['for', 'against', 'abstained', 'for', 'for']));
    await vote(ids[2]!, held[2]!, ballot(inOrder, ['against', 'against', 'against']));

    await resolve(ids[0]!, held[0]!);
    expect(await rulesOf(resolve(ids[1]!, held[1]!))).toEqual(['R6']);
    await expect(resolve(ids[0]!, held[2]!)).rejects.toMatchObject({ code: 'not-found' });
    const boards = await Promise.all(ids.map((id) => desk.stored(id)));
    expect(boards.map(({ snapshot }) => live(snapshot)?.board)).toEqual([
      ...['resolvedToApply', 'undecided', 'undecided'],
    ]);
  });
});

describe('somebody else', () => {
  test('finds no board, and cannot act on one', async () => {
    const id = await aCase();
    const [member] = await seat(id, { parent: 1 });
    const stranger = actOn(id, desk.otherClerk);

    await expect(boardRoom.boardOf(desk.office.pool, desk.otherClerk, id)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      boardRoom.endMember(desk.office, stranger, { member: member!.id, endedOn: '2026-01-01' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    const other = await aCase();
    await expect(
      boardRoom.endMember(desk.office, actOn(other), { member: member!.id, endedOn: '2026-01-01' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('who left the board has no desk any more, and is not in post', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 1 }, 'left.example.org');
    const { board } = await boardOf(id);
    const member = members[0]!;
    await boardRoom.endMember(desk.office, actOn(id), {
      member: member.id,
      endedOn: await desk.today(),
    });

    expect(await boardRoll.membersOn(desk.office.pool, board, await desk.today())).toEqual([]);
    const { rows } = await desk.office.pool.query(
      'SELECT FROM membership WHERE person = $1 AND until IS NULL',
      [member.person],
    );
    expect(rows).toHaveLength(0);
  });
});

/** A meeting convened today for one item of the case, for these requisitions. */
async function meetFor(caseId: string, asked: readonly string[], writes = false) {
  const today = await desk.today();
  const motion = { purpose: 'explore', rescinds: null, motion: 'To explore.', papers: [] } as const;
  return conveneMeeting(desk.office, actOn(caseId), {
    heldOn: dayFrom(today, 9),
    startsAt: '18:00',
    place: 'The school hall',
    noticeOn: today,
    urgency: null,
    fullBoard: true,
    writes,
    items: [{ caseId, ...motion }],
    requisitions: asked,
  });
}

describe('a requisition', () => {
  const words = 'To consider another trust.';
  async function asked(caseId: string, members: readonly Member[]) {
    const document = await desk.file(caseId, 'meetingRequisition');
    await boardRoom.recordRequisition(desk.office, actOn(caseId), {
      words,
      receivedOn: await desk.today(),
      members: members.map(({ id }) => id),
      shownBy: { document },
    });
  }
  const waiting = async (caseId: string) =>
    requisitions.waiting(desk.office.pool, (await boardOf(caseId)).board);

  test('of three governors in post waits until a meeting is convened for it, whose notice names them', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 3, staff: 1 });
    await asked(id, members.slice(0, 3));
    const [found] = await waiting(id);
    const { meeting } = await meetFor(id, [found!.id], true);

    expect(await waiting(id)).toEqual([]);
    const { board } = await boardOf(id);
    const [met] = await requisitions.of(desk.office.pool, board);
    expect(met).toMatchObject({ words, meeting: { id: meeting } });
    const { rows } = await desk.office.pool.query<{ values: Record<string, string> }>(
      `SELECT values FROM letter WHERE case_id = $1 AND template = 'meeting-convened'`,
      [id],
    );
    expect(rows[0]!.values['requisition']).toContain(words);
    expect(rows[0]!.values['requisition']).toContain(found!.signed[0]!.name);
    await expect(meetFor(id, [found!.id])).rejects.toMatchObject({ code: 'not-now' });
  });

  test('of two, of an associate, or of somebody no longer in post is refused, and leaves nothing', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 3, associate: 1 });
    const parents = members.filter(({ category }) => category === 'parent');
    const associate = members.find(({ category }) => category === 'associate')!;
    const fault = { faults: { members: expect.stringContaining('three governors') } };

    expect(await refusal(asked(id, parents.slice(0, 2)))).toMatchObject(fault);
    expect(await refusal(asked(id, [...parents.slice(0, 2), associate]))).toMatchObject(fault);
    await boardRoom.endMember(desk.office, actOn(id), {
      member: parents[0]!.id,
      endedOn: await desk.today(),
    });
    expect(await refusal(asked(id, parents))).toMatchObject(fault);
    expect(await waiting(id)).toEqual([]);
  });

  test('can be signed by governors at their own desks, and the third tells the clerk', async () => {
    const id = await aCase();
    await seat(id, { parent: 4 }, 'requisition.example.org');
    const { board } = await boardOf(id);
    const members = await boardRoll.membersOn(desk.office.pool, board, await desk.today());
    const governor = (at: number) =>
      actOn(id, { person: members[at]!.person!, role: 'governor', body: board });
    const sign = (at: number, wish: { words: string } | { requisition: string }) =>
      boardRoom.joinRequisition(desk.office, governor(at), wish);

    expect(await sign(0, { words })).toEqual({ isReceived: false });
    const [begun] = await requisitions.of(desk.office.pool, board);
    const { id: requisition } = begun!;
    expect(await sign(0, { requisition })).toEqual({ isReceived: false });
    expect(await sign(1, { requisition })).toEqual({ isReceived: false });
    expect(await waiting(id)).toEqual([]);
    expect(await sign(2, { requisition })).toEqual({ isReceived: true });
    await expect(sign(3, { requisition })).rejects.toMatchObject({ code: 'not-now' });

    expect(await waiting(id)).toHaveLength(1);
    const { rows } = await desk.office.pool.query<{ values: Record<string, string> }>(
      `SELECT values FROM letter WHERE case_id = $1 AND template = 'meeting-requisitioned'`,
      [id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.values).toMatchObject({ requisition: words });
  });

  test('of another board is not there to be met', async () => {
    const [id, other] = [await aCase(), await aCase()];
    await seat(other, { parent: 1 });
    const members = await seat(id, { parent: 3 });
    await asked(id, members);
    const [found] = await waiting(id);

    await expect(meetFor(other, [found!.id])).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the resolution on taking part from elsewhere', () => {
  const allow = (caseId: string, resolvedOn: string) =>
    boardRoom.allowRemote(desk.office, actOn(caseId), {
      resolvedOn,
      endsOn: null,
      words: 'Governors may take part by video.',
    });
  async function end(caseId: string, endedOn: string) {
    const { board } = await boardOf(caseId);
    const [latest] = await boardRules.remotesOf(desk.office.pool, board);
    const document = await desk.file(caseId, 'minuteExtract');
    const given = { resolution: latest!.id, endedOn, shownBy: { document } };
    await boardRoom.endRemote(desk.office, actOn(caseId), given);
  }

  test('counts nobody from elsewhere from the day on which it ended, and the earlier ones stay gone', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 2 });
    const held = await aMeeting(id);
    await allow(id, dayFrom(held.heldOn, -60));
    await allow(id, dayFrom(held.heldOn, -30));
    await end(id, held.heldOn);

    expect(await refusal(attend(id, held, members, 'remote'))).toMatchObject({
      faults: { [`how_${members[0]!.id}`]: expect.stringContaining('standing resolution') },
    });
    const { board } = await boardOf(id);
    const dayBefore = dayFrom(held.heldOn, -1);
    expect(await boardRules.remoteOn(desk.office.pool, board, dayBefore)).not.toBeNull();
  });

  test('that had ended by the meeting stops a vote counted with those from elsewhere', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 2 });
    const held = await aMeeting(id);
    await allow(id, dayFrom(held.heldOn, -30));
    await attend(id, held, members, 'remote');
    await vote(id, held, ballot(members, ['for', 'for']));
    await end(id, dayFrom(held.heldOn, -5));

    expect(await rulesOf(resolve(id, held))).toEqual(['R70']);
  });

  test('is ended once, not before it was made, and by its own board', async () => {
    const [id, other] = [await aCase(), await aCase()];
    const today = await desk.today();
    await allow(id, dayFrom(today, -10));
    expect(await refusal(end(id, dayFrom(today, -11)))).toMatchObject({
      faults: { endedOn: expect.any(String) },
    });
    await end(id, today);

    await expect(end(id, today)).rejects.toMatchObject({ code: 'not-now' });
    const { board } = await boardOf(id);
    const [mine] = await boardRules.remotesOf(desk.office.pool, board);
    const document = await desk.file(other, 'minuteExtract');
    const given = { resolution: mine!.id, endedOn: today, shownBy: { document } };
    await expect(boardRoom.endRemote(desk.office, actOn(other), given)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('an interim executive board', () => {
  const set = async (caseId: string, quorum: number, countsFrom: string) =>
    boardRoom.setQuorum(desk.office, actOn(caseId), {
      quorum,
      countsFrom,
      shownBy: { document: await desk.file(caseId, 'minuteExtract') },
    });
  /** Two of five vote for it: less than half. */
  async function twoOfFive(caseId: string) {
    const members = await seat(caseId, { 'interim-executive': 5 });
    const held = await aMeeting(caseId);
    await attend(caseId, held, members.slice(0, 2));
    await vote(caseId, held, ballot(members.slice(0, 2), ['for', 'for']));
    return held;
  }

  test('has the quorum that it set itself, with the paper that shows it, and not the half', async () => {
    const id = await aCase();
    const held = await twoOfFive(id);
    await set(id, 2, dayFrom(held.heldOn, -20));
    await resolve(id, held);

    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.resolvedToApply).toMatchObject({
      sitting: 'interim-executive-board',
      ownQuorum: 2,
      inPost: 5,
    });
  });

  test('whose quorum nobody has shown decides nothing, nor by one that counts only later', async () => {
    const id = await aCase();
    const held = await twoOfFive(id);
    expect(await rulesOf(resolve(id, held))).toEqual(['R16c']);
    await set(id, 2, dayFrom(held.heldOn, 1));

    expect(await rulesOf(resolve(id, held))).toEqual(['R16c']);
  });

  test('is held to a quorum that is more than half', async () => {
    const id = await aCase();
    const held = await twoOfFive(id);
    await set(id, 4, '2020-01-01');

    expect(await rulesOf(resolve(id, held))).toEqual(['R16d']);
  });

  test('is found by the roll when minutes report its vote, and its quorum is asked for', async () => {
    const id = await aCase();
    await seat(id, { 'interim-executive': 5 });
    const today = await desk.today();
    const given = {
      purpose: 'apply',
      ...{ heldOn: today, noticeOn: dayFrom(today, -10), withPapers: true },
      ...{ urgency: null, fullBoard: true, inPost: 5, present: 2, interestsDeclared: true },
      ...{ withdrew: 0, prescribed: null, wording: 'To apply.', papers: [] },
      votes: { for: 2, against: 0, abstained: 0, casting: null },
      minutes: await desk.file(id, 'minuteExtract'),
    } as const;
    const record = async () => boardRoom.recordResolution(desk.office, await desk.act(id), given);
    expect(await rulesOf(record())).toEqual(['R16c']);
    await set(id, 2, '2020-01-01');
    await record();

    const { snapshot } = await desk.stored(id);
    expect(live(snapshot)?.board).toBe('resolvedToApply');
  });
});

describe('the local authority', () => {
  const letters = async (caseId: string, template: string) => {
    const { rows } = await desk.office.pool.query<{
      name: string;
      address: string | null;
      channel: string;
      status: string;
      values: Record<string, string>;
    }>(
      `SELECT to_name AS name, to_address AS address, channel, status, values FROM letter
        WHERE case_id = $1 AND template = $2 ORDER BY to_name`,
      [caseId, template],
    );
    return rows;
  };
  const authorityOf = async (caseId: string) => {
    const { rows } = await desk.office.pool.query<{ name: string }>(
      `SELECT b.name FROM case_body cb JOIN body b ON b.id = cb.body
        WHERE cb.case_id = $1 AND cb.part = 'local-authority'`,
      [caseId],
    );
    return rows[0]!.name;
  };
  const anOfficer = (caseId: string, email: string) =>
    addCasePerson(desk.office, {
      ...{ actor: desk.clerk, caseId, part: 'local-authority' },
      ...{ name: 'Officer of the authority', email },
    });

  test('is told on paper what the board decides, while nobody of it is on the case', async () => {
    const id = await aCase();
    await decide(id, 'for');
    const [onPaper, ...more] = await letters(id, 'authority-told');

    expect(more).toEqual([]);
    expect(onPaper).toMatchObject({
      name: await authorityOf(id),
      ...{ address: null, channel: 'print', status: 'held' },
      values: { outcome: expect.stringContaining('resolved to apply') },
    });
  });

  async function convene(caseId: string, categoryItem: string | null) {
    const heldOn = dayFrom(await desk.today(), 9);
    const motion = {
      purpose: 'explore',
      rescinds: null,
      motion: 'To explore.',
      papers: [],
    } as const;
    await conveneMeeting(desk.office, actOn(caseId), {
      ...{ heldOn, startsAt: '18:00', place: 'Here', noticeOn: await desk.today() },
      ...{ urgency: null, fullBoard: true, writes: true, categoryItem },
      items: [{ caseId, ...motion }],
    });
  }
  const item = 'That the school becomes voluntary aided.';

  test('has notice of a meeting with an item on the category of the school, and of no other', async () => {
    const id = await aCase();
    await seat(id, { parent: 1 });
    await convene(id, null);
    expect(await letters(id, 'authority-meeting')).toEqual([]);
    await convene(id, item);

    expect(await letters(id, 'authority-meeting')).toMatchObject([
      { name: await authorityOf(id), channel: 'print', values: { agenda: `To explore. ${item}` } },
    ]);
    const { board } = await boardOf(id);
    const [latest] = await meetings.meetingsOf(desk.office.pool, board);
    expect(latest!.categoryItem).toBe(item);
  });

  // The authority is one body for all of its schools: from here on somebody of it is on every case.
  test('is told through its officers, where there are any, and not on paper', async () => {
    const id = await aCase();
    await seat(id, { parent: 3 });
    const email = 'officer@authority.example.org';
    await anOfficer(id, email);
    await convene(id, item);
    await decide(id, 'for');

    expect(await letters(id, 'authority-meeting')).toMatchObject([{ address: email }]);
    expect(await letters(id, 'authority-told')).toEqual([]);
    const told = await letters(id, 'board-resolved');
    expect(told.map(({ address }) => address)).toContain(email);
  });
});

describe('a vote that minutes report', () => {
  async function report(caseId: string, facts: Partial<ResolutionGiven> = {}) {
    const today = await desk.today();
    const minutes = await desk.file(caseId, 'minuteExtract');
    return boardRoom.recordResolution(desk.office, await desk.act(caseId), {
      ...{ purpose: 'apply', heldOn: today, noticeOn: dayFrom(today, -10), withPapers: true },
      ...{ urgency: null, fullBoard: true, inPost: 9, present: 8, interestsDeclared: true },
      ...{ withdrew: 0, prescribed: null, wording: 'To apply.', papers: [], minutes },
      votes: { for: 2, against: 5, abstained: 0, casting: null },
      ...facts,
    });
  }
  const onTheDay = (says: string) => ({ faults: { heldOn: expect.stringContaining(says) } });

  test('is not recorded of a meeting that was convened here for it, before or after its ledger', async () => {
    const id = await aCase();
    const members = await seat(id, { parent: 3 });
    const held = await aMeeting(id);
    expect(await refusal(report(id))).toMatchObject(onTheDay('convened here'));
    await attend(id, held, members);
    await vote(id, held, ballot(members, ['against', 'against', 'against']));
    await resolve(id, held);
    expect(await refusal(report(id))).toMatchObject(onTheDay('convened here'));

    const another = dayFrom(held.heldOn, -20);
    await report(id, { heldOn: another, noticeOn: dayFrom(another, -10) });
  });

  test('is recorded once for a meeting and what it decided', async () => {
    const id = await aCase();
    await report(id);
    expect(await refusal(report(id))).toMatchObject(onTheDay('is on the record'));

    const { board } = await boardOf(id);
    expect(await meetings.reportedOf(desk.office.pool, board)).toMatchObject([
      { caseId: id, purpose: 'apply', carried: false },
    ]);
  });
});
