import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anAskedPerson, anOpenConsultation } from '../support/consultation.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

const SECRET = 'a secret of the provider and of us alone';

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer({ environment: { MAIL_HOOK_SECRET: SECRET } });
});
afterAll(() => server.close());

interface Call {
  readonly authorization?: string | undefined;
  readonly to: string;
  readonly body?: string;
  readonly path?: string;
}

const MAIL = 'From: ann@example.org\r\nMessage-ID: <1@example.org>\r\n\r\nI agree.\r\n';

async function call({ authorization, to, body = MAIL, path = '/mail/inbound' }: Call) {
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    ...{ 'content-type': 'message/rfc822', 'x-envelope-from': 'ann@example.org' },
    'x-envelope-to': to,
  };
  return (await fetch(server.url + path, { method: 'POST', headers, body })).status;
}

async function kept(): Promise<number> {
  const { rows } = await server.database.pool.query('SELECT 1 FROM inbound_mail');
  return rows.length;
}

test('60: a call that cannot show the secret finds nothing, and one that is played again does nothing', async () => {
  const asked = await anOpenConsultation(server.database.pool);
  const { key } = await anAskedPerson(server.database.pool, asked, server.settings.secretKeys);
  const to = `reply+${key}@assent.example.org`;
  for (const authorization of [
    undefined,
    'Bearer',
    'Bearer ',
    `Bearer ${SECRET.slice(0, -1)}`,
    `Bearer ${SECRET} `.repeat(2),
    `Basic ${Buffer.from(`x:${SECRET}`).toString('base64')}`,
    `Bearer ${'x'.repeat(10_000)}`,
  ]) {
    expect([authorization?.slice(0, 60), await call({ authorization, to })]).toEqual([
      authorization?.slice(0, 60),
      404,
    ]);
  }
  const authorization = `Bearer ${SECRET}`;
  for (const path of ['/mail/inbound/', '/mail//inbound', '/Mail/Inbound', '/mail/inbound?x=1']) {
    expect([path, (await call({ authorization, to, path })) < 500]).toEqual([path, true]);
  }
  expect(await kept()).toBe(0);

  expect(await call({ authorization, to })).toBe(200);
  for (let time = 0; time < 5; time += 1) expect(await call({ authorization, to })).toBe(200);
  expect(await kept()).toBe(1);
  const { rows } = await server.database.pool.query('SELECT 1 FROM response');
  expect(rows).toEqual([]);
});
