import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aMeetingHeld } from '../../../../../test/support/board-desk.js';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { aPdf, submit } from '../../../../../test/support/form.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let clerk: Browser;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  clerk = await web.browserOf(desk.clerk.person);
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const boxes = (name: string, iso: string) => {
  const [year, month, day] = iso.split('-');
  return { [`${name}-day`]: day!, [`${name}-month`]: month!, [`${name}-year`]: year! };
};
const daysFrom = (iso: string, days: number) =>
  new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);

/** Fills in the form of a page and answers the page that follows. */
async function send(path: string, fields: Record<string, string>) {
  return submit(clerk, await clerk.get(path), fields);
}

const fieldsIn = (text: string, prefix: string): readonly string[] => [
  ...new Set([...text.matchAll(new RegExp(`name="(${prefix}[^"]+)"`, 'g'))].map(([, one]) => one!)),
];

async function aBoard(
  members: Readonly<Record<string, string>>,
): Promise<{ id: string; path: string }> {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const path = `/cases/${id}/board`;
  for (const [name, category] of Object.entries(members)) {
    const shown = await send(`${path}/members/add`, {
      name,
      category,
      ...boxes('since', '2020-01-01'),
    });
    expect(shown.text).toContain(`${name} is a member of the board.`);
  }
  return { id, path };
}

/** Convenes by the pages a meeting held today, whose notice went out by other ways. */
async function convened(path: string, more: Record<string, string> = {}) {
  const today = await desk.today();
  const check = await send(`${path}/meetings/convene`, {
    ...boxes('heldOn', today),
    startsAt: '6pm',
    place: 'The school hall',
    decisions: 'apply',
    notice: 'given',
    ...boxes('noticeOn', daysFrom(today, -10)),
    ...more,
  });
  return check;
}

/** Where a page's link with these words leads. */
const linkIn = (text: string, pattern: RegExp): string => pattern.exec(text)![1]!;

describe('the board of a case', () => {
  test('is a table of its members, with the quorum and the vacant seats', async () => {
    const { path } = await aBoard({
      'Ann Lee': 'parent',
      'Bo Ray': 'staff',
      'Cy Fox': 'associate',
    });
    await send(`${path}/seats`, {
      ...boxes('countsFrom', '2020-01-01'),
      seats_parent: '3',
      seats_staff: '1',
    });
    const shown = await clerk.get(path);

    expect(shown.text).toContain('2 in post. The quorum of the governing board is 1.');
    expect(shown.text).toContain('Associate member, without a vote');
    expect(shown.text.replaceAll(/\s+/g, ' ')).toMatch(
      /Parent governor<\/th> <td[^>]*>3<\/td> <td[^>]*>1<\/td> <td[^>]*>2<\/td>/,
    );
  });

  test('loses a member whose seat has ended, and keeps the name among those before', async () => {
    const { path } = await aBoard({ 'Di Moss': 'parent' });
    const end = linkIn((await clerk.get(path)).text, /href="([^"]+\/end)"/);
    const early = await send(end, boxes('endedOn', '2019-01-01'));
    expect(early.status).toBe(422);
    const shown = await send(end, boxes('endedOn', await desk.today()));

    expect(shown.text).toContain('Nobody is entered yet.');
    expect(shown.text).toContain('Members who are not in post today');
  });
});

describe('a meeting', () => {
  test('shows its clear days before it is convened, and refuses six without a direction', async () => {
    const { path } = await aBoard({ 'Ann Lee': 'parent' });
    const today = await desk.today();
    const short = await convened(path, boxes('noticeOn', daysFrom(today, -7)));
    expect(short.status).toBe(422);
    expect(short.text).toContain('That leaves 6 clear days.');

    const check = await convened(path);
    expect(check.text).toContain('9 of the 7 needed');
    const meeting = await submit(clerk, check);
    expect(meeting.text).toContain('The meeting is convened.');
  });

  test('writes to every member, when this service gives the notice', async () => {
    const { id, path } = await aBoard({ 'Ann Lee': 'parent', 'Cy Fox': 'associate' });
    const heldOn = daysFrom(await desk.today(), 9);
    const check = await convened(path, {
      ...boxes('heldOn', heldOn),
      notice: 'now',
      'noticeOn-day': '',
      'noticeOn-month': '',
      'noticeOn-year': '',
    });
    expect(check.text).toContain('2 members are written to: Cy Fox, Ann Lee.');
    const meeting = await submit(clerk, check);

    expect(meeting.text).toContain('2 members are being written to.');
    const { rows } = await desk.office.pool.query(
      `SELECT FROM letter WHERE case_id = $1 AND template = 'meeting-convened'`,
      [id],
    );
    expect(rows).toHaveLength(2);
  });

  test('goes from attendance to votes to the resolution, all counted', async () => {
    const { id, path } = await aBoard({
      'Ann Lee': 'parent',
      'Bo Ray': 'staff',
      'Cy Fox': 'co-opted',
    });
    const meeting = await submit(clerk, await convened(path));
    const attendance = linkIn(meeting.text, /href="([^"]+\/attendance)"/);
    const asked = await clerk.get(attendance);
    const how = fieldsIn(asked.text, 'how_');
    const there = Object.fromEntries(how.map((name) => [name, 'in-person']));
    const chair = how[0]!.replace('how_', '');
    const remote = await submit(clerk, asked, { ...there, [how[0]!]: 'remote', chair });
    expect(remote.status).toBe(422);
    expect(remote.text).toContain('no standing resolution that allows this');
    const attended = await send(attendance, { ...there, chair });
    expect(attended.text).toContain('In the chair');

    const item = linkIn(attended.text, /href="([^"]+\/items\/[0-9a-f-]+)"/);
    const votes = fieldsIn((await clerk.get(item)).text, 'vote_');
    const cast = { [votes[0]!]: 'for', [votes[1]!]: 'against', [votes[2]!]: 'for' };
    const none = Object.fromEntries(
      votes.map((name) => [name.replace('vote_', 'interest_'), 'none'] as const),
    );
    const counted = await send(item, { interestsAsked: 'yes', ...none, ...cast });
    expect(counted.text).toContain('Carried, 2 to 1.');

    const step = await clerk.get(`/cases/${id}/steps/record-vote`);
    expect(step.text).toContain('Carried, 2 to 1.');
    const chosen = /name="item"[^>]*value="([^"]+)"/.exec(step.text)![1]!;
    const check = await submit(clerk, step, { item: chosen }, { have_minutes: aPdf('draft.pdf') });
    expect(check.text).toContain('Carried, 2 to 1.');
    await submit(clerk, check);

    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.resolvedToApply).toMatchObject({
      inPost: 3,
      present: 3,
      votes: { for: 2, against: 1 },
    });
    const { rows } = await desk.office.pool.query<{ status: string }>(
      'SELECT status FROM document WHERE stream = $1',
      [`case:${id}`],
    );
    expect(rows).toEqual([{ status: 'draft' }]);
    expect((await clerk.get(item)).text).toContain('its ledger is closed');
  });

  test('23: fills in a registered conflict, and gives that member no vote', async () => {
    const { path } = await aBoard({ 'Ann Lee': 'parent', 'Bo Ray': 'co-opted' });
    const asked = await clerk.get(`${path}/interests/add`);
    const member = /<option value="([^"]+)"[^>]*>Bo Ray/.exec(asked.text)![1]!;
    const recorded = await submit(clerk, asked, {
      member,
      kind: 'trust-office',
      about: 'this-trust',
      words: 'I am a trustee of Oak Learning Trust.',
      ...boxes('declaredOn', '2026-01-05'),
    });
    expect(recorded.text).toContain('I am a trustee of Oak Learning Trust.');
    const meeting = await submit(clerk, await convened(path));
    const attendance = linkIn(meeting.text, /href="([^"]+\/attendance)"/);
    const how = fieldsIn((await clerk.get(attendance)).text, 'how_');
    const attended = await send(attendance, {
      ...Object.fromEntries(how.map((name) => [name, 'in-person'])),
      chair: '',
    });
    const item = linkIn(attended.text, /href="([^"]+\/items\/[0-9a-f-]+)"/);
    const { text } = await clerk.get(item);

    expect(text).toContain('The register holds a conflict with this trust, so there is no vote.');
    expect(text).toMatch(
      new RegExp(`name="interest_${member}"[\\s\\S]*?value="trust-office" selected`),
    );
    expect(text).toMatch(new RegExp(`name="vote_${member}"[\\s\\S]*?value="withdrew" selected`));
    const own = /<select[^>]*name="vote_([^"]+)"/g;
    const other = [...text.matchAll(own)].map(([, one]) => one!).find((one) => one !== member)!;
    const forced = await send(item, {
      interestsAsked: 'yes',
      [`vote_${other}`]: 'for',
      [`interest_${member}`]: 'none',
      [`vote_${member}`]: 'for',
    });
    expect(forced.status).toBe(422);
    const counted = await send(item, {
      interestsAsked: 'yes',
      [`interest_${other}`]: 'none',
      [`vote_${other}`]: 'for',
      [`interest_${member}`]: 'trust-office',
      [`vote_${member}`]: 'withdrew',
    });
    expect(counted.text).toContain('Carried, 1 to 0.');

    const end = linkIn((await clerk.get(path)).text, /href="([^"]+\/interests\/[^"]+\/end)"/);
    const ended = await send(end, boxes('endedOn', await desk.today()));
    expect(ended.text).toContain('The interest has ended.');
    expect((await clerk.get(item)).text).not.toContain('The register holds a conflict');
  });
});

describe('what follows a vote', () => {
  test('25: its minutes are an unapproved draft until a later meeting approves and signs them', async () => {
    const { caseId } = await aMeetingHeld(desk);
    const board = `/cases/${caseId}/board`;
    const step = await clerk.get(`/cases/${caseId}/steps/record-vote`);
    const item = /name="item"[^>]*value="([^"]+)"/.exec(step.text)![1]!;
    await submit(clerk, await submit(clerk, step, { item }, { have_minutes: aPdf('draft.pdf') }));
    expect((await clerk.get(board)).text).toContain('Unapproved draft');
    expect((await clerk.get(`/cases/${caseId}/documents`)).text).toContain('Unapproved draft');

    const today = await desk.today();
    for (const [task, file] of [
      ['approve-minutes:apply', 'approved.pdf'],
      ['sign-minutes:apply', 'signed.pdf'],
    ] as const) {
      const asked = await clerk.get(`/cases/${caseId}/steps/${encodeURIComponent(task)}`);
      const check = await submit(clerk, asked, boxes('on', today), { have_minutes: aPdf(file) });
      await submit(clerk, check);
    }
    const shown = (await clerk.get(board)).text;
    expect(shown.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')).toMatch(
      /Signed minutes.*Takes the place of Unapproved draft.*Takes the place of Approved/,
    );
    const { snapshot } = await desk.stored(caseId);
    expect(snapshot.case.context.minutesApproved).toMatchObject({
      purpose: 'apply',
      standing: 'signed',
    });
    const { rows } = await desk.office.pool.query<{ status: string; links: boolean }>(
      `SELECT status, supersedes IS NOT NULL AS links FROM document
        WHERE stream = $1 AND kind = 'minuteExtract' ORDER BY id`,
      [`case:${caseId}`],
    );
    expect(rows).toEqual([
      { status: 'draft', links: false },
      { status: 'approved', links: true },
      { status: 'signed', links: true },
    ]);
  });

  test('is not there for minutes of a vote that was never taken', async () => {
    const id = await desk.aCase();
    const asked = await clerk.get(`/cases/${id}/steps/approve-minutes%3Aapply`);
    expect(asked.status).toBe(404);
  });

  test('can be that it was put off, and then no vote counts before its day', async () => {
    const { caseId } = await aMeetingHeld(desk);
    const today = await desk.today();
    const asked = await clerk.get(`/cases/${caseId}/steps/postpone-decision`);
    const check = await submit(
      clerk,
      asked,
      {
        purpose: 'apply',
        meeting: 'elsewhere',
        words: 'The accounts of the trust are awaited.',
        ...boxes('on', today),
        ...boxes('notBefore', daysFrom(today, 30)),
      },
      { have_minutes: aPdf('postponed.pdf') },
    );
    await submit(clerk, check);
    expect((await clerk.get(`/cases/${caseId}/board`)).text).toContain('Put off until');

    const step = await clerk.get(`/cases/${caseId}/steps/record-vote`);
    const item = /name="item"[^>]*value="([^"]+)"/.exec(step.text)![1]!;
    const stopped = await submit(clerk, step, { item }, { have_minutes: aPdf('draft.pdf') });
    expect(stopped.text).toContain('The board put this decision off until');
  });
});

describe('a governor', () => {
  test('finds the meeting, its motion and its papers behind the notice, and nobody else does', async () => {
    const { caseId } = await aMeetingHeld(desk);
    const governor = await desk.chairOf(caseId);
    const own = await web.browserOf(governor.person);
    const shown = await own.get(`/board/cases/${caseId}/meetings`);
    const paper = linkIn(shown.text, /href="(\/board\/cases\/[^"]+\/papers\/[^"]+)"/);

    expect(shown.text).toContain('That an application is made for an academy order.');
    expect((await own.get(paper)).status).toBe(200);
    const other = await desk.chairOf(await desk.aCase());
    const stranger = await web.browserOf(other.person);
    expect((await stranger.get(`/board/cases/${caseId}/meetings`)).status).toBe(404);
  });
});

describe('a meeting that governors ask for', () => {
  test('is the clerk’s task on the board’s page until it is convened, and the meeting names it', async () => {
    const { path } = await aBoard({ 'Ann Lee': 'parent', 'Bo Ray': 'staff', 'Cy Fox': 'co-opted' });
    const asked = await clerk.get(`${path}/requisitions/add`);
    const boxesOf = [...asked.text.matchAll(/name="members"[^>]*value="([^"]+)"/g)];
    const members = boxesOf.map(([, id]) => id!);
    const form = { words: 'To hear the union.', ...boxes('receivedOn', await desk.today()) };
    const two = await submit(clerk, asked, { ...form, members: members.slice(0, 2) }, {});
    expect(two.status).toBe(422);
    const noPaper = await submit(clerk, asked, { ...form, members }, {});
    expect(noPaper.text).toContain('Choose the paper, or add it as a file.');
    const board = await submit(clerk, asked, { ...form, members }, { file: aPdf('notice.pdf') });
    expect(board.text).toContain('Convene the meeting that governors ask for');
    expect(board.text).toContain('Ann Lee, Bo Ray, Cy Fox');

    const convene = await clerk.get(linkIn(board.text, /href="([^"]+convene\?requisition=[^"]+)"/));
    const requisition = /name="requisitions"[^>]*value="([^"]+)" checked/.exec(convene.text)![1]!;
    const check = await convened(path, { requisitions: requisition });
    expect(check.text).toContain('To hear the union.');
    const meeting = await submit(clerk, check);
    expect(meeting.text).toContain('To hear the union. (Ann Lee, Bo Ray, Cy Fox)');
    expect((await clerk.get(path)).text).not.toContain('Convene the meeting that governors ask');
  });

  test('is asked for at a governor’s own desk, and another governor joins there', async () => {
    const { caseId } = await aMeetingHeld(desk);
    const members: Browser[] = [];
    for (const at of [1, 2, 3]) {
      const email = `asks.${at}@governors.example.org`;
      const added = { name: `Governor ${at}`, email, category: 'parent' };
      await send(`/cases/${caseId}/board/members/add`, {
        ...added,
        ...boxes('since', '2020-01-01'),
      });
      const { rows } = await desk.office.pool.query<{ id: string }>(
        'SELECT id FROM person WHERE email = $1',
        [email],
      );
      members.push(await web.browserOf(rows[0]!.id));
    }
    const page = `/board/cases/${caseId}/meetings`;
    const own = await members[0]!.get(page);
    const begun = await submit(members[0]!, own, { words: 'To hear the union.' });
    expect(begun.text).toContain('You asked for the meeting.');
    expect(begun.text).not.toContain('Ask for this meeting too');
    for (const [at, says] of [
      [1, 'You asked for the meeting.'],
      [2, 'Three governors ask for the meeting.'],
    ] as const) {
      const shown = await members[at]!.get(page);
      const joined = await submit(members[at]!, shown);
      expect(joined.text).toContain(says);
    }
    expect((await clerk.get(`/cases/${caseId}/board`)).text).toContain(
      'Governor 1, Governor 2, Governor 3',
    );
    const chair = await web.browserOf((await desk.chairOf(caseId)).person);
    expect((await chair.get(page)).text).toContain('Only governors in post');
  });
});

describe('taking part from elsewhere', () => {
  test('is ended by the board’s minutes, and counts for nobody from that day', async () => {
    const { path } = await aBoard({ 'Ann Lee': 'parent' });
    const today = await desk.today();
    const words = 'Governors may take part by video.';
    const allowed = await send(`${path}/remote`, {
      words,
      ...boxes('resolvedOn', daysFrom(today, -30)),
    });
    const end = linkIn(allowed.text, /href="([^"]+\/remote\/[^"]+\/end)"/);
    const asked = await clerk.get(end);
    expect(asked.text).toContain(words);
    const ended = await submit(clerk, asked, boxes('endedOn', today), {
      file: aPdf('minutes.pdf'),
    });

    expect(ended.text).toContain('The resolution has ended.');
    expect(ended.text).toContain('Nobody can be counted who is not in the room.');
    expect((await clerk.get(end)).status).toBe(404);
  });
});

describe('an interim executive board', () => {
  test('asks for its own quorum on its page, and takes it with the paper that shows it', async () => {
    const { path } = await aBoard({
      'Ann Lee': 'interim-executive',
      'Bo Ray': 'interim-executive',
    });
    const shown = await clerk.get(path);
    expect(shown.text).toContain('nobody has shown it yet');
    const asked = await clerk.get(linkIn(shown.text, /href="([^"]+\/quorum)"/));
    const none = await submit(clerk, asked, { quorum: '0', ...boxes('countsFrom', '2020-01-01') });
    expect(none.status).toBe(422);
    const recorded = await submit(
      clerk,
      asked,
      { quorum: '2', ...boxes('countsFrom', '2020-01-01') },
      { file: aPdf('procedure.pdf') },
    );

    expect(recorded.text).toContain('The quorum of the interim executive board is 2.');
    expect(recorded.text).toContain('The paper that shows the quorum');
  });
});

describe('a vote of a meeting that was not convened here', () => {
  test('says what was not checked: before it is recorded, on the record and on the board’s page', async () => {
    const { id, path } = await aBoard({ 'Ann Lee': 'parent' });
    const today = await desk.today();
    await submit(clerk, await convened(path, { decisions: 'apply' }));
    const asked = await clerk.get(`/cases/${id}/steps/resolve-to-apply`);
    expect(asked.text).toContain('did not send its notice or papers');
    expect(asked.text).toContain('was convened here for this');
    const answers = {
      ...boxes('heldOn', today),
      ...boxes('noticeOn', daysFrom(today, -40)),
      ...{ withPapers: 'yes', fullBoard: 'full-board', inPost: '3', present: '3' },
      ...{ interestsDeclared: 'yes', withdrew: '0', votesFor: '1', votesAgainst: '2' },
      ...{ abstained: '0', casting: 'none', wording: 'To apply.' },
    };
    const twice = await submit(clerk, asked, answers, { have_minutes: aPdf('minutes.pdf') });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('This meeting was convened here.');
    const again = await clerk.get(`/cases/${id}/steps/resolve-to-apply`);
    const document = /name="have_minutes"[^>]*value="([^"]+)"/.exec(again.text)![1]!;
    const check = await submit(clerk, again, {
      ...answers,
      ...boxes('heldOn', daysFrom(today, -20)),
      have_minutes: document,
    });
    expect(check.text).toContain('were not checked here');
    await submit(clerk, check);

    expect((await clerk.get(path)).text).toContain('Votes that minutes report');
    const timeline = await clerk.get(`/cases/${id}/timeline`);
    const entry = linkIn(timeline.text, /href="([^"]+\/timeline\/\d+)"/);
    expect((await clerk.get(entry)).text).toContain('By its minutes.');
  });
});

describe('a school of a federation without a test', () => {
  test('says so with whom to ask, asks them, and they find it on their own page', async () => {
    const administrator = await desk.memberOf(desk.clerk.body!, 'administrator');
    const admin = await web.browserOf(administrator.person);
    const urn = await desk.aSchool('community');
    await desk.asOwner(
      `UPDATE school SET federation_flag = 'Supported by a federation', federation_code = '777',
         federation_name = 'The Two Schools' WHERE urn = '${urn}'`,
    );
    const id = await desk.openCase(urn);
    const path = `/cases/${id}/board`;
    const shown = await clerk.get(path);
    expect(shown.text).toContain('A administrator of Northern Clerks can set the test.');
    expect(shown.text).toContain('They were not asked yet.');
    for (const step of ['resolve-to-apply', 'record-vote']) {
      const note = await clerk.get(`/cases/${id}/steps/${step}`);
      expect(note.text).toContain('A administrator of Northern Clerks can set the test.');
    }
    const asked = await submit(clerk, shown);
    expect(asked.text).toContain('The administrators are asked for the test.');
    expect(asked.text).toContain('They were asked on');

    for (const page of ['/admin', '/admin/law']) {
      const waiting = await admin.get(page);
      expect(waiting.text).toContain('Tests of federations to set');
      expect(waiting.text).toContain(`/admin/law/prescribed-governors/${urn}/correct`);
    }
    const stranger = await desk.memberOf(desk.otherClerk.body!, 'administrator');
    const other = await (await web.browserOf(stranger.person)).get('/admin');
    expect(other.text).not.toContain('Tests of federations to set');
  });
});
