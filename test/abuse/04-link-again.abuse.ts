import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { askForLink, forgetCounts, isSignedIn, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type WebServer } from '../support/web.js';

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer();
  await ruthOn(server);
});
beforeEach(() => forgetCounts(server));
afterAll(() => server.close());

test('4: a link pressed three times at once opens one session, and later none', async () => {
  const browser = server.browser();
  const { path } = await askForLink(server, browser);
  const { text } = await browser.get(path);
  const token = /name="_token" value="([^"]+)"/.exec(text)![1]!;
  const nonce = /name="_nonce" value="([^"]+)"/.exec(text)![1]!;
  const press = () => browser.post(path, { _token: token, _nonce: nonce });
  const answers = await Promise.all([press(), press(), press()]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410, 410]);
  const { rows } = await server.database.pool.query('SELECT FROM session');
  expect(rows).toHaveLength(1);
  expect((await server.browser().get(path)).status).toBe(410);
});

test('4: a link of eleven minutes ago asks for a new one', async () => {
  const browser = server.browser();
  const { path } = await askForLink(server, browser);
  await server.database.pool.query(
    `UPDATE sign_in_link SET expires_at = now() - interval '1 minute'`,
  );
  expect((await browser.get(path)).status).toBe(410);
  await browser.fill('/sign-in', path, {});
  expect(isSignedIn(browser)).toBe(false);
});
