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

test('12: the secret of a link is in no log, no Referer and no later address', async () => {
  const browser = server.browser();
  const { path } = await askForLink(server, browser);
  const secret = path.split('/').at(-1)!;
  const seen = await browser.get(path, { 'user-agent': 'A mail program' });
  expect(seen.headers.get('referrer-policy')).toBe('strict-origin');
  await browser.get(`${path}x`);
  await browser.fill(path, path, {});
  await browser.get(`/sign-in/provider/back?code=${secret}&state=${secret}`);
  expect(isSignedIn(browser)).toBe(true);
  const cookie = browser.cookies.get('assent-session')!;
  const account = await browser.get('/account');
  for (const place of [
    server.lines.join('\n'),
    account.text,
    JSON.stringify([...account.headers]),
  ]) {
    expect(place).not.toContain(secret);
    expect(place).not.toContain(cookie);
  }
  for (const line of [EMAIL, 'Okafor']) expect(server.lines.join('\n')).not.toContain(line);
});
