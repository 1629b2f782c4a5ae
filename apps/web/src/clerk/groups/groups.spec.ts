import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { aPdf, submit } from '../../../../../test/support/form.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer, marksIn } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';
import { groupPicture } from './group-picture.js';
import type { MemberRow } from './group-model.js';

describe('the pages of a group', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let clerk: Browser;
  let other: Browser;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    clerk = await server.browserOf(desk.clerk.person);
    other = await server.browserOf(desk.otherClerk.person);
  });
  afterAll(async () => {
    await server.close();
    await desk.close();
  });

  /** Makes a group by its pages and adds these cases; answers its address. */
  async function made(name: string, cases: readonly string[]): Promise<string> {
    const answers = { kind: 'conversion', name, desk: desk.clerk.body! };
    const group = await submit(clerk, await clerk.get('/groups/new'), answers);
    const path = /\/groups\/[\da-f-]{36}/.exec(group.text)![0];
    await submit(clerk, await clerk.get(`${path}/schools/add?q=hillside`), { cases });
    return path;
  }
  const urnOf = async (caseId: string) => (await desk.stored(caseId)).snapshot.case.context.urn;

  it('46: show who depends on whom, and lead to the review when a school leaves', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCase()];
    const path = await made('Valley schools', [a, b]);
    expect((await clerk.get('/groups')).text).toContain('Valley schools');
    expect((await clerk.get(`/cases/${a}`)).text).toContain(`href="${path}"`);

    const dependence = `${path}/schools/${b}/dependence`;
    const without = await submit(clerk, await clerk.get(dependence), { dependsOn: await urnOf(a) });
    expect(without.text).toContain('Give the reason');
    const reason = 'They share a head teacher.';
    const shown = await submit(clerk, await clerk.get(dependence), {
      dependsOn: await urnOf(a),
      reason,
    });
    expect(shown.text).toContain(reason);
    expect(shown.text).toContain('The trust has not agreed to take the school.');

    const leaving = await clerk.get(`/cases/${a}/steps/leave-group`);
    expect(leaving.text).toContain('these have to review it before they go on: Hillside');
    expect((await clerk.get(`/cases/${b}/steps/leave-group`)).text).not.toContain('review it');

    await desk.send(a, 'case.withdrawn');
    const due = await clerk.get(path);
    expect(due.text).toContain('Review due');
    expect(due.text).toContain(`/cases/${b}/steps/review-group`);
    expect((await clerk.get('/groups')).text).toContain('1 review due');
    const tasks = await clerk.get(`/cases/${b}/tasks`);
    expect(tasks.text).toContain('This school depends on one that has left its group: Hillside');

    const [year, month, day] = (await desk.today()).split('-') as [string, string, string];
    const when = { 'on-day': day, 'on-month': month, 'on-year': year };
    const asked = await clerk.get(`/cases/${b}/steps/review-group`);
    await submit(clerk, await submit(clerk, asked, when, { have_review: aPdf('review.pdf') }));
    expect((await clerk.get(path)).text).not.toContain('Review due');
  });

  it('hold a paper that each school’s step can name', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCase()];
    const path = await made('Paper schools', [a, b]);
    const held = await submit(
      clerk,
      await clerk.get(`${path}/papers/add`),
      { kind: 'dueDiligenceOfTrust', title: 'What we found about the trust' },
      { file: aPdf('trust.pdf') },
    );
    expect(held.text).toContain('not used yet');
    const file = /\/groups\/[\da-f-]{36}\/papers\/[\da-f-]{36}/.exec(held.text)![0];
    expect((await clerk.get(file)).status).toBe(200);

    await desk.send(a, 'trust.chosen', { trust: theTrust });
    const step = await clerk.get(`/cases/${a}/steps/report-on-trust`);
    expect(step.text).toContain('What we found about the trust (trust.pdf)');
    const [year, month, day] = (await desk.today()).split('-') as [string, string, string];
    const answers = {
      ...{ 'on-day': day, 'on-month': month, 'on-year': year },
      have_report: file.slice(-36),
    };
    await submit(clerk, await submit(clerk, step, answers));
    const used = await clerk.get(path);
    expect(used.text).toMatch(new RegExp(`/cases/${a}/timeline/\\d+`));
    expect((await clerk.get(`/cases/${a}/documents/${file.slice(-36)}/file`)).status).toBe(200);
    expect((await other.get(file)).status).toBe(404);
    expect((await clerk.get(`/cases/${a}/documents`)).text).toContain('held by the group');

    const newer = await clerk.get(`${path}/papers/add?replaces=${file.slice(-36)}`);
    expect(newer.text).toContain('It takes the place of');
    const replaced = await submit(clerk, newer, {}, { file: aPdf('trust-again.pdf') });
    expect(replaced.text).not.toContain(file);
    expect((await clerk.get(file)).status).toBe(200);
  });

  it('of a formation say which papers of the new trust are there', async () => {
    const answers = { kind: 'formation', name: 'Three Rivers Trust', desk: desk.clerk.body! };
    const group = await submit(clerk, await clerk.get('/groups/new'), answers);
    const path = /\/groups\/[\da-f-]{36}/.exec(group.text)![0];
    expect(group.text.match(/Not there yet/g)).toHaveLength(6);

    const asked = await clerk.get(`${path}/papers/add?kind=growthPlan`);
    const held = await submit(clerk, asked, { kind: 'growthPlan' }, { file: aPdf('growth.pdf') });
    expect(held.text.match(/Not there yet/g)).toHaveLength(5);
    expect(held.text).toContain('Growth plan of the new trust');
  });

  it('do not exist for another desk', async () => {
    const a = await desk.aCase();
    const path = await made('Our schools', [a]);
    const pages = ['', '/schools/add', `/schools/${a}/dependence`, '/papers/add'];
    for (const page of pages) expect((await other.get(`${path}${page}`)).status).toBe(404);
    const { _token } = marksIn((await other.get('/groups/new')).text);
    const form = { _token, _nonce: crypto.randomUUID(), cases: a, seenVersion: '0', reason: 'x' };
    for (const page of ['/schools/add', `/schools/${a}/dependence`])
      expect((await other.post(`${path}${page}`, form)).status).toBe(404);
    expect((await other.get('/groups')).text).not.toContain('Our schools');
  });

  it('refuse a school that is in another group, in words', async () => {
    const a = await desk.aCase();
    await made('First group', [a]);
    const path = await made('Second group', [await desk.aCase()]);
    const marks = marksIn((await clerk.get('/groups/new')).text);
    const refused = await clerk.post(`${path}/schools/add`, { ...marks, cases: a });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('A school can be in one group at a time');
  });
});

describe('a group across desks', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let clerk: Browser;
  let other: Browser;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    clerk = await server.browserOf(desk.clerk.person);
    other = await server.browserOf(desk.otherClerk.person);
  });
  afterAll(async () => {
    await server.close();
    await desk.close();
  });

  const made = async (name: string): Promise<string> => {
    const answers = { kind: 'conversion', name, desk: desk.clerk.body! };
    const group = await submit(clerk, await clerk.get('/groups/new'), answers);
    return /\/groups\/[\da-f-]{36}/.exec(group.text)![0];
  };
  const invite = async (path: string, asked: string) =>
    submit(clerk, await clerk.get(`${path}/invitations/new`), { asked });
  const invitationOn = (text: string) => /\/invitations\/[\da-f-]{36}/.exec(text)![0];
  const urnOf = async (caseId: string) => (await desk.stored(caseId)).snapshot.case.context.urn;
  const referenceOf = async (caseId: string): Promise<string> => {
    const { rows } = await desk.office.pool.query<{ reference: string }>(
      'SELECT reference FROM cases WHERE id = $1',
      [caseId],
    );
    return rows[0]!.reference;
  };

  it('is joined by another desk’s own answer, and shows each desk what a group shares', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
    const path = await made('River schools');
    await submit(clerk, await clerk.get(`${path}/schools/add`), { cases: a });

    const sent = await invite(path, await referenceOf(b));
    expect(sent.text).toContain('Not answered yet');
    expect(sent.text).not.toContain(await urnOf(b));
    expect((await other.get(path)).status).toBe(404);

    const { rows: told } = await desk.office.pool.query<{ name: string }>(
      `SELECT to_name AS name FROM letter WHERE case_id = $1 AND template = 'group-invited'`,
      [b],
    );
    expect(told).toEqual([{ name: 'Clerk of Southern Clerks' }]);
    const waits = await other.get('/home');
    expect(waits.text).toContain('An invitation to join “River schools” waits for your answer');
    const asked = await other.get(invitationOn((await other.get('/groups')).text));
    expect(asked.text).not.toContain(await urnOf(a));
    const unsaid = await submit(other, asked);
    expect(unsaid.text).toContain('Choose whether the school joins the group.');
    const joined = await submit(other, asked, { answer: 'accept' });
    expect(joined.text).toContain('Northern Clerks leads this group.');

    // Each desk: its own case whole, the other's stage and no link to it.
    for (const [browser, own, theirs, desk] of [
      [clerk, a, b, 'Southern Clerks'],
      [other, b, a, 'Northern Clerks'],
    ] as const) {
      const { text } = await browser.get(path);
      expect(text).toContain(`href="/cases/${own}"`);
      expect(text).not.toContain(`/cases/${theirs}`);
      expect(text).not.toContain(await referenceOf(theirs).then((it) => `Case ${it}`));
      expect(text).toContain(`On the desk of ${desk}`);
      expect((await browser.get(`/cases/${theirs}`)).status).toBe(404);
      expect((await browser.get(`${path}/schools/${theirs}/dependence`)).status).toBe(404);
    }
    for (const page of ['/schools/add', '/invitations/new'])
      expect((await other.get(`${path}${page}`)).status).toBe(403);
    expect((await clerk.get(path)).text).toContain('Accepted on');
  });

  it('46: stops a school that depends on another desk’s, and no other', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
    const path = await made('Hill schools');
    await submit(clerk, await clerk.get(`${path}/schools/add`), { cases: a });
    await invite(path, await urnOf(b));
    const asked = await other.get(invitationOn((await other.get('/groups')).text));
    await submit(other, asked, { answer: 'accept' });

    const reason = 'The trust is viable with both alone.';
    const dependence = await other.get(`${path}/schools/${b}/dependence`);
    await submit(other, dependence, { dependsOn: await urnOf(a), reason });
    expect((await other.get(path)).text).toContain(reason);
    expect((await clerk.get(path)).text).not.toContain(reason);
    const leaving = await clerk.get(`/cases/${a}/steps/leave-group`);
    expect(leaving.text).toContain('these have to review it before they go on: Hillside');

    await desk.send(a, 'case.withdrawn');
    const due = await other.get(path);
    expect(due.text).toContain(`/cases/${b}/steps/review-group`);
    const seen = await clerk.get(path);
    expect(seen.text).toContain('Review due');
    expect(seen.text).not.toContain('Record the review');
    expect((await other.get(`/cases/${b}/tasks`)).text).toContain(
      'This school depends on one that has left its group: Hillside',
    );
  });

  it('holds a paper once, that a school of each desk judges for itself', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
    const path = await made('Shared schools');
    await submit(clerk, await clerk.get(`${path}/schools/add`), { cases: a });
    await invite(path, await urnOf(b));
    const asked = await other.get(invitationOn((await other.get('/groups')).text));
    await submit(other, asked, { answer: 'accept' });
    const held = await submit(
      clerk,
      await clerk.get(`${path}/papers/add`),
      { kind: 'dueDiligenceOfTrust', title: 'What we found about the trust' },
      { file: aPdf('trust.pdf') },
    );
    const file = /\/groups\/[\da-f-]{36}\/papers\/[\da-f-]{36}/.exec(held.text)![0];
    expect((await other.get(file)).status).toBe(200);

    await desk.send(b, 'trust.chosen', { trust: theTrust }, desk.otherClerk);
    await desk.send(
      b,
      'diligence.reported',
      { of: 'trust', report: file.slice(-36) },
      desk.otherClerk,
    );
    expect((await other.get(path)).text).toMatch(new RegExp(`/cases/${b}/timeline/\\d+`));
    const seen = await clerk.get(path);
    expect(seen.text).toContain('its case rests on it');
    expect(seen.text).not.toContain(`/cases/${b}`);

    await desk.send(b, 'group.left', { group: path.slice(-36) }, desk.otherClerk);
    expect((await other.get(path)).status).toBe(404);
    expect((await other.get(file)).status).toBe(404);
    expect((await other.get(`/cases/${b}/documents/${file.slice(-36)}/file`)).status).toBe(200);
  });

  it('does not say whether a number is that of a case, and can be declined or taken back', async () => {
    const [a, b] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
    const path = await made('Quiet schools');
    const nobodys = await invite(path, '2026-999999');
    const somebodys = await invite(path, await referenceOf(b));
    for (const { text } of [nobodys, somebodys]) expect(text).toContain('The invitation is there.');
    expect((await invite(path, 'Hillside')).text).toContain('Enter the number of a case');
    expect((await invite(path, await referenceOf(b))).text).toContain('invited already');
    expect((await invite(path, await referenceOf(a))).text).toContain('on your own desk');

    const asked = await other.get(invitationOn((await other.get('/groups')).text));
    const { version } = await desk.stored(b);
    await submit(other, asked, { answer: 'decline' });
    expect((await desk.stored(b)).version).toBe(version);
    const after = (await clerk.get(path)).text;
    expect(after).toContain('Declined on');
    const back = /href="(\/groups\/[^"]*\/take-back)"/.exec(after)![1]!;
    expect((await other.get(back)).status).toBe(404);
    expect((await submit(clerk, await clerk.get(back))).text).toContain('Taken back on');
    expect((await clerk.get(back)).status).toBe(404);
    expect((await submit(other, asked, { answer: 'accept' })).status).toBe(404);
  });
});

describe('the picture of a group', () => {
  it('draws a row a school, its gates, and an arrow to each on which it depends', () => {
    const row = (school: string, dependsOn: readonly string[]): MemberRow => ({
      ...{ caseId: school, urn: '100001', school, under: 'Case 2026-0001', href: '/' },
      ...{ stage: { text: 'Exploring', colour: 'grey' }, isGoing: true },
      marks: [
        { title: 'Applied', standing: 'done' },
        { title: 'Order', standing: 'to-come' },
      ],
      ...{ next: null, lacks: [], more: 0, dependsOn, reason: null, dependenceHref: '/' },
      ...{ leaveHref: '/', notes: [], isReviewDue: false, reviewHref: null },
    });
    const svg = groupPicture([row('A <School>', []), row('B', ['A <School>', 'Gone'])]);

    expect(svg).toContain('A &lt;School&gt;');
    expect(svg.match(/<circle/g)).toHaveLength(4);
    expect(svg.match(/C\d+/g)).toHaveLength(1);
    expect(svg).toContain('aria-labelledby');
  });
});
