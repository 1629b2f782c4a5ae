import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aProvider, type RealProvider } from '../../../../test/support/oidc-provider.js';
import { aWebServer, type Browser, type WebServer } from '../../../../test/support/web.js';
import { addBody, addMembership, addPerson } from '#identity';
import { inTransaction } from '#platform';

describe('signing in at an identity provider', () => {
  let real: RealProvider;
  let server: WebServer;
  let admin: string;
  let clerk: string;
  let body: string;

  beforeAll(async () => {
    // It warns at length of what is only right for a test, which this is.
    jest.spyOn(console, 'warn').mockReturnValue();
    jest.spyOn(console, 'info').mockReturnValue();
    real = await aProvider();
    server = await aWebServer({ environment: real.environment });
    await real.serve(server.url);
    [admin, clerk, body] = await inTransaction(server.database.pool, async (tx) => {
      const service = await addBody(tx, { kind: 'clerking-service', name: 'Northmere Governance' });
      const boss = await addPerson(tx, { name: 'Ada Admin', email: 'ada@example.org' });
      const ruth = await addPerson(tx, { name: 'Ruth Okafor', email: 'ruth@example.org' });
      await addMembership(tx, { person: boss.id, body: service.id, role: 'administrator' });
      await addMembership(tx, { person: ruth.id, body: service.id, role: 'clerk' });
      return [boss.id, ruth.id, service.id] as const;
    });
  });
  beforeEach(() => server.database.pool.query('DELETE FROM rate_count'));
  afterAll(async () => {
    await server.close();
    await real.close();
  });

  const account = async (person: string, may: 'yes' | 'no') =>
    (await server.browserOf(admin)).fill('/admin', `/admin/people/${body}/account`, {
      person,
      may,
    });

  /** Invites; the path of the letter's link. */
  async function invited(person: string): Promise<string> {
    expect((await account(person, 'yes')).status).toBe(303);
    const { rows } = await server.database.pool.query<{ link: string }>(
      `SELECT values ->> 'link' AS link FROM letter WHERE template = 'provider-invitation'
        ORDER BY written_at DESC, id DESC LIMIT 1`,
    );
    return new URL(rows[0]!.link).pathname;
  }

  /** Goes there from this page of ours, signs in as the subject, and comes back. */
  async function through(browser: Browser, from: string, subject: string) {
    const { text } = await browser.get(from);
    const [, href = ''] = /href="(\/sign-in\/provider(?:\?[^"]*)?)"/.exec(text) ?? [];
    const out = await browser.get(href.replaceAll('&amp;', '&'));
    const back = await real.signIn(out.headers.get('location')!, subject);
    return { back, answer: await browser.get(back.slice(server.url.length)) };
  }

  it('joins an account by an invitation, once, and then signs in by it', async () => {
    const path = await invited(clerk);
    const browser = server.browser();
    expect((await browser.get(path)).text).toContain('Ruth Okafor');
    const { answer } = await through(browser, path, 'subject-of-ruth');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/home']);
    expect((await browser.get('/account')).text).toContain('ruth@example.org');
    expect((await server.browser().get(path)).status).toBe(410);

    const again = server.browser();
    const led = await through(again, '/sign-in?next=%2Fcases', 'subject-of-ruth');
    expect(led.answer.headers.get('location')).toBe('/cases');
    const { rows } = await server.database.pool.query(
      `SELECT opened_by, proved_by FROM session WHERE person = $1 ORDER BY created_at DESC LIMIT 1`,
      [clerk],
    );
    expect(rows).toEqual([{ opened_by: 'provider', proved_by: null }]);
    const told = await server.database.pool.query(
      `SELECT FROM letter WHERE person = $1 AND values ->> 'what' LIKE 'An account at your%'`,
      [clerk],
    );
    expect(told.rows).toHaveLength(1);
  });

  it('never joins by an address: an unknown account with a clerk’s address stays outside', async () => {
    const browser = server.browser();
    const { answer } = await through(browser, '/sign-in', 'ruth@example.org');
    expect([answer.status, answer.text.includes('belongs to nobody here')]).toEqual([403, true]);
    expect(browser.cookies.has('assent-session')).toBe(false);
  });

  it('joins no account to two people', async () => {
    const { answer } = await through(server.browser(), await invited(clerk), 'subject-of-two');
    expect(answer.status).toBe(303);
    const other = await inTransaction(server.database.pool, async (tx) => {
      const { id } = await addPerson(tx, { name: 'Chidi Eze', email: 'chidi@example.org' });
      await addMembership(tx, { person: id, body, role: 'clerk' });
      return id;
    });
    const path = await invited(other);
    const taken = await through(server.browser(), path, 'subject-of-two');
    expect(taken.answer.status).toBe(403);
    expect((await server.browser().get(path)).status).toBe(200);
  });

  it('takes what comes back only in the browser that went, and only once', async () => {
    const browser = server.browser();
    const { back } = await through(browser, '/sign-in', 'subject-of-two');
    const path = back.slice(server.url.length);
    expect((await browser.get(path)).status).toBe(403);
    const thief = server.browser();
    const out = await thief.get('/sign-in/provider');
    expect(out.status).toBe(303);
    expect((await thief.get(path)).status).toBe(403);
    expect((await server.browser().get(path)).status).toBe(403);
    expect(thief.cookies.has('assent-session')).toBe(false);
  });

  it('goes there with our own address, whatever the request says of its host', async () => {
    const browser = server.browser();
    const out = await browser.get('/sign-in/provider', { 'x-forwarded-host': 'evil.example' });
    const asked = new URL(out.headers.get('location')!);
    expect(asked.searchParams.get('redirect_uri')).toBe(`${server.url}/sign-in/provider/back`);
  });

  it('ends when the administrator ends it', async () => {
    expect((await account(clerk, 'no')).status).toBe(303);
    const { answer } = await through(server.browser(), '/sign-in', 'subject-of-two');
    expect(answer.status).toBe(403);
  });

  it('is not offered without one', async () => {
    const plain = await aWebServer();
    try {
      const browser = plain.browser();
      expect((await browser.get('/sign-in')).text).not.toContain('/sign-in/provider');
      expect((await browser.get('/sign-in/provider')).status).toBe(404);
      expect((await browser.get('/sign-in/provider/back?code=x&state=y')).status).toBe(404);
    } finally {
      await plain.close();
    }
  });
});
