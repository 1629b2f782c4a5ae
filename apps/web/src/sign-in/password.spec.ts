import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { submit } from '../../../../test/support/form.js';
import { aWebServer, type WebServer } from '../../../../test/support/web.js';
import { addBody, addMembership, addPerson, passwords, secondFactors } from '#identity';
import { inTransaction } from '#platform';

const EMAIL = 'ruth.okafor@example.org';
const WORDS = 'correct horse battery staple';

describe('signing in by a password', () => {
  let server: WebServer;
  let admin: string;
  let clerk: string;
  let body: string;

  beforeAll(async () => {
    server = await aWebServer();
    [admin, clerk, body] = await inTransaction(server.database.pool, async (tx) => {
      const service = await addBody(tx, { kind: 'clerking-service', name: 'Northmere Governance' });
      const boss = await addPerson(tx, { name: 'Ada Admin', email: 'ada@example.org' });
      const ruth = await addPerson(tx, { name: 'Ruth Okafor', email: EMAIL });
      await addMembership(tx, { person: boss.id, body: service.id, role: 'administrator' });
      await addMembership(tx, { person: ruth.id, body: service.id, role: 'clerk' });
      return [boss.id, ruth.id, service.id] as const;
    });
  });
  beforeEach(() => server.database.pool.query('DELETE FROM rate_count'));
  afterAll(() => server.close());

  const may = async (answer: 'yes' | 'no') =>
    (await server.browserOf(admin)).fill('/admin', `/admin/people/${body}/password`, {
      person: clerk,
      may: answer,
    });
  const signIn = (password: string, email = EMAIL, browser = server.browser()) =>
    browser.fill('/sign-in/password', '/sign-in/password', { email, password });

  it('is possible once an administrator allows it, and is told by letter', async () => {
    const ruth = await server.browserOf(clerk);
    expect((await ruth.get('/account/password')).status).toBe(404);
    expect((await ruth.get('/account')).text).not.toContain('/account/password');
    expect((await may('yes')).status).toBe(303);
    expect((await ruth.get('/account')).text).toContain('Choose a password');
    const form = await ruth.get('/account/password');
    const weak = await submit(ruth, form, { password: 'northmere1' });
    expect([weak.status, weak.text.includes('names that everybody knows')]).toEqual([422, true]);
    expect(weak.text).not.toContain('northmere1');
    expect((await submit(ruth, weak, { password: WORDS })).text).toContain(
      'Your password is saved.',
    );

    const done = await signIn(WORDS);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/home']);
    const { rows } = await server.database.pool.query(
      `SELECT opened_by, proved_by FROM session WHERE person = $1 ORDER BY created_at DESC LIMIT 1`,
      [clerk],
    );
    expect(rows).toEqual([{ opened_by: 'password', proved_by: null }]);
    const told = await server.database.pool.query(
      `SELECT FROM letter WHERE person = $1 AND values ->> 'what' = 'A new password was set for you.'`,
      [clerk],
    );
    expect(told.rows).toHaveLength(1);
  });

  it('answers a wrong password, a stranger and somebody who may have none alike', async () => {
    const answers = await Promise.all([
      signIn('wrong words here'),
      signIn(WORDS, 'stranger@example.net'),
      signIn(WORDS, 'ada@example.org'),
    ]);
    const plain = answers.map(({ status, text }) => ({
      status,
      text: text
        .replace(/value="[^"]*@[^"]*"/, '')
        .replace(/(name="_(?:token|nonce)" value=")[^"]*|nonce="[^"]*"/g, '$1'),
    }));
    expect(plain[0]!.status).toBe(422);
    expect(plain[1]).toEqual(plain[0]);
    expect(plain[2]).toEqual(plain[0]);
  });

  it('stops who guesses at one address, and keeps the right password out too', async () => {
    for (let guess = 0; guess < 5; guess += 1)
      expect((await signIn('guess guess')).status).toBe(422);
    expect((await signIn(WORDS)).status).toBe(429);
  });

  it('is set anew by a link that signs nobody in and keeps the second factor', async () => {
    const { pool } = server.database;
    await inTransaction(pool, (tx) => secondFactors.makeCodes(tx, clerk));
    const open = await server.browserOf(clerk);
    const browser = server.browser();
    const ask = (email: string) =>
      browser.fill('/sign-in/password/forgotten', '/sign-in/password/forgotten', { email });
    const [known, unknown] = [await ask(EMAIL), await ask('stranger@example.net')];
    expect(known.headers.get('location')).toBe('/sign-in/password/sent');
    expect(unknown.headers.get('location')).toBe('/sign-in/password/sent');
    const { rows } = await pool.query<{ link: string; status: string }>(
      `SELECT values ->> 'link' AS link, status FROM letter
        WHERE template = 'password-reset' ORDER BY written_at DESC, id DESC LIMIT 2`,
    );
    expect(rows.map(({ status }) => status)).toEqual(['cancelled', 'queued']);
    const path = new URL(rows[1]!.link).pathname;
    expect((await server.browser().get(new URL(rows[0]!.link).pathname)).status).toBe(404);

    const chosen = await browser.fill(path, path, { password: 'three other words' });
    expect(chosen.headers.get('location')).toBe('/sign-in/password');
    expect(browser.cookies.has('assent-session')).toBe(false);
    expect((await open.get('/home')).status).toBe(303);
    expect((await secondFactors.of(pool, clerk)).any).toBe(true);
    expect(
      (await browser.fill('/sign-in/password', path, { password: 'once more words' })).status,
    ).toBe(410);
    expect((await signIn(WORDS)).status).toBe(422);
    expect((await signIn('three other words')).status).toBe(303);
  });

  it('is changed only by who has the second factor', async () => {
    const ruth = await server.browserOf(clerk, { isProved: false });
    const asked = await ruth.get('/account/password');
    expect(asked.headers.get('location')).toContain('/sign-in/again?next=');
    const sent = await ruth.fill('/account/sessions', '/account/password', { password: WORDS });
    const held = sent.headers.get('location')!;
    expect(held).toContain('/sign-in/again?held=');
    await server.database.pool.query(
      `UPDATE session SET proved_at = now(), proved_by = 'app' WHERE person = $1 AND ended_at IS NULL`,
      [clerk],
    );
    const goOn = await ruth.get((await ruth.get(held)).headers.get('location')!);
    expect([goOn.status, goOn.text.includes(WORDS)]).toEqual([200, false]);
  });

  it('is over when the administrator ends it', async () => {
    await may('no');
    expect((await signIn('three other words')).status).toBe(422);
    expect(
      await passwords.set(server.database.pool, { person: clerk, password: WORDS }).catch(String),
    ).toContain('not-allowed');
  });

  it('keeps the password out of the database and the log', async () => {
    const { pool } = server.database;
    const { rows } = await pool.query<{ all: string }>(
      `SELECT concat((SELECT json_agg(p) FROM password p), (SELECT json_agg(l) FROM letter l)) AS all`,
    );
    for (const place of [rows[0]!.all, server.lines.join()]) {
      for (const words of [WORDS, 'three other words']) expect(place).not.toContain(words);
    }
  });
});
