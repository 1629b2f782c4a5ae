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

test('3: a link that is opened in another browser signs nobody in there, and shows a code', async () => {
  const [asking, other] = [server.browser(), server.browser()];
  const { path } = await askForLink(server, asking);
  const shown = await other.get(path);
  const code = /id="code">(\d{6})</.exec(shown.text)![1]!;
  expect((await other.fill('/sign-in', path, {})).status).toBe(403);
  await other.fill('/sign-in/check-your-email', '/sign-in/code', { code });
  expect(isSignedIn(other)).toBe(false);
  await asking.fill('/sign-in/check-your-email', '/sign-in/code', { code });
  expect(isSignedIn(asking)).toBe(true);
});
