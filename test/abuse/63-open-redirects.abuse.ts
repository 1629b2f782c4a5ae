import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { EMAIL, askForLink, forgetCounts, isSignedIn, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type WebServer } from '../support/web.js';

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer();
  await ruthOn(server);
});
beforeEach(() => forgetCounts(server));
afterAll(() => server.close());

const ELSEWHERE = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
];

test.each(ELSEWHERE)('63: %j leads nowhere but home', async (next) => {
  const query = `next=${encodeURIComponent(next)}`;
  const ruth = await server.browserOf(await ruthOn(server));
  for (const path of ['/sign-in', '/sign-in/again']) {
    expect((await ruth.get(`${path}?${query}`)).headers.get('location')).toBe('/account');
  }
  const browser = server.browser();
  const { path } = await askForLink(server, browser);
  const sent = await server.browser().fill('/sign-in', '/sign-in', { email: EMAIL, next });
  expect(sent.headers.get('location')).toBe('/sign-in/check-your-email');
  const done = await browser.fill(path, path, {});
  expect([done.headers.get('location'), isSignedIn(browser)]).toEqual(['/account', true]);
});
