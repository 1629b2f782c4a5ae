import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { addBody, addMembership, endMembership } from '#identity';
import { inTransaction } from '#platform';
import { EMAIL, askForLink, forgetCounts, isSignedIn, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type WebServer } from '../support/web.js';

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer();
  await ruthOn(server);
});
beforeEach(() => forgetCounts(server));
afterAll(() => server.close());

test('14: a cookie that was set before signing in is another one afterwards', async () => {
  const browser = server.browser();
  browser.cookies.set('assent-session', 'fixed-by-somebody');
  const { path } = await askForLink(server, browser);
  await browser.fill(path, path, {});
  expect(browser.cookies.get('assent-session')).not.toBe('fixed-by-somebody');
  expect((await browser.get('/account')).text).toContain(EMAIL);
});

test('14: a cookie is dead at once after signing out, and with its role', async () => {
  const { pool } = server.database;
  const person = await ruthOn(server);
  const browser = await server.browserOf(person);
  const cookie = browser.cookies.get('assent-session')!;
  await browser.fill('/account', '/sign-out', {});
  expect(isSignedIn(browser)).toBe(false);
  browser.cookies.set('assent-session', cookie);
  expect((await browser.get('/account')).status).toBe(303);

  const body = await inTransaction(pool, async (tx) => {
    const { id } = await addBody(tx, { kind: 'clerking-service', name: 'Northmere' });
    await addMembership(tx, { person, body: id, role: 'clerk' });
    return id;
  });
  const clerk = await server.browserOf(person);
  expect((await clerk.get('/cases')).status).toBe(200);
  await inTransaction(pool, (tx) => endMembership(tx, { person, body, role: 'clerk' }));
  expect((await clerk.get('/cases')).headers.get('location')).toContain('/sign-in');
  expect((await (await server.browserOf(person)).get('/cases')).status).toBe(403);
});

test('14: a copy of a cookie is dead when its holder has proved who they are', async () => {
  const person = await ruthOn(server);
  const browser = await server.browserOf(person, { isProved: false });
  const thief = server.browser();
  thief.cookies.set('assent-session', browser.cookies.get('assent-session')!);
  const asked = await browser.get('/sign-in/again');
  const code = /id="example-code">(\d{6})</.exec(asked.text)![1]!;
  await browser.fill('/sign-in/again', '/sign-in/again', { code });
  expect((await browser.get('/account')).status).toBe(200);
  expect((await thief.get('/account')).status).toBe(303);
});
