import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { EMAIL, askForLink, forgetCounts, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type WebServer } from '../support/web.js';

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer();
  await ruthOn(server);
});
beforeEach(() => forgetCounts(server));
afterAll(() => server.close());

test('10: a link is named by our own address, whatever the request says of its host', async () => {
  const browser = server.browser();
  for (const headers of [
    { 'x-forwarded-host': 'evil.example' },
    { forwarded: 'host=evil.example;proto=https' },
    { 'x-original-url': '//evil.example', 'x-forwarded-proto': 'https' },
  ] as Record<string, string>[]) {
    const { text } = await browser.get('/sign-in', headers);
    const [, token = ''] = /name="_token" value="([^"]+)"/.exec(text) ?? [];
    const [, nonce = ''] = /name="_nonce" value="([^"]+)"/.exec(text) ?? [];
    const sent = { _token: token, _nonce: nonce, email: EMAIL };
    expect((await browser.post('/sign-in', sent, headers)).status).toBe(303);
  }
  const { link } = await askForLink(server, browser);
  const { rows } = await server.database.pool.query<{ link: string }>(
    `SELECT values ->> 'link' AS link FROM letter`,
  );
  expect(rows).toHaveLength(4);
  for (const one of [...rows, { link }]) expect(one.link.startsWith(`${server.url}/`)).toBe(true);
});

test('10: a request to a host that is not ours is misdirected', async () => {
  const { port } = new URL(server.url);
  expect(await statusFor(`Host: evil.example:${port}`, Number(port))).toBe(421);
  expect(await statusFor('X-Nothing: here', Number(port))).toBe(400);
});

/** The status of a request with this header and no other; a fetch would set its own Host. */
async function statusFor(header: string, port: number): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET /sign-in HTTP/1.1\r\n${header}\r\nConnection: close\r\n\r\n`);
  let said = '';
  for await (const chunk of socket) said += String(chunk);
  return Number(said.split(' ')[1]);
}
