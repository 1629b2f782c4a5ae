import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(120_000);

describe('schools that go together, in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;
  let page: Page;
  const cases: string[] = [];

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
    const session = await aSession(desk.office.pool, desk.clerk.person);
    page = await (await contextOf(browser, server.url, { session })).newPage();
    for (let nth = 0; nth < 3; nth += 1) cases.push(await desk.aCase());
    await desk.send(cases[0]!, 'trust.chosen', { trust: theTrust });
    await desk.send(cases[0]!, 'trust.consented');
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await desk.close();
  });

  const press = async (name: string) => page.getByRole('button', { name }).click();

  it('a route is chosen, with what follows from it', async () => {
    await page.goto(`/cases/open/${await desk.aSchool('community')}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await checkPage(page, 'route-choice');
    await page.getByLabel('Ordered by the Secretary of State').check();
    await press('Continue');
    expect(await page.textContent('main')).toContain('Section 4(1)(b)'.toLowerCase());
    await press('Open the case');
    expect(await page.textContent('main')).toContain('Ordered by the Secretary of State');
  });

  it('46: one depends on another, which leaves; the group is reviewed', async () => {
    await page.goto('/groups/new');
    await page.getByLabel('Schools that go together').check();
    await page.getByLabel('Name').fill('Valley schools');
    await press('Make the group');
    await page.getByRole('button', { name: 'Add schools' }).click();
    const boxes = page.locator('input[type=checkbox]');
    expect(await boxes.count()).toBe(4);
    for (const caseId of cases) await page.locator(`input[value="${caseId}"]`).check();
    await press('Add to the group');

    await page
      .getByRole('link', { name: /^Change on whom/ })
      .nth(1)
      .click();
    await page.locator('input[type=checkbox]').first().check();
    await page.getByLabel('Reason').fill('They share a head teacher.');
    await checkPage(page, 'group-dependence');
    await press('Record');
    const path = new URL(page.url()).pathname;

    await desk.send(cases[0]!, 'case.withdrawn');
    await page.goto(path);
    expect(await page.textContent('main')).toContain('Review due');
    await checkPage(page, 'group-review-due');
    await page.getByRole('link', { name: /Record the review/ }).click();
    expect(await page.textContent('h1')).toContain('Review the group');
  });

  it('a school of another desk is invited, and its clerk lets it join', async () => {
    const theirs = await desk.aCaseOf(desk.otherClerk);
    const { urn } = (await desk.stored(theirs)).snapshot.case.context;
    await page.goto('/groups');
    await page.getByRole('link', { name: 'Valley schools' }).click();
    await page.getByRole('link', { name: 'Invite a school of another desk' }).click();
    await checkPage(page, 'group-invite');
    await page.getByLabel('Number of the case').fill(urn);
    await press('Send the invitation');
    expect(await page.textContent('main')).toContain('Not answered yet');
    await checkPage(page, 'group-invited');
    const path = new URL(page.url()).pathname;

    const session = await aSession(desk.office.pool, desk.otherClerk.person);
    const other = await (await contextOf(browser, server.url, { session })).newPage();
    await other.goto('/home');
    await other.getByRole('link', { name: /An invitation to join/ }).click();
    await checkPage(other, 'group-invitation');
    await other.getByLabel('The school joins', { exact: true }).check();
    await other.getByRole('button', { name: 'Continue' }).click();
    expect(new URL(other.url()).pathname).toBe(path);
    expect(await other.textContent('main')).toContain('Northern Clerks leads this group.');
    await checkPage(other, 'group-of-another-desk');
  });
});
