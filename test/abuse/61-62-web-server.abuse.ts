import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CaseDesk } from '../support/case-desk.js';
import { sendRaw } from '../support/raw-http.js';
import { aWebServer } from '../support/web.js';
import type { Browser, WebServer } from '../support/web.js';

let desk: CaseDesk;
let server: WebServer;
let clerk: Browser;
let caseId: string;
beforeAll(async () => {
  desk = await CaseDesk.open();
  server = await aWebServer({ on: desk });
  clerk = await server.browserOf(desk.clerk.person);
  caseId = await desk.aCase();
});
afterAll(async () => {
  await server.close();
  await desk.close();
});

const host = () => new URL(server.url).host;
/** One request as its lines, on a connection that the server is asked to close. */
const raw = (first: string, headers: readonly string[] = [], body = '') =>
  sendRaw(
    server.url,
    `${[first, `Host: ${host()}`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n${body}`,
  );
const FORM = 'Content-Type: application/x-www-form-urlencoded';
/** What would be a request of its own, were the lengths taken in two ways. */
const SMUGGLED = `GET /law HTTP/1.1\r\nHost: x\r\n\r\n`;

test.each([
  ['two lengths', ['Content-Length: 5', `Content-Length: ${SMUGGLED.length + 5}`], `a=b&c`],
  ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
  ['chunks said twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: x'], '0\r\n\r\n'],
  ['chunks spelt otherwise', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'],
  ['a space before the colon', ['Transfer-Encoding : chunked'], '0\r\n\r\n'],
  ['a length that is no number', ['Content-Length: +5'], 'a=b&c'],
  ['a chunk without an end', ['Transfer-Encoding: chunked'], `zz\r\n`],
  ['a folded header', ['X-One: a', ' Transfer-Encoding: chunked'], '0\r\n\r\n'],
])('61: a request with %s is refused, and nothing behind it is read', async (_, headers, body) => {
  const answer = await raw('POST /sign-in HTTP/1.1', [FORM, ...headers], body + SMUGGLED);
  expect([answer.status, answer.answers]).toEqual([400, 1]);
});

test('61: two hosts, or none, or another server, are refused', async () => {
  expect((await raw('GET / HTTP/1.1', ['Host: evil.example'])).status).toBe(400);
  const none = await sendRaw(server.url, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n');
  expect(none.status).toBe(400);
  expect((await raw('CONNECT evil.example:443 HTTP/1.1')).answers).toBe(0);
  const whole = await raw('GET http://evil.example/ HTTP/1.1');
  expect([whole.status! < 500, whole.text.includes('evil.example')]).toEqual([true, false]);
});

test.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'BREW', 'get'])(
  '61: the method %s is refused',
  async (method) => {
    const { status, text } = await raw(`${method} / HTTP/1.1`, ['X-Secret: told']);
    expect([400, 404, 405]).toContain(status);
    expect(text).not.toContain('told');
  },
);

test.each([
  '/%2e%2e/%2e%2e/etc/passwd',
  '/../../../etc/passwd',
  '/assets/../../package.json',
  '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
  '/assets/..%5c..%5cpackage.json',
  '/assets/%252e%252e/package.json',
  '/assets/%00',
  '/%',
  '/%ff%fe',
  '/cases/%00',
  '/law/%0d%0aSet-Cookie:%20a=b',
])('61: the address %s leads nowhere', async (path) => {
  const session = `Cookie: assent-session=${clerk.cookies.get('assent-session')!}`;
  const { status, text } = await raw(`GET ${path} HTTP/1.1`, [session]);
  expect([400, 404]).toContain(status);
  expect(text).not.toMatch(/root:|"dependencies"|^Set-Cookie: a=b/im);
});

test('61: what is too long is refused at the door', async () => {
  const statusOf = async (...given: Parameters<typeof raw>) => (await raw(...given)).status;
  expect(await statusOf(`GET /${'a'.repeat(5_000)} HTTP/1.1`)).toBe(414);
  expect([414, 431]).toContain(await statusOf(`GET /${'a'.repeat(64 * 1024)} HTTP/1.1`));
  expect(await statusOf('GET / HTTP/1.1', [`X-Long: ${'a'.repeat(64 * 1024)}`])).toBe(431);
  const cookies = Array.from({ length: 100 }, (_, at) => `c${at}=${'x'.repeat(20)}`).join('; ');
  expect(await statusOf('GET / HTTP/1.1', [`Cookie: ${cookies}`])).toBe(200);
  const many = Array.from({ length: 5_000 }, (_, at) => `X-${at}: a`);
  expect([400, 431]).toContain(await statusOf('GET / HTTP/1.1', many));
  const said = `Content-Length: ${200 * 1024}`;
  expect(await statusOf('POST /sign-in HTTP/1.1', [FORM, said], 'a=b')).toBe(413);
  expect((await server.browser().get('/')).status).toBe(200);
});

test('62: an address that only looks like a page is none, and nobody keeps what is personal', async () => {
  const own = `/cases/${caseId}`;
  for (const path of [own, `${own}/people`, '/home', '/account', '/cases']) {
    const { status, headers } = await clerk.get(path);
    expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
  }
  for (const path of [
    `${own}/1.css`,
    `${own}.css`,
    `${own}/people.js`,
    `${own}/people/x.png`,
    `${own}%2Fpeople`,
    `${own};x`,
    `${own}/people;x.css`,
    `/${own}`,
    `${own}//people`,
    `/CASES/${caseId}`,
    `${own}/People`,
    '/home.css',
    '/home/a.css',
  ]) {
    const { status, headers, text } = await clerk.get(path);
    expect([path, status, headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
    expect(text).not.toContain('Hillside');
  }
});
