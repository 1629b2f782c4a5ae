import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addCasePerson } from '#cases';
import { tasks } from '#journey';
import { anAskedBody, publishFor } from '../../../../../test/support/asked-body.js';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aPdf, dateBoxes, submit } from '../../../../../test/support/form.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { WebServer } from '../../../../../test/support/web.js';
import { stepNames } from './step-forms.js';

let desk: CaseDesk;
let web: WebServer;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

describe('the pages of the steps', () => {
  test.each([
    ['joining a trust', 'join'],
    ['forming one', 'form'],
    ['an order of own motion', 'sponsored'],
  ] as const)('are there for every task that a clerk does on the route of %s', async (_, route) => {
    const id = await desk.aCase('voluntary-aided-church-of-england', route);
    const { snapshot } = await desk.stored(id);
    const attempt = { now: new Date().toISOString(), actor: { role: 'clerk' } };
    const own = tasks(snapshot, attempt).filter(({ by }) => by.includes('clerk'));
    expect(own.map(({ words }) => words).filter((words) => !stepNames().includes(words))).toEqual(
      [],
    );

    const clerk = await web.browserOf(desk.clerk.person);
    for (const { id: task } of own) {
      const shown = await clerk.get(`/cases/${id}/steps/${encodeURIComponent(task)}`);
      expect([task, shown.status]).toEqual([task, 200]);
    }
  });

  test('take a step: asked, checked, done', async () => {
    const id = await desk.aCase();
    const clerk = await web.browserOf(desk.clerk.person);
    const asked = await clerk.get(`/cases/${id}/steps/name-academy`);
    const [year, month, day] = (await desk.today()).split('-');
    const check = await submit(clerk, asked, {
      'on-day': day!,
      'on-month': month!,
      'on-year': year!,
      name: 'Hillside Academy',
    });
    expect(check.text).toContain('Hillside Academy');
    expect((await desk.stored(id)).version).toBe(0);

    await submit(clerk, check);
    const { version, snapshot } = await desk.stored(id);
    expect(version).toBe(1);
    expect(snapshot.case.context.academyName?.name).toBe('Hillside Academy');
  });

  test('keep a file that came with other answers wrong', async () => {
    const id = await desk.aCase();
    const clerk = await web.browserOf(desk.clerk.person);
    const asked = await clerk.get(`/cases/${id}/steps/present-options`);
    const again = await submit(clerk, asked, {}, { have_paper: aPdf('options.pdf') });
    expect(again.status).toBe(422);
    expect(again.text).toContain('options.pdf');
  });

  test('say what is missing before anything is typed, and stop at the check', async () => {
    const id = await desk.aCase();
    const clerk = await web.browserOf(desk.clerk.person);
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const shown = await clerk.get(`/cases/${id}/steps/sign-funding-agreement`);
    expect(shown.text).toContain('No academy order is in force.');
    expect(shown.text).toContain('Academies Act 2010, section 4');
  });

  test('say which consents a choice of articles or of a trust would void, and tell their bodies', async () => {
    const asked = await anAskedBody(desk);
    const { id } = asked;
    await publishFor(desk, asked, { accepts: { 'voluntary-aided': { majority: 'yes' } } });
    for (const part of ['diocesan-authority', 'trustee']) {
      const person = { name: 'An officer', email: `${part}@example.org` };
      await addCasePerson(desk.office, { actor: desk.clerk, caseId: id, part, ...person });
    }
    const clerk = await web.browserOf(desk.clerk.person);
    const form = await clerk.get(`/cases/${id}/steps/choose-articles`);
    expect(form.text).toMatch(/Church majority articles[\s\S]+: Yes/);
    const on = dateBoxes('on', await desk.today());
    const check = await submit(clerk, form, { ...on, articles: 'majority' });
    expect(check.text).toContain('What counts no more');
    expect(check.text).toContain('was asked about what stood before. It must be asked again.');
    expect(check.text).toContain('1 person is written to');

    await submit(clerk, check);
    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.articles?.model).toBe('majority');
    const { 'diocesan-authority': voided, trustee } = snapshot.consents;
    expect([voided!.value, trustee!.value]).toEqual(['superseded', 'notRequested']);
    const { rows } = await desk.office.pool.query<{ to: string }>(
      `SELECT to_address AS to FROM letter WHERE case_id = $1 AND template = 'consent-superseded'`,
      [id],
    );
    expect(rows).toEqual([{ to: 'diocesan-authority@example.org' }]);
    const timeline = await clerk.get(`/cases/${id}/timeline`);
    expect(timeline.text).toContain('articles were chosen: church majority articles');

    const same = await submit(clerk, form, { ...on, articles: 'majority' });
    expect(same.text).toContain('These articles are already those on the case.');
  });

  test('are not there for another desk', async () => {
    const id = await desk.aCase();
    const other = await web.browserOf(desk.otherClerk.person);
    expect((await other.get(`/cases/${id}/steps/name-academy`)).status).toBe(404);
  });
});
