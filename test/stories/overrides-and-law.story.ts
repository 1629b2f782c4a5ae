import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { prescribedTestOn } from '#law';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aPdf } from '../support/form.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(300_000);

describe('overrides, the course of a case and the facts of law, in a browser', () => {
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

  async function pageOf(person: string, script = true): Promise<[BrowserContext, Page]> {
    const session = await aSession(desk.office.pool, person);
    const context = await contextOf(browser, server.url, { session, script });
    return [context, await context.newPage()];
  }

  const press = async (page: Page, name: string | RegExp) =>
    Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()]);
  const follow = async (page: Page, name: string | RegExp) =>
    Promise.all([page.waitForNavigation(), page.getByRole('link', { name }).first().click()]);

  async function add(page: Page, label: string): Promise<void> {
    const bytes = Buffer.from(await aPdf('paper.pdf').arrayBuffer());
    const file = { name: 'paper.pdf', mimeType: 'application/pdf', buffer: bytes };
    await page.getByLabel(label).setInputFiles(file);
  }

  async function happenedToday(page: Page): Promise<void> {
    const [year, month, day] = (await desk.today()).split('-');
    await page.getByLabel('Day', { exact: true }).first().fill(day!);
    await page.getByLabel('Month', { exact: true }).first().fill(month!);
    await page.getByLabel('Year', { exact: true }).first().fill(year!);
  }

  it('takes an override from the clerk to the senior officer and back', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const senior = await desk.memberOf(desk.clerk.body!, 'senior-officer');
    const [clerks, clerk] = await pageOf(desk.clerk.person);
    await clerk.goto(`/cases/${id}/tasks`);
    await follow(clerk, 'Ask for an override of rule R1');
    await checkPage(clerk, 'override-ask');
    await clerk
      .getByLabel('Why should the rule be overridden?')
      .fill('The foundation’s letter of 1 May is lost, and its solicitor confirms it.');
    await add(clerk, 'Paper that supports the request');
    await press(clerk, 'Continue');
    await press(clerk, 'Ask for an override');

    const [seniors, officer] = await pageOf(senior.person, false);
    await officer.goto('/overrides');
    await follow(officer, /R1 at/);
    await officer.getByLabel('Override the rule, once, for this act').check();
    await officer.getByLabel('Why?').fill('The solicitor’s letter shows it.');
    await press(officer, 'Continue');
    await press(officer, 'Override the rule');
    expect(await officer.getByText('The rule is overridden.').count()).toBe(1);
    await seniors.close();

    const [again, look] = await pageOf(senior.person);
    await look.goto('/overrides');
    await follow(look, /R1 at/);
    await checkPage(look, 'override-request');
    await again.close();

    await clerk.goto(`/cases/${id}`);
    await checkPage(clerk, 'override-overview');
    await clerks.close();
  });

  it('puts a case on hold, and shows its letter before', async () => {
    const id = await desk.aCase();
    const [clerks, clerk] = await pageOf(desk.clerk.person);
    await clerk.goto(`/cases/${id}/course`);
    await follow(clerk, 'Put the case on hold');
    await happenedToday(clerk);
    await clerk.getByLabel('The next Ofsted report is awaited').check();
    await clerk.getByLabel('Why is the case put on hold?').fill('The report is due in May.');
    await add(clerk, 'Paper that shows it');
    await press(clerk, 'Continue');
    await press(clerk, 'Put the case on hold');
    await checkPage(clerk, 'course-held');
    await clerks.close();
  });

  it('lets an administrator correct a fact of law', async () => {
    const administrator = await desk.memberOf(desk.clerk.body!, 'administrator');
    const [context, page] = await pageOf(administrator.person);
    await page.goto('/admin/law');
    await checkPage(page, 'admin-law');
    await follow(page, 'Every federation');
    await press(page, 'Correct it');
    await page.getByLabel('Partnership governors').check();
    await page.getByLabel('How many of them must vote for it?').fill('6');
    await page.getByLabel('Why is it corrected?').fill('The text of the regulation was read.');
    await page.getByLabel('Where is it written?').fill('SI 2012/1035, regulation 46');
    await checkPage(page, 'admin-correct');
    await press(page, 'Continue');
    await press(page, 'Record the correction');
    const test = await prescribedTestOn(desk.office.pool, '100000', await desk.today());
    expect(test?.value.descriptions).toHaveLength(5);
    expect(test?.value.minFor).toBe(6);
    await context.close();
  });
});
