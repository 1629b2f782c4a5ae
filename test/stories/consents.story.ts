import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { anAskedBody, publishFor, publishOnly } from '../support/asked-body.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(300_000);

describe('a consent in two stages, in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await desk.close();
  });

  async function pageOf(person: string): Promise<Page> {
    const session = await aSession(desk.office.pool, person);
    return (await contextOf(browser, server.url, { session })).newPage();
  }

  const press = async (page: Page, name: string | RegExp) =>
    Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()]);

  it('is given in principle, read by the clerk who adds papers, and voided by other articles', async () => {
    const asked = await anAskedBody(desk, 'trustee');
    const accepts = { 'voluntary-aided': { majority: 'yes', minority: 'no' } } as const;
    await publishFor(desk, asked, { stages: 'two', validityMonths: 12, accepts });
    await publishOnly(desk, asked, { stages: 'two', validityMonths: 24, silenceDays: 42 });

    const officer = await pageOf(asked.officer.person);
    await officer.goto(`${asked.path}/decide`);
    await officer.getByLabel('Consent', { exact: true }).check();
    await press(officer, 'Continue');
    await officer.getByLabel('In principle').check();
    await checkPage(officer, 'consents-extent');
    await press(officer, 'Continue');
    await press(officer, 'Continue');
    await officer.getByLabel('Office').fill('Secretary');
    await officer.getByLabel('Authority').fill('Minute 12');
    await press(officer, 'Continue');
    for (const box of await officer.getByRole('checkbox').all()) await box.check();
    await officer.getByLabel('Type your full name').fill('A faith-officer');
    await press(officer, 'Give this consent in principle');
    await checkPage(officer, 'consents-receipt');
    await officer.context().close();

    const clerk = await pageOf(desk.clerk.person);
    await clerk.goto(`/cases/${asked.id}/consents`);
    await checkPage(clerk, 'consents-list');
    await clerk.goto(`/cases/${asked.id}/consents/trustee`);
    await checkPage(clerk, 'consents-one');
    await clerk.goto(`/cases/${asked.id}/steps/keep-policy:trustee`);
    await checkPage(clerk, 'consents-keep-policy');
    await desk.file(asked.id, 'articles');
    await clerk.goto(`/cases/${asked.id}/steps/give-papers:trustee`);
    await clerk.getByLabel('A paper: articles').check();
    await clerk.getByLabel('What do you say of the new papers?').fill('The articles as agreed.');
    await checkPage(clerk, 'consents-give-papers');
    await press(clerk, 'Continue');
    await press(clerk, 'Give new papers');
    const reader = await pageOf(asked.officer.person);
    await reader.goto(asked.path);
    await checkPage(reader, 'consents-new-papers');
    await reader.context().close();
    await clerk.goto(`/cases/${asked.id}/steps/choose-articles`);
    await clerk.getByLabel('Church majority articles').check();
    const [year, month, day] = (await desk.today()).split('-') as [string, string, string];
    await clerk.getByLabel('Day').fill(day);
    await clerk.getByLabel('Month').fill(month);
    await clerk.getByLabel('Year').fill(year);
    await press(clerk, 'Continue');
    await checkPage(clerk, 'consents-voids');
    await press(clerk, 'Choose the articles');
    const { trustee } = (await desk.stored(asked.id)).snapshot.consents;
    expect(trustee!.value).toBe('superseded');
    await clerk.context().close();
  });
});
