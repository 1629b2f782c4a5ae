import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { TERMS } from '#law';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aPdf } from '../support/form.js';
import { theTrust } from '../support/journey-builder.js';
import { WHY, YEARS, enterYear } from '../support/term-dates.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(300_000);

describe('the school calendar, in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
    await desk.moveClock('2040-06-29T09:00:00Z');
    await enterYear(desk, '383.2040', YEARS[2040]);
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

  async function fillDate(page: Page, name: string, date: string): Promise<void> {
    const [year, month, day] = date.split('-');
    for (const [part, value] of Object.entries({ day, month, year }))
      await page.locator(`input[name="${name}-${part}"]`).fill(value!);
  }

  async function fillYear(page: Page): Promise<void> {
    for (const term of TERMS) {
      const { firstDay, lastDay, halfTerm } = YEARS[2039][term];
      await fillDate(page, `${term}First`, firstDay);
      await fillDate(page, `${term}HalfFirst`, halfTerm.firstDay);
      await fillDate(page, `${term}HalfLast`, halfTerm.lastDay);
      await fillDate(page, `${term}Last`, lastDay);
    }
    await page.getByLabel('Why is it entered or corrected?').fill(WHY.reason);
    await page.getByLabel('Where is it written?').fill(WHY.source);
  }

  it('is entered by an administrator, without JavaScript, and counted for a clerk', async () => {
    const urn = await desk.aSchool('community');
    const administrator = await desk.memberOf(desk.clerk.body!, 'administrator');
    const [admins, admin] = await pageOf(administrator.person, false);
    await admin.goto('/admin');
    await follow(admin, 'See and enter term dates');
    await admin.getByLabel('Local authority').selectOption({ label: 'Leeds' });
    await admin.getByLabel('School year').selectOption({ label: '2039 to 2040' });
    await press(admin, 'Continue to the term dates');
    await press(admin, 'Continue');
    expect(await admin.getByText('Enter the first day of the autumn term.').count()).toBe(2);
    await fillYear(admin);
    await press(admin, 'Continue');
    await press(admin, 'Record the correction');
    await admins.close();

    const [again, look] = await pageOf(administrator.person);
    for (const path of [
      '',
      '/term-dates/383.2039',
      '/term-dates/383.2039/correct',
      '/bank-holiday/2040-06-04',
      '/bank-holiday/2040-06-04/correct',
    ]) {
      await look.goto(`/admin/calendar${path}`);
      await checkPage(look, `calendar${path.replaceAll('/', '-')}`);
    }
    await again.close();

    const id = await desk.openCase(urn);
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await desk.writeText(id);
    const [clerks, clerk] = await pageOf(desk.clerk.person);
    await clerk.goto(`/cases/${id}/steps/launch-consultation`);
    await clerk.locator('textarea[name="question"]').fill('Should the school join the trust?');
    await fillDate(clerk, 'closesOn', '2040-08-10');
    await clerk.locator('input[name="closesAt"]').fill('5pm');
    const buffer = Buffer.from(await aPdf('paper.pdf').arrayBuffer());
    const file = { name: 'paper.pdf', mimeType: 'application/pdf', buffer };
    await clerk.locator('input[type="file"]').setInputFiles(file);
    await press(clerk, 'Continue');
    expect(await clerk.getByText('People have 15 school days to answer').count()).toBe(1);
    await checkPage(clerk, 'launch-check');
    await press(clerk, 'Launch the consultation');
    await checkPage(clerk, 'launch-ordered');
    await desk.letPass(6);
    await clerk.goto(`/cases/${id}/consultation`);
    expect(await clerk.getByText('15 of the 30 working days').count()).toBe(1);
    await checkPage(clerk, 'consultation-school-days');
    await clerks.close();
  });
});
