import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { anAskedPerson, anOpenConsultation, daysLater } from '../support/consultation.js';
import type { Asked, AskedCase } from '../support/consultation.js';
import { digestOf } from '../support/digest.js';
import { aSession } from '../support/session.js';
import { aWebServer, marksIn } from '../support/web.js';
import type { Answer, Browser, WebServer } from '../support/web.js';

let server: WebServer;
let pool: Pool;
let asked: AskedCase;
beforeAll(async () => {
  server = await aWebServer();
  pool = server.database.pool;
  asked = await anOpenConsultation(pool);
});
beforeEach(() => pool.query('DELETE FROM rate_count'));
afterAll(() => server.close());

const ask = (of: AskedCase = asked): Promise<Asked> =>
  anAskedPerson(pool, of, server.settings.secretKeys, { email: `${randomUUID()}@example.org` });

async function arrive({ key }: Asked): Promise<Browser> {
  const browser = server.browser();
  expect((await browser.get(`/r/${key}`)).headers.get('location')).toBe('/reply');
  return browser;
}

const hiddenIn = ({ text }: Answer): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name!, value!],
    ),
  );

const SAID = { view: 'agree', group: 'staff', words: 'Mine.' };

async function repliesOf({ consultee }: Asked): Promise<number> {
  const { rows } = await pool.query('SELECT 1 FROM response WHERE consultee = $1', [consultee]);
  return rows.length;
}

test('1: a mail scanner that looks at a link, without cookies, changes nothing and uses nothing up', async () => {
  const person = await ask();
  const before = await digestOf(pool);
  for (const path of [`/r/${person.key}`, `/r/${person.key}/reminders`]) {
    await server.browser().send(path, { method: 'HEAD' });
    for (let time = 0; time < 3; time += 1) await server.browser().get(path);
  }
  expect(await digestOf(pool)).toBe(before);
  expect((await (await arrive(person)).get('/reply')).status).toBe(200);
});

test('2: a scanner that presses the first button of each page sends no reply and signs nobody in', async () => {
  const person = await ask();
  const scanner = await arrive(person);
  for (const path of ['/reply', '/reply/answer', '/reply/check', '/reply/receipt']) {
    const shown = await scanner.get(path);
    const [, form = ''] = /<form[^>]*method="post"([\s\S]*?)<\/form>/.exec(shown.text) ?? [];
    const [, to] = /action="([^"?]*)/.exec(form) ?? [];
    if (to !== undefined) await scanner.post(to, { ...hiddenIn(shown), ...marksIn(shown.text) });
  }
  expect(await repliesOf(person)).toBe(0);
  expect(scanner.cookies.has('assent-session')).toBe(false);
  // Its holder comes from another browser, and finds everything as it was.
  const holder = await arrive(person);
  expect((await holder.get('/reply')).text).toContain('Start');
  expect((await holder.get('/home')).status).toBe(303);
});

test('7: what opens one thing opens no other', async () => {
  const other = await anOpenConsultation(pool, { school: 'Mill Lane School' });
  const [mine, theirs] = [await ask(), await ask(other)];
  const browser = await arrive(mine);
  const shown = hiddenIn(await (await arrive(theirs)).get('/reply/answer'));
  const own = hiddenIn(await browser.get('/reply/answer'));
  const across = { ...own, invitation: shown['invitation']!, ...SAID };
  expect((await browser.post('/reply/answer', across)).status).toBe(409);
  const document = await browser.get(`/reply?invitation=${theirs.letter}`);
  expect(document.text).not.toContain('Mill Lane School');

  const session = await aSession(pool, asked.clerk.person);
  const visit = browser.cookies.get('assent-reply')!;
  for (const [cookie, secret] of [
    ['assent-session', mine.key],
    ['assent-session', visit],
    ['assent-session', mine.letter],
    ['assent-reply', mine.key],
    ['assent-reply', session],
    ['assent-browser', session],
  ] as const) {
    const thief = server.browser();
    thief.cookies.set(cookie, secret);
    expect([cookie, (await thief.get('/home')).status]).toEqual([cookie, 303]);
    expect((await thief.get('/reply')).text).toContain('Open the link in your letter again');
  }
  for (const secret of [session, visit, mine.letter]) {
    const { status } = await server.browser().get(`/r/${encodeURIComponent(secret)}`);
    expect(status).toBe(404);
  }
  const { status } = await server.browser().get(`/sign-in/link/${mine.key}`);
  expect(status).toBe(404);
  expect(await repliesOf(mine)).toBe(0);
});

test('8: a link whose time is over is known and takes nothing more', async () => {
  const soon = await anOpenConsultation(pool, { days: 1, school: 'Last Day School' });
  const person = await ask(soon);
  const browser = await arrive(person);
  const form = hiddenIn(await browser.get('/reply/answer'));
  expect((await browser.post('/reply/answer', { ...form, ...SAID })).status).toBe(303);
  const ready = await browser.get('/reply/check');
  await daysLater(pool, 16);
  for (const [path, fields] of [
    ['/reply/answer', { ...form, ...SAID }],
    ['/reply/save', { ...form, words: 'Later.' }],
    ['/reply/send', { ...hiddenIn(ready), ...marksIn(ready.text), publish: 'no' }],
  ] as const) {
    const { status } = await browser.post(path, fields);
    expect([path, status]).toEqual([path, 410]);
  }
  expect((await server.browser().get(`/r/${person.key}`)).status).toBe(303);
  expect(await repliesOf(person)).toBe(0);
});

test('9: no link and no cookie can be made by hand', async () => {
  const { letter, consultee } = await ask();
  const base64 = (what: object) => Buffer.from(JSON.stringify(what)).toString('base64url');
  const until = Math.floor(Date.now() / 1_000) + 3_600;
  for (const made of [
    base64({ letter }),
    base64({ consultee, role: 'clerk' }),
    `${base64({ alg: 'none' })}.${base64({ letter, exp: until })}.`,
    `${letter}.${until}.`,
  ]) {
    const statuses = [];
    for (const path of [`/r/${made}`, `/sign-in/link/${made}`]) {
      statuses.push((await server.browser().get(path)).status);
    }
    expect([made, statuses]).toEqual([made, [404, 404]]);
    for (const cookie of ['assent-reply', 'assent-session']) {
      const forger = server.browser();
      forger.cookies.set(cookie, made);
      expect((await forger.get('/reply')).text).toContain('Open the link in your letter again');
      expect((await forger.get('/home')).status).toBe(303);
    }
  }
  const signed = (await arrive(await ask())).cookies.get('assent-reply')!.split('.');
  const forger = server.browser();
  forger.cookies.set('assent-reply', [letter, signed[1], signed[2]].join('.'));
  expect((await forger.get('/reply')).text).toContain('Open the link in your letter again');
});

test('19: the ids of others in a form or an address lead to nothing of theirs', async () => {
  const [mine, theirs] = [await ask(), await ask()];
  const holder = await arrive(theirs);
  const begun = await holder.post('/reply/answer', {
    ...hiddenIn(await holder.get('/reply/answer')),
    ...SAID,
  });
  expect(begun.headers.get('location')).toBe('/reply/check');
  const ready = await holder.get('/reply/check');
  const sent = { ...hiddenIn(ready), ...marksIn(ready.text), publish: 'no' };
  expect((await holder.post('/reply/send', sent)).status).toBe(303);
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM response WHERE consultee = $1',
    [theirs.consultee],
  );
  const reply = rows[0]!.id;

  const browser = await arrive(mine);
  const own = hiddenIn(await browser.get('/reply/answer'));
  const { _token, _nonce, invitation } = own as Record<'_token' | '_nonce' | 'invitation', string>;
  const before = await digestOf(pool, { but: ['rate_count'] });
  expect((await browser.get(`/reply/withdraw?reply=${reply}`)).headers.get('location')).toBe(
    '/reply',
  );
  const withdrawal = { _token, _nonce, invitation, reply };
  expect((await browser.post('/reply/withdraw', withdrawal)).status).toBe(404);
  const elsewhere = { ...withdrawal, invitation: theirs.letter };
  expect((await browser.post('/reply/withdraw', elsewhere)).status).toBe(409);
  for (const path of [`/reply/document?document=${reply}`, `/reply/receipt?reply=${reply}`]) {
    expect((await browser.get(path)).text).not.toContain('R-0');
  }
  expect(await digestOf(pool, { but: ['rate_count'] })).toBe(before);
  // Who looks after the service sees that it was tried, by the route and without the ids.
  const tried = server.lines.filter((line) => line.includes('/reply/withdraw'));
  expect(tried.some((line) => line.includes('404'))).toBe(true);
});
