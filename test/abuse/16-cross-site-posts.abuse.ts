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

const PLAIN = 'text/plain';
const FORM = 'application/x-www-form-urlencoded';

test.each([
  ['a form of another site', { 'sec-fetch-site': 'cross-site', 'content-type': FORM }],
  ['a form of a neighbouring site', { 'sec-fetch-site': 'same-site', 'content-type': FORM }],
  ['JSON as plain text', { 'sec-fetch-site': 'cross-site', 'content-type': PLAIN }],
  ['an old browser with an Origin', { origin: 'https://evil.example', 'content-type': FORM }],
  ['a sandboxed frame', { origin: 'null', 'content-type': FORM }],
  ['a program that says nothing', { 'content-type': FORM }],
])('16: %s is refused, and nothing happens', async (_name, headers) => {
  const browser = await server.browserOf(await ruthOn(server));
  const body = headers['content-type'] === PLAIN ? '{"a":"=b"}' : 'a=b';
  for (const path of ['/sign-out', '/account/sessions/end', '/account/second-factors/codes']) {
    const { status } = await browser.send(path, { method: 'POST', body, headers: { ...headers } });
    // Signing out needs no session; a type that no form has is not even read.
    expect([path, [403, 415].includes(status)]).toEqual([path, true]);
  }
  expect((await browser.get('/account')).text).toContain(EMAIL);
});

test('16: a foreign form is refused before its body is read', async () => {
  const browser = server.browser();
  const headers = { 'sec-fetch-site': 'cross-site', 'content-type': FORM };
  const body = `email=${'x'.repeat(1_000_000)}`;
  expect((await browser.send('/sign-in', { method: 'POST', body, headers })).status).toBe(403);
  const asked = await askForLink(server, server.browser());
  expect([asked.answer.status, isSignedIn(browser)]).toEqual([303, false]);
});
