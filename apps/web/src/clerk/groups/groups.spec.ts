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

describe('the picture of a group', () => {
  it('draws a row a school, its gates, and an arrow to each on which it depends', () => {
    const row = (school: string, dependsOn: readonly string[]): MemberRow => ({
      ...{ caseId: school, urn: '100001', school, reference: '2026-0001', href: '/' },
      ...{ route: 'Joining a trust', stage: { text: 'Exploring', colour: 'grey' }, isGoing: true },
      marks: [
        { title: 'Applied', standing: 'done' },
        { title: 'Order', standing: 'to-come' },
      ],
      ...{ next: null, lacks: [], more: 0, dependsOn, reason: null, dependenceHref: '/' },
      ...{ notes: [], reviewHref: null },
    });
    const svg = groupPicture([row('A <School>', []), row('B', ['A <School>', 'Gone'])]);

    expect(svg).toContain('A &lt;School&gt;');
    expect(svg.match(/<circle/g)).toHaveLength(4);
    expect(svg.match(/C\d+/g)).toHaveLength(1);
    expect(svg).toContain('aria-labelledby');
  });
});
