import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { openSession } from '../../libs/identity/src/index.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aWebServer, type WebServer } from '../support/web.js';

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
    const session = await openSession(desk.office.pool, { person: desk.clerk.person });
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
    const session = await openSession(desk.office.pool, { person: desk.otherClerk.person });
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
});
