import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askForLink, isSignedIn, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type WebServer } from '../support/web.js';

const MACHINES = 100;

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
  await ruthOn(server);
});
afterAll(() => server.close());

/** Looks like a secret, letter by letter, and is none. */
const guess = () => {
  const signs = [...randomBytes(34)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]);
  return `/sign-in/link/${signs.join('')}`;
};

test('6: who guesses links is stopped at the thirtieth, and everybody else is not', async () => {
  const browser = server.browser();
  const from = (machine: string) => ({ 'x-forwarded-for': machine });
  const statuses: number[] = [];
  for (let time = 0; time < 60; time += 1) {
    statuses.push((await browser.get(guess(), from('203.0.113.9'))).status);
  }
  expect(statuses.filter((status) => status === 404)).toHaveLength(30);
  expect(statuses.filter((status) => status === 429)).toHaveLength(30);

  const many = await Promise.all(
    Array.from(
      { length: MACHINES },
      async (_, at) => (await server.browser().get(guess(), from(`198.51.100.${at}`))).status,
    ),
  );
  expect(new Set(many)).toEqual(new Set([404]));

  const ruth = server.browser();
  const { path } = await askForLink(server, ruth);
  await ruth.fill(path, path, {});
  expect(isSignedIn(ruth)).toBe(true);
});
