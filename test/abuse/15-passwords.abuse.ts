import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { addBody, addMembership, passwords } from '#identity';
import { inTransaction } from '#platform';
import { EMAIL, forgetCounts, isSignedIn, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type WebServer } from '../support/web.js';

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer();
  await ruthOn(server);
});
beforeEach(() => forgetCounts(server));
afterAll(() => server.close());

test('15: every password is judged by its length and its use, never cut, in bounded time', async () => {
  const { pool } = server.database;
  const person = await ruthOn(server);
  await inTransaction(pool, async (tx) => {
    await passwords.allow(tx, { person, by: person });
    const { id } = await addBody(tx, { kind: 'governing-board', name: "St Botolph's School" });
    await addMembership(tx, { person, body: id, role: 'governor' });
  });
  const browser = await server.browserOf(person);
  const set = async (password: string) => {
    await forgetCounts(server);
    return (await browser.fill('/account/password', '/account/password', { password })).status;
  };
  const signIn = async (password: string) => {
    await forgetCounts(server);
    const fresh = server.browser();
    await fresh.fill('/sign-in/password', '/sign-in/password', { email: EMAIL, password });
    return isSignedIn(fresh);
  };
  for (const weak of ['seven 7', 'password1', 'Botolphs2026', 'x'.repeat(257), 'x'.repeat(2_001)]) {
    expect([weak.slice(0, 20), await set(weak)]).toEqual([weak.slice(0, 20), 422]);
  }
  for (const good of [
    '🐎🐎🐎🐎🐎🐎🐎🐎',
    'a\0b nul inside',
    ' spaces around ',
    `${'y'.repeat(255)}z`,
  ]) {
    expect([good.slice(0, 20), await set(good)]).toEqual([good.slice(0, 20), 303]);
    expect(await signIn(good)).toBe(true);
    expect(await signIn(good.slice(0, -1))).toBe(false);
    expect(await signIn(good.trim() === good ? `${good} ` : good.trim())).toBe(false);
  }
  const started = performance.now();
  expect(await signIn('x'.repeat(90_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});
