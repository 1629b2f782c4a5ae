import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { anAskedPerson, anOpenConsultation } from '../../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { WebServer } from '../../../../test/support/web.js';

const SECRET = 'a secret of the provider and of us alone';
const MAIL = 'From: ann@example.org\r\nSubject: Re: your view\r\n\r\nI agree.\r\n';

let web: WebServer;
let owner: Pool;
let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'assent-hook-'));
  const on = { test, folder };
  web = await aWebServer({ environment: { MAIL_HOOK_SECRET: SECRET }, on });
  owner = new Pool({ connectionString: test.url });
});
afterAll(async () => {
  await owner.end();
  await web.close();
  await test.drop();
  await rm(folder, { recursive: true });
});

interface Sending {
  readonly secret?: string | null;
  readonly to?: string;
  readonly type?: string;
  readonly body?: string;
  readonly path?: string;
}

async function send({
  secret = SECRET,
  to = 'postmaster@assent.example.org',
  type = 'message/rfc822',
  body = MAIL,
  path = '/mail/inbound',
}: Sending = {}) {
  const headers = {
    ...{ 'content-type': type, 'x-envelope-from': '<ann@example.org>', 'x-envelope-to': to },
    ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
    accept: 'application/json',
  };
  const answer = await fetch(web.url + path, { method: 'POST', headers, body });
  return { status: answer.status, answer: (await answer.json().catch(() => null)) as unknown };
}

async function kept() {
  const { rows } = await web.database.pool.query<{ from: string; to: string[]; raw: Buffer }>(
    `SELECT envelope_from AS "from", envelope_to AS "to", raw FROM inbound_mail ORDER BY id`,
  );
  return rows.map((row) => ({ ...row, raw: row.raw.toString() }));
}

describe('a mail that a provider hands over', () => {
  it('is kept for the letter whose key its address bears, once however often it comes', async () => {
    const asked = await anOpenConsultation(owner);
    const { key } = await anAskedPerson(owner, asked, web.settings.secretKeys);
    const to = `reply+${key}@assent.example.org`;
    const first = await send({ to });
    await send({ to });

    expect(first).toEqual({ status: 200, answer: { results: [{ to, outcome: 'kept' }] } });
    expect(await kept()).toEqual([{ from: 'ann@example.org', to: [to], raw: MAIL }]);
  });

  it('is refused address by address, and 422 says that none was ours', async () => {
    expect(await send({ to: 'head@assent.example.org, ann@elsewhere.example' })).toEqual({
      status: 422,
      answer: {
        results: [
          { to: 'head@assent.example.org', outcome: 'unknown' },
          { to: 'ann@elsewhere.example', outcome: 'other-domain' },
        ],
      },
    });
  });

  it.each([
    ['without the secret', 404, { secret: null }],
    ['with another secret', 404, { secret: `${SECRET}!` }],
    ['as another kind of thing', 415, { type: 'text/plain' }],
    ['without an address', 400, { to: ' ' }],
    ['without a word', 400, { body: '' }],
    ['at another address', 415, { path: '/sign-in' }],
  ])('%s is refused: %i', async (_, status, sending) => {
    expect((await send(sending)).status).toBe(status);
  });

  it('of more than 25 MB is refused before it is held', async () => {
    expect((await send({ body: 'x'.repeat(25 * 1024 * 1024 + 1) })).status).toBe(413);
  });

  it('has no address at all where no secret is set', async () => {
    const closed = await aWebServer();
    try {
      const answer = await fetch(`${closed.url}/mail/inbound`, {
        method: 'POST',
        headers: { 'content-type': 'message/rfc822', authorization: 'Bearer ' },
        body: MAIL,
      });
      expect(answer.status).toBe(404);
    } finally {
      await closed.close();
    }
  });

  it('that cannot be kept is answered so that the provider comes again', async () => {
    await owner.query('ALTER TABLE inbound_mail RENAME TO inbound_mail_away');
    const answered = await send();
    await owner.query('ALTER TABLE inbound_mail_away RENAME TO inbound_mail');

    expect(answered.status).toBeGreaterThanOrEqual(500);
    expect((await send()).status).toBe(200);
  });
});
