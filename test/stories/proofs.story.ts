import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { addBody, addMembership, addPerson, passwords, provider } from '#identity';
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
  const environment = {
    OIDC_ISSUER: 'https://login.example.org',
    OIDC_CLIENT_ID: 'assent',
    OIDC_CLIENT_SECRET: 'secret',
    OIDC_NAME: 'School Sign-in',
  };
  [server, browser] = await Promise.all([aWebServer({ environment }), openChromium()]);
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
  await pool.query(`UPDATE session SET proved_at = now(), proved_by = 'app'`);
  await page.reload();
  await checkPage(page, 'proof-go-on');
  await page.getByRole('button', { name: 'Send it now' }).click();
  await page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor();
});

test('a passkey is made, proves who somebody is, once for each challenge, and is removed', async () => {
  const url = server.url.replace('127.0.0.1', 'localhost');
  const { pool } = server.database;
  const { id } = await inTransaction(pool, (tx) =>
    addPerson(tx, { name: 'Chidi Eze', email: 'chidi.eze@example.org' }),
  );
  const own = await contextOf(browser, url, {
    session: await aSession(pool, id, { isProved: false }),
  });
  const tab = await own.newPage();
  await aSecurityKey(own, tab);
  await tab.goto('/account/second-factors');
  await tab.getByRole('button', { name: 'Add a passkey' }).click();
  await checkPage(tab, 'proof-passkey-new');
  await tab.getByLabel('A name for it').fill('School laptop');
  await tab.getByRole('button', { name: 'Make the passkey' }).click();
  await tab.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor();

  await pool.query('UPDATE session SET proved_at = NULL, proved_by = NULL WHERE person = $1', [id]);
  await tab.goto('/sign-in/again?next=/account/sessions');
  await tab.getByRole('button', { name: 'Use a passkey' }).click();
  await checkPage(tab, 'proof-passkey-use');
  const sent = tab.waitForRequest((request) => request.method() === 'POST');
  await tab.getByRole('button', { name: 'Use the passkey' }).click();
  const answer = new URLSearchParams((await sent).postData() ?? '').get('response')!;
  await tab.getByText('by a passkey').waitFor();

  await pool.query('UPDATE session SET proved_at = NULL, proved_by = NULL WHERE person = $1', [id]);
  await tab.goto('/sign-in/again');
  await tab.getByRole('button', { name: 'Use a passkey' }).click();
  await tab.locator('[name=response]').evaluate((field, words) => {
    (field as HTMLInputElement).value = words;
  }, answer);
  await tab.getByRole('button', { name: 'Use the passkey' }).click();
  await tab.getByText('This passkey did not fit').waitFor();
  const { rows } = await pool.query(
    'SELECT 1 FROM session WHERE person = $1 AND proved_at IS NOT NULL',
    [id],
  );
  expect(rows).toEqual([]);

  await pool.query(
    `UPDATE session SET proved_at = now(), proved_by = 'passkey' WHERE person = $1`,
    [id],
  );
  await tab.goto('/account/second-factors');
  await checkPage(tab, 'proof-passkeys');
  await tab.getByRole('button', { name: 'Remove the passkey School laptop' }).click();
  await tab.getByText('The passkey no longer proves who you are.').waitFor();
  const told = await pool.query<{ what: string }>(
    `SELECT values ->> 'what' AS what FROM letter WHERE person = $1 ORDER BY written_at, id`,
    [id],
  );
  expect(told.rows.map(({ what }) => what)).toEqual([
    'A passkey called “School laptop” now proves who you are.',
    'New recovery codes were made for you. Earlier ones no longer work.',
    'The passkey called “School laptop” no longer proves who you are.',
  ]);
  await own.close();
});

test('the ways to sign in, and who may use them, are shown without a fault', async () => {
  const { pool } = server.database;
  const [boss, ruth] = await inTransaction(pool, async (tx) => {
    const body = await addBody(tx, { kind: 'clerking-service', name: 'Northmere Governance' });
    const ada = await addPerson(tx, { name: 'Ada Admin', email: 'ada@example.org' });
    const known = await addPerson(tx, { name: 'Ruth Okafor', email: 'ruth.okafor@example.org' });
    await addMembership(tx, { person: ada.id, body: body.id, role: 'administrator' });
    await addMembership(tx, { person: known.id, body: body.id, role: 'clerk' });
    await passwords.allow(tx, { person: known.id, by: ada.id });
    const invited = {
      person: known.id,
      by: ada.id,
      baseUrl: server.url,
      provider: 'School Sign-in',
    };
    await provider.invite(tx, invited);
    return [ada.id, known.id] as const;
  });
  const nobody = await (await contextOf(browser, server.url)).newPage();
  const { rows } = await pool.query<{ link: string }>(
    `SELECT values ->> 'link' AS link FROM letter WHERE template = 'provider-invitation'`,
  );
  const join = new URL(rows[0]!.link).pathname;
  for (const [name, path] of Object.entries({
    'ways-sign-in': '/sign-in',
    'ways-password': '/sign-in/password',
    'ways-forgotten': '/sign-in/password/forgotten',
    'ways-sent': '/sign-in/password/sent',
    'ways-join': join,
  })) {
    await nobody.goto(path);
    await checkPage(nobody, name);
  }
  await nobody.goto('/sign-in/password');
  await nobody.getByRole('button', { name: 'Sign in' }).click();
  await checkPage(nobody, 'ways-password-faults');

  const session = await aSession(pool, ruth);
  const own = await (await contextOf(browser, server.url, { session })).newPage();
  await own.goto('/account/password');
  await checkPage(own, 'ways-choose');
  const above = await contextOf(browser, server.url, { session: await aSession(pool, boss) });
  const admin = await above.newPage();
  await admin.goto('/admin');
  await admin.getByText('How Ruth Okafor signs in').click();
  await checkPage(admin, 'ways-admin');
});

/** A security key that Chromium plays, with its own keys and a finger that always presses. */
async function aSecurityKey(own: BrowserContext, tab: Page): Promise<void> {
  const devTools = await own.newCDPSession(tab);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
