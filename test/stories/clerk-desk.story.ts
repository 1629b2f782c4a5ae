import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { markLetter } from '#mail';
import { addCasePerson } from '#cases';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(180_000);

describe('the clerk’s pages in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;
  let clerk: BrowserContext;
  let caseId: string;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
    const session = await aSession(desk.office.pool, desk.clerk.person);
    clerk = await contextOf(browser, server.url, { session });
    caseId = await desk.aCase('voluntary-aided-church-of-england');
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await desk.close();
  });

  async function check(path: string, name: string): Promise<void> {
    const page = await clerk.newPage();
    const answer = await page.goto(path);
    expect([path, answer?.status()]).toEqual([path, 200]);
    await checkPage(page, `clerk-${name}`);
    await page.close();
  }

  it('has no fault on the first page of a newcomer', async () => {
    const session = await aSession(desk.office.pool, desk.otherClerk.person);
    const context = await contextOf(browser, server.url, { session });
    const page = await context.newPage();
    await page.goto('/home');
    await checkPage(page, 'clerk-home-new');
    await context.close();
  });

  it('has no fault on the pages by which a case is opened', async () => {
    const urn = await desk.aSchool('voluntary-aided-church-of-england');
    await check('/cases/open', 'find-school');
    await check('/cases/open?q=hillside', 'found-schools');
    await check(`/cases/open/${urn}`, 'duties');
    await check(`/cases/open/${urn}/check`, 'name-bodies');
    await check(`/cases/open/${urn}/check?checked=1`, 'check-opening');
  });

  it('has no fault on the pages of a case', async () => {
    await desk.aCase('community');
    await desk.send(caseId, 'options.presented');
    await desk.send(caseId, 'trust.chosen', { trust: { uid: '5143', name: 'Oak Learning Trust' } });
    await check('/home', 'home');
    await check('/cases', 'cases');
    await check('/cases?q=nothing', 'no-cases');
    await check(`/cases/${caseId}`, 'overview');
    await check(`/cases/${caseId}/tasks`, 'tasks');
  });

  it('has no fault on the people, documents and letters of a case', async () => {
    await desk.send(caseId, 'foundation.consulted');
    const { pool } = desk.office;
    const people = { actor: desk.clerk, caseId, name: 'Grace Hall', email: 'grace@example.org' };
    await addCasePerson(desk.office, { ...people, part: 'governing-board' });
    await desk.send(caseId, 'diligence.reported', { of: 'trust' });
    await check(`/cases/${caseId}/people`, 'people');
    await check(`/cases/${caseId}/people/governing-board/add`, 'add-person');
    await check(`/cases/${caseId}/people/regional-director/body`, 'name-body');
    const { rows: added } = await pool.query<{ person: string }>(
      `SELECT person FROM case_person WHERE case_id = $1 AND role = 'chair'`,
      [caseId],
    );
    const remove = `people/governing-board/remove/${added[0]!.person}/chair`;
    await check(`/cases/${caseId}/${remove}`, 'remove-person');
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM document LIMIT 1');
    await check(`/cases/${caseId}/documents`, 'documents');
    await check(`/cases/${caseId}/documents/${rows[0]!.id}`, 'document');
    await check(`/cases/${caseId}/documents/add?replaces=${rows[0]!.id}`, 'add-document');
    const letters = await pool.query<{ id: string }>('SELECT id FROM letter LIMIT 1');
    await check(`/cases/${caseId}/letters`, 'letters');
    await check(`/cases/${caseId}/letters/${letters.rows[0]!.id}`, 'letter');
    await markLetter(pool, letters.rows[0]!.id, 'failed', { answer: '550 No such user' });
    await check(`/cases/${caseId}/letters?show=failed`, 'letters-failed');
    await check('/home', 'home-trouble');
  });

  it('has no fault on the timeline and the pages of a correction', async () => {
    const page = await clerk.newPage();
    await page.goto(`/cases/${caseId}/timeline/2/correct/change`);
    await page.getByLabel('Day').fill('1');
    await page.getByLabel('Why it has to be corrected').fill('The paper names another day.');
    await page.getByRole('button', { name: 'Continue' }).click();
    await checkPage(page, 'clerk-check-correction');
    await page.getByRole('button', { name: 'Record the correction' }).click();
    await checkPage(page, 'clerk-entry-correction');
    await page.close();
    await check(`/cases/${caseId}/timeline`, 'timeline');
    await check(`/cases/${caseId}/timeline?kind=corrections`, 'timeline-corrections');
    await check(`/cases/${caseId}/timeline/4`, 'entry');
    await check(`/cases/${caseId}/timeline/4/correct`, 'correct');
    await check(`/cases/${caseId}/timeline/4/correct/strike`, 'strike');
  });
});
