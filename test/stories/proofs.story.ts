import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { addPerson } from '#identity';
import { inTransaction } from '#platform';
import { codeOn } from '../support/authenticator.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { aSession } from '../support/session.js';
import { aWebServer, type WebServer } from '../support/web.js';

jest.setTimeout(180_000);

let server: WebServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([aWebServer(), openChromium()]);
  const { pool } = server.database;
  const { id } = await inTransaction(pool, (tx) =>
    addPerson(tx, { name: 'Ruth Okafor', email: 'ruth.okafor@example.org' }),
  );
  const session = await aSession(pool, id, { isProved: false });
  context = await contextOf(browser, server.url, { session });
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

test('somebody sets up an app, proves with it, and sees where they are signed in', async () => {
  await page.goto('/sign-in/again?next=/account');
  await checkPage(page, 'proof-first');
  await page.getByRole('button', { name: 'Set up an app' }).click();
  await checkPage(page, 'proof-app');
  const secret = await page.locator('#secret').innerText();
  await page.getByLabel('6 digits that the app shows now').fill(codeOn(secret));
  await page.getByRole('button', { name: 'Finish' }).click();
  await checkPage(page, 'proof-codes');
  expect(await page.locator('code').count()).toBe(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  expect(new URL(page.url()).pathname).toBe('/account');
  await checkPage(page, 'proof-account');
  await page.getByRole('link', { name: 'Where you are signed in' }).click();
  await checkPage(page, 'proof-sessions');
  await page.goto('/account/second-factors');
  await checkPage(page, 'proof-factors');
});

test('what was typed is shown again after the proof', async () => {
  const { pool } = server.database;
  await pool.query('UPDATE session SET proved_at = NULL, proved_by = NULL');
  await page.goto('/account/second-factors');
  await page.getByRole('button', { name: 'Make 10 new codes' }).click();
  await checkPage(page, 'proof-again');
  await pool.query('UPDATE authenticator_app SET last_step = 0');
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM person');
  expect(rows).toHaveLength(1);
  await pool.query(`UPDATE session SET proved_at = now(), proved_by = 'app'`);
  await page.reload();
  await checkPage(page, 'proof-go-on');
  await page.getByRole('button', { name: 'Send it now' }).click();
  await page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor();
});
