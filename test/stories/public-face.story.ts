import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { responses } from '#consultation';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { launched } from '../support/consultation.js';
import { aSession } from '../support/session.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

const WORDS = 'My son Tom walks from 12 Old Mill Lane. Keep the bus.';

let desk: CaseDesk;
let server: WebServer;
let chromium: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  server = await aWebServer({ on: desk });
  chromium = await openChromium();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await server.close();
  await desk.close();
});

describe('the public pages of a consultation', () => {
  it('have no fault, and lead from a reply to its published copy and its proof, without scripts', async () => {
    const { pool } = desk.office;
    const caseId = await desk.aCase();
    const { id: consultation } = await launched(pool, { caseId, clerk: desk.clerk });
    const reply = await inTransaction(pool, async (tx) => {
      const receivedOn = (await now(tx)).toISOString().slice(0, 10);
      const said = { consultation, consultee: null, group: 'parent', view: 'disagree' } as const;
      const given = { ...said, channel: 'paper', author: 'Nora Orr', words: WORDS } as const;
      const whole = { ...given, receivedOn, publish: 'unnamed' } as const;
      return (await responses.enter(tx, desk.clerk, whole)).id;
    });
    const session = await aSession(pool, desk.clerk.person);
    const clerk = await (
      await contextOf(chromium, server.url, { session, script: false })
    ).newPage();
    const anybody = await (await contextOf(chromium, server.url, { script: false })).newPage();
    const clerkLooks = await (await contextOf(chromium, server.url, { session })).newPage();
    const anybodyLooks = await (await contextOf(chromium, server.url)).newPage();
    const check = async (page: typeof clerk, path: string, name: string) => {
      expect([path, (await page.goto(path))?.status()]).toEqual([path, 200]);
      await checkPage(page, `public-${name}`);
    };
    const base = `/cases/${caseId}/consultation`;
    const path = `/consultations/${consultation}`;

    await check(clerkLooks, `${base}/public/events/new`, 'new-event');
    await clerk.goto(`${base}/public/events/new`);
    await clerk.getByLabel('What it is called').fill('Drop-in');
    for (const [part, value] of [
      ['Day', '4'],
      ['Month', '6'],
      ['Year', '2041'],
    ] as const)
      await clerk.getByLabel(part, { exact: true }).fill(value);
    await clerk.getByLabel('It begins at').fill('6pm');
    await clerk.getByLabel('It ends at').fill('7:30pm');
    await clerk.getByLabel('Where').fill('The hall');
    await clerk.getByLabel('Whom it is for').fill('Parents');
    await clerk.getByRole('button', { name: 'Save' }).press('Enter');
    await clerk.getByText('can read it now.').waitFor();
    await check(clerkLooks, `${base}/public`, 'clerk');
    await check(anybodyLooks, path, 'open');
    await check(anybodyLooks, `${path}/paper`, 'paper');

    await clerk.goto(`${base}/responses/${reply}/copy`);
    await clerk.getByLabel('12 Old Mill Lane').first().press('Space');
    await clerk.getByLabel('Words to take out').fill('Tom');
    await clerk.getByLabel('Personal data of a child').press('Space');
    await clerk.getByRole('button', { name: 'Take out', exact: true }).press('Enter');
    await clerk.getByText('It is taken out of the copy.').waitFor();
    await check(clerkLooks, `${base}/responses/${reply}/copy`, 'copy');
    await clerk.getByRole('button', { name: 'This copy is ready' }).press('Enter');
    await clerk.getByText('The copy of R-0001 is ready.').waitFor();

    await desk.moveClock(new Date(Date.now() + 50 * 86_400_000).toISOString());
    await check(clerkLooks, `${base}/responses/copies`, 'copies');
    await clerk.goto(`${base}/responses/copies`);
    await clerk.getByRole('button', { name: 'Publish the copies' }).press('Enter');
    await clerk.getByText('Anybody can read the copies that are ready now.').waitFor();

    await check(anybodyLooks, '/consultations', 'list');
    await anybody.goto('/consultations');
    await anybody.getByRole('link', { name: 'Should Hillside' }).click();
    await anybody.getByRole('link', { name: 'Read the replies that were published' }).click();
    await anybody.getByLabel('Words to look for').fill('keep the bus');
    await anybody.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    await anybody.getByText('[taken out: about a child]').first().waitFor();
    expect(await anybody.content()).not.toMatch(/Tom|Old Mill|Nora/);
    await check(anybodyLooks, `${path}/replies`, 'replies');

    const { code } = (await responses.proofOf(pool, consultation, 'R-0001'))!;
    await check(anybodyLooks, '/check-a-record', 'check');
    await anybody.getByRole('link', { name: 'Check a record' }).click();
    await anybody.getByLabel('The code on your receipt').fill(code.toLowerCase());
    await anybody.getByRole('button', { name: 'Check', exact: true }).press('Enter');
    await anybody.getByText('It counts.').waitFor();
    await anybodyLooks.getByLabel('The code on your receipt').fill(code);
    await anybodyLooks.getByRole('button', { name: 'Check', exact: true }).press('Enter');
    await anybodyLooks.getByText('It counts.').waitFor();
    await checkPage(anybodyLooks, 'public-checked');
  }, 600_000);
});
