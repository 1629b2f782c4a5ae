import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOn } from '../../../../test/support/authenticator.js';
import { submit } from '../../../../test/support/form.js';
import { aWebServer, type Browser, type WebServer } from '../../../../test/support/web.js';
import { addBody, addMembership, addPerson } from '#identity';
import { inTransaction } from '#platform';

const REAL = {
  SMTP_URL: 'smtp://127.0.0.1:2525',
  MAIL_FROM: 'assent@example.org',
};

/** An administrator with a service, who wants to name a clerk: an act that needs a proof. */
async function anAdministrator(server: WebServer, email: string) {
  return inTransaction(server.database.pool, async (tx) => {
    const { id } = await addPerson(tx, { name: 'Ada Admin', email });
    const body = await addBody(tx, { kind: 'clerking-service', name: `Service of ${email}` });
    await addMembership(tx, { person: id, body: body.id, role: 'administrator' });
    return { person: id, page: `/admin/people/${body.id}`, body: body.id };
  });
}

const NAMED = { name: 'Clara Clerk & <Sons>', email: 'clara@example.org', role: 'clerk' };

describe('an act that needs a proof', () => {
  let server: WebServer;
  beforeAll(async () => {
    server = await aWebServer({ environment: REAL });
  });
  afterAll(() => server.close());

  const clerksOf = async (body: string) =>
    (
      await server.database.pool.query(
        `SELECT 1 FROM membership WHERE body = $1 AND role = 'clerk'`,
        [body],
      )
    ).rowCount;
  const follow = async (browser: Browser, location: string | null) => browser.get(location ?? '/');

  it('leads to setting up an app first, and then back with all that was typed', async () => {
    const { person, page, body } = await anAdministrator(server, 'first@example.org');
    const browser = await server.browserOf(person, { isProved: false });
    const sent = await browser.fill(page, page, NAMED);
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toMatch(/^\/sign-in\/again\?held=[0-9a-f-]{36}$/);
    expect(await clerksOf(body)).toBe(0);

    const asked = await follow(browser, sent.headers.get('location'));
    expect(asked.text).toContain('What you typed is kept');
    expect(asked.text).not.toContain('example-code');
    expect(asked.text).not.toContain('name="code"');
    const app = await submit(browser, asked);
    const secret = /id="secret">([A-Z2-7 ]+)</.exec(app.text)![1]!;
    const wrong = await submit(browser, app, { code: '12' });
    expect([wrong.status, wrong.text.includes('does not fit')]).toEqual([422, true]);
    const codes = await submit(browser, wrong, { code: codeOn(secret) });
    expect(codes.text.match(/<code>/g)).toHaveLength(10);

    const [, next = ''] = /href="(\/sign-in\/again[^"]*)"/.exec(codes.text) ?? [];
    const goOn = await follow(browser, (await browser.get(next)).headers.get('location'));
    expect(goOn.text).toContain('Clara Clerk &amp; &lt;Sons&gt;');
    expect(await clerksOf(body)).toBe(0);
    const done = await submit(browser, goOn);
    expect(done.text).toContain('Clara Clerk &amp; &lt;Sons&gt;');
    expect(await clerksOf(body)).toBe(1);
  });

  it('is asked of by a code of the app; a wrong one keeps what was typed', async () => {
    const { person, page, body } = await anAdministrator(server, 'second@example.org');
    const secret = await enrolled(person);
    const browser = await server.browserOf(person, { isProved: false });
    const sent = await browser.fill(page, page, NAMED);
    const asked = await follow(browser, sent.headers.get('location'));
    const wrong = await submit(browser, asked, { code: '000000' });
    expect([wrong.status, wrong.text.includes('This code is not right')]).toEqual([422, true]);
    const before = browser.cookies.get('assent-session');
    const goOn = await submit(browser, wrong, { code: codeOn(secret, 1) });
    expect(browser.cookies.get('assent-session')).not.toBe(before);
    await submit(browser, goOn);
    expect(await clerksOf(body)).toBe(1);
  });

  it('is done at once by who has proved it, until ten minutes have passed', async () => {
    const { person, page } = await anAdministrator(server, 'third@example.org');
    const browser = await server.browserOf(person);
    expect((await browser.fill(page, page, NAMED)).headers.get('location')).toBe('/admin');
    await server.database.pool.query(
      `UPDATE session SET proved_at = now() - interval '10 minutes' WHERE person = $1`,
      [person],
    );
    const late = await browser.fill(page, page, { ...NAMED, email: 'late@example.org' });
    expect(late.headers.get('location')).toContain('/sign-in/again?held=');
  });

  it('keeps the pages of other tabs alive when the session gets its new secret', async () => {
    const { person, page, body } = await anAdministrator(server, 'tabs@example.org');
    const secret = await enrolled(person);
    const browser = await server.browserOf(person, { isProved: false });
    const otherTab = await browser.get(page);
    await submit(browser, await browser.get('/sign-in/again'), { code: codeOn(secret, 1) });
    await submit(browser, otherTab, NAMED);
    expect(await clerksOf(body)).toBe(1);
  });

  it('cannot be held by one and sent by another', async () => {
    const { person, page } = await anAdministrator(server, 'holder@example.org');
    const browser = await server.browserOf(person, { isProved: false });
    const sent = await browser.fill(page, page, NAMED);
    const held = new URL(sent.headers.get('location')!, server.url).searchParams.get('held');
    const other = await anAdministrator(server, 'thief@example.org');
    const thief = await server.browserOf(other.person);
    expect((await thief.get(`/sign-in/again/go-on?held=${held}`)).status).toBe(404);
  });

  it('leads back to our own pages alone', async () => {
    const { person } = await anAdministrator(server, 'next@example.org');
    const browser = await server.browserOf(person);
    const leads = async (next: string) =>
      (await browser.get(`/sign-in/again?next=${encodeURIComponent(next)}`)).headers.get(
        'location',
      );
    expect(await leads('/cases?page=2')).toBe('/cases?page=2');
    for (const next of ['//evil.example', '/\\evil.example', 'javascript:1']) {
      expect(await leads(next)).toBe('/admin');
    }
  });

  it('needs the factor to change the factor', async () => {
    const { person } = await anAdministrator(server, 'change@example.org');
    await enrolled(person);
    const browser = await server.browserOf(person, { isProved: false });
    for (const path of ['app/begin', 'app/remove', 'codes']) {
      const sent = await browser.fill(
        '/account/second-factors',
        `/account/second-factors/${path}`,
        {},
      );
      expect([path, sent.headers.get('location')?.split('?')[0]]).toEqual([path, '/sign-in/again']);
    }
    const proved = await server.browserOf(person);
    const removed = await proved.fill(
      '/account/second-factors',
      '/account/second-factors/app/remove',
      {},
    );
    expect(removed.status).toBe(303);
    expect((await proved.get('/account/second-factors')).text).toContain('Not set up');
  });

  /** Somebody with an app; its secret. */
  async function enrolled(person: string): Promise<string> {
    const browser = await server.browserOf(person, { isProved: false });
    const app = await submit(browser, await browser.get('/account/second-factors'));
    const secret = /id="secret">([A-Z2-7 ]+)</.exec(app.text)![1]!;
    await submit(browser, app, { code: codeOn(secret) });
    return secret;
  }
});

describe('an act that needs a proof, on an example installation', () => {
  it('takes the code that its page shows, and says that it proves nothing', async () => {
    const server = await aWebServer();
    try {
      const { person, page } = await anAdministrator(server, 'newcomer@example.org');
      const browser = await server.browserOf(person, { isProved: false });
      const sent = await browser.fill(page, page, NAMED);
      const asked = await browser.get(sent.headers.get('location')!);
      expect(asked.text).toContain('Only because this is an example installation');
      const code = /id="example-code">(\d{6})</.exec(asked.text)![1]!;
      const goOn = await submit(browser, asked, { code });
      expect((await submit(browser, goOn)).text).toContain('Clara Clerk');
    } finally {
      await server.close();
    }
  });
});
