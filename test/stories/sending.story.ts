import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { consultees } from '#consultation';
import type { ConsulteeDraft, Group } from '#consultation';
import { consultationDesk } from '#cases';
import { expandMailings } from '#mail';
import { inTransaction, now } from '#platform';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

// Ten pages, each measured at three widths.
jest.setTimeout(240_000);

let desk: CaseDesk;
let web: WebServer;
let browser: Browser;
let page: Page;
let caseId: string;
let consultation: string;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  browser = await openChromium();
  caseId = await desk.aCase();
  await desk.send(caseId, 'trust.chosen', { trust: theTrust });
  consultation = await desk.writeText(caseId);
  await inTransaction(desk.office.pool, (tx) => consultees.add(tx, desk.clerk, consultation, LIST));
  const session = (await web.browserOf(desk.clerk.person)).cookies.get('assent-session')!;
  const context = await contextOf(browser, web.url, { session });
  page = await context.newPage();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await desk?.close();
});

const person = (name: string, group: Group, given: Partial<ConsulteeDraft> = {}) => ({
  ...{ name, group, email: `${name.toLowerCase().replace(' ', '.')}@example.org` },
  ...{ organisation: null, postal: null, ...given },
});
const LIST = [
  person('Ben Cole', 'neighbour', { email: null, postal: '4 Mill Lane\nNorthtown' }),
  person('Cara Lind', 'staff'),
  person('Dan Orr', 'parent'),
  person('Dan Orr', 'parent'),
  person('Kim West', 'parent', { email: 'kim@school.invalid' }),
];

const at = (path: string) => `/cases/${caseId}/consultation/${path}`;

async function reads(path: string, name: string, words: readonly string[]): Promise<void> {
  const answer = await page.goto(at(path));
  expect([path, answer?.status()]).toEqual([path, 200]);
  const text = await page.locator('main').innerText();
  for (const word of words) expect(text).toContain(word);
  await checkPage(page, name);
}

describe('sending, in a browser', () => {
  it('is read before it is ordered: who is asked, who is reached how, and each letter', async () => {
    await reads('consultees/groups', 'sending-groups', ['Nobody asked, no reason']);
    await reads('consultees/check', 'sending-check', ['On the list twice', 'The letter to']);
    await page.getByRole('link', { name: 'Next person' }).click();
    await page.waitForLoadState();
    expect(await page.locator('h2#letter').innerText()).toContain('Cara Lind');
    await reads('consultees/check/people?way=duplicate', 'sending-people', ['Dan Orr']);
    await reads('consultees/letters', 'sending-log-before', ['Not written to']);
  });

  it('waits where it can be taken back, and then shows how far it is', async () => {
    const { office } = desk;
    const closesOn = new Date((await now(office.pool)).getTime() + 42 * 86_400_000);
    await consultationDesk.orderLaunch(office, await desk.act(caseId), {
      ...{ consultation, closesOn: closesOn.toISOString().slice(0, 10), closesAt: '17:00' },
      ...{ starts: null, gapMinutes: 30 },
      document: await desk.file(caseId, 'consultationDocument'),
    });
    await reads('sending', 'sending-waits', ['Waits for its time', 'Take it back']);
    await desk.letPass(6);
    await expandMailings(office.pool, consultees.recipients);
    await office.pool.query(
      `SELECT mark_letter(id, 'sent', '{}') FROM letter WHERE to_name = 'Cara Lind'`,
    );
    await reads('sending', 'sending-runs', ['Begun', 'Member of staff', 'Waits for its time']);
    // It looks again by itself, so nothing is measured of it while it does.
    await page.goto(at('sending?watch=yes'));
    expect(await page.locator('main').innerText()).toContain('Stop that');
    await reads('consultees/letters', 'sending-log', ['On its way', 'To print']);
    await page
      .getByRole('link', { name: /Send again/ })
      .first()
      .click();
    await page.waitForLoadState();
    await checkPage(page, 'sending-resend');
    await reads('sending/again', 'sending-again', ['first publish what has changed']);
  });
});
