import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aPdf, submit } from '../../../../test/support/form.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Answer, Browser, WebServer } from '../../../../test/support/web.js';

describe('the routes to an academy, by the pages', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let clerk: Browser;
  let today: Readonly<Record<string, string>>;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    clerk = await server.browserOf(desk.clerk.person);
    today = asAnswer(await desk.today());
  });
  afterAll(async () => {
    await server.close();
    await desk.close();
  });

  /** Opens a school's case on a route, by the page that checks it. */
  async function opened(urn: string, route: string): Promise<string> {
    const check = await clerk.get(`/cases/open/${urn}/check?route=${route}&checked=1`);
    const answer = await submit(clerk, check, { desk: desk.clerk.body! });
    return /\/cases\/([\da-f-]{36})/.exec(answer.text)![1]!;
  }

  const take = async (
    caseId: string,
    task: string,
    answers: Readonly<Record<string, string | readonly string[]>>,
    papers: readonly string[] = [],
  ): Promise<Answer> => {
    const asked = await clerk.get(`/cases/${caseId}/steps/${task}`);
    const files = Object.fromEntries(papers.map((as) => [`have_${as}`, aPdf(`${as}.pdf`)]));
    return submit(clerk, asked, { ...today, ...answers }, files);
  };
  const record = async (...step: Parameters<typeof take>) => submit(clerk, await take(...step));

  it('are chosen with what follows from each, and stand on the case', async () => {
    const urn = await desk.aSchool('community');
    const choice = await clerk.get(`/cases/open/${urn}/route`);
    expect(choice.text).toContain('Nobody applies.');
    expect(choice.text).toContain('Each governing board decides for its own school');

    const check = await clerk.get(`/cases/open/${urn}/check?route=form&checked=1`);
    expect(check.text).toContain('Form a new trust');
    const caseId = await opened(urn, 'form');
    const { snapshot } = await desk.stored(caseId);
    expect(snapshot.case.context.route).toBe('form');
    expect((await clerk.get(`/cases/${caseId}`)).text).toContain('Forming a new trust');
  });

  it('42: an order at discretion is walked by its pages, after those concerned were consulted', async () => {
    const urn = await desk.aSchool('voluntary-aided-roman-catholic');
    const check = await clerk.get(`/cases/open/${urn}/check?route=sponsored&checked=1`);
    expect(check.text).toContain('Whom the Secretary of State consults before the order');
    const caseId = await opened(urn, 'sponsored');
    await desk.send(caseId, 'trust.chosen', { trust: { uid: '5143', name: 'Oak Trust' } });
    await desk.send(caseId, 'trust.consented');

    const tasks = await clerk.get(`/cases/${caseId}/tasks`);
    expect(tasks.text).not.toContain('Submit the application');
    expect(tasks.text).not.toContain('Ask The bishop');
    const early = await take(caseId, 'record-order', { basis: 's.4(1)(b)' }, ['order']);
    expect(early.text).toContain('The Secretary of State has not consulted these before the order');

    await record(caseId, 'record-consulted', { bodies: ['trustee'] }, ['letter']);
    await desk.moveClock(nextNoon(await desk.today()));
    const second = asAnswer(await desk.today());
    const half = await take(caseId, 'record-order', { ...second, basis: 's.4(1)(b)' }, ['order']);
    expect(half.text).toContain('before the order: The bishop, Diocese of Lancaster');
    const toBishop = { ...second, bodies: ['foundation-governor-appointer'] };
    await record(caseId, 'record-consulted', toBishop, ['letter']);

    await desk.moveClock(nextNoon(await desk.today()));
    const later = asAnswer(await desk.today());
    const wrong = await take(caseId, 'record-order', { ...later, basis: 's.4(A1)' }, ['order']);
    expect(wrong.text).toContain('This order does not rest on section 4(1)(b)');
    await record(caseId, 'record-order', { ...later, basis: 's.4(1)(b)' }, ['order']);
    const { snapshot } = await desk.stored(caseId);
    expect(snapshot.case.value).toMatchObject({
      live: { dfe: 'ordered', consultation: 'notApplicable', tupe: 'notStarted' },
    });
    expect((await clerk.get(`/cases/${caseId}/steps/sign-funding-agreement`)).status).toBe(200);
  });

  it('say what a special school and a pupil referral unit do otherwise', async () => {
    const urn = await desk.aSchool('community');
    const typed = async (code: string) => {
      await desk.office.pool.query('UPDATE school SET type_code = $2 WHERE urn = $1', [urn, code]);
      return (await clerk.get(`/cases/open/${urn}`)).text;
    };
    expect(await typed('07')).toContain('paper form');
    expect(await typed('14')).toContain('Its management committee decides');
    expect(await typed('01')).not.toContain('paper form');
  });

  it('form a trust that no register knows yet, and ask for its company', async () => {
    const caseId = await opened(await desk.aSchool('community'), 'form');
    await desk.send(caseId, 'group.joined', {
      ...{ group: 'group-1', name: 'Rivers', kind: 'formation', dependent: false },
    });
    const asked = await clerk.get(`/cases/${caseId}/steps/name-new-trust`);
    expect(asked.text).toContain('The group of this school forms “Rivers”.');
    await record(caseId, 'name-new-trust', { name: '  Three   Rivers Trust ' });
    const { snapshot } = await desk.stored(caseId);
    expect(snapshot.case.context.trust?.trust).toEqual({
      uid: 'new:three rivers trust',
      name: 'Three Rivers Trust',
    });
    const again = await take(caseId, 'name-new-trust', { name: 'Three Rivers Trust' });
    expect(again.text).toContain('This trust is already the one on the case.');
    await record(caseId, 'record-incorporation', {}, ['certificate']);
    expect((await desk.stored(caseId)).snapshot.case.context.incorporation).toBeDefined();
  });
});

function asAnswer(on: string): Readonly<Record<string, string>> {
  const [year = '', month = '', day = ''] = on.split('-');
  return { 'on-day': day, 'on-month': month, 'on-year': year };
}

const nextNoon = (on: string): string =>
  new Date(Date.parse(`${on}T12:00:00.000Z`) + 86_400_000).toISOString();
