import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { schools } from '../support/journey-builder.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(120_000);

describe('finding out about a school in a browser', () => {
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
    caseId = await desk.aCase({
      ...schools['voluntary-aided-church-of-england'],
      inFederation: null,
    });
    await desk.file(caseId, 'instrumentOfGovernment');
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await desk.close();
  });

  it('begins with what is known, shows what follows, and has no fault on the way', async () => {
    const page = await clerk.newPage();
    await page.goto(`/cases/${caseId}/duties`);
    await checkPage(page, 'clerk-case-duties');
    await page.getByRole('button', { name: 'Record what you found out' }).click();
    await checkPage(page, 'clerk-settle-duties');

    const [year = '', month = '', day = ''] = (await desk.today()).split('-');
    await page.getByLabel('Day', { exact: true }).fill(day);
    await page.getByLabel('Month', { exact: true }).fill(month);
    await page.getByLabel('Year', { exact: true }).fill(year);
    await page.getByLabel('What did you find out').fill('The instrument names a parish council.');
    const appointers = page.getByLabel('Who appoints foundation governors?');
    await appointers.fill(`${await appointers.inputValue()}\nThorpe Parish Council`);
    const federation = page.getByRole('group', { name: 'Is it in a federation?' });
    await federation.getByLabel('No', { exact: true }).check();
    const contract = page.getByRole('group', { name: 'Does a private finance contract' });
    await contract.getByLabel('Yes').check();
    await page.getByLabel('A paper: instrumentOfGovernment').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await checkPage(page, 'clerk-check-settling');
    await page.getByRole('button', { name: 'Record what was found out' }).click();
    await page.goto(`/cases/${caseId}/timeline/2`);
    await checkPage(page, 'clerk-entry-settled');

    expect(await page.textContent('main')).toContain('Thorpe Parish Council');
    const { consents } = (await desk.stored(caseId)).snapshot;
    expect(Object.keys(consents)).toContain('foundation-governor-appointer-2');
  });
});
