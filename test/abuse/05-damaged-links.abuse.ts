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

test('5: what a mail program does to a link is mended, or told; what a forger does is not found', async () => {
  const browser = server.browser();
  const { path } = await askForLink(server, browser);
  const secret = path.split('/').at(-1)!;
  const look = async (typed: string) => browser.get(`/sign-in/link/${typed}`);
  for (const mended of [
    secret.toUpperCase(),
    `${secret}=`,
    `${secret}%3D`,
    `${secret}.`,
    `${secret}%3E`,
  ]) {
    expect([mended, (await look(mended)).status]).toEqual([mended, 200]);
  }
  for (const cut of [secret.slice(0, 20), secret.slice(0, -1), secret.slice(1)]) {
    const { status, text } = await look(cut);
    expect([cut, status, text.includes('The link is not complete')]).toEqual([cut, 404, true]);
  }
  for (let at = 0; at < secret.length; at += 7) {
    const other = secret[at] === 'a' ? 'b' : 'a';
    const { status } = await look(secret.slice(0, at) + other + secret.slice(at + 1));
    expect(status).toBe(404);
  }
  for (const forged of [
    'eyJhbGciOiJub25lIn0.e30.',
    `${'a'.repeat(34)}`,
    '..%2F..%2Fadmin',
    '%00',
  ]) {
    expect([forged, (await look(forged)).status < 500, isSignedIn(browser)]).toEqual([
      forged,
      true,
      false,
    ]);
  }
});
