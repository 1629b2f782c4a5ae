import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aWebServer, type WebServer } from '../../../../test/support/web.js';
import { addBody, addMembership, addPerson, endMembership, openSession } from '#identity';
import { inTransaction } from '#platform';
import { browserWords } from './browser-words.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('the sessions of a person', () => {
  let server: WebServer;
  let clerk: string;
  let body: string;

  beforeAll(async () => {
    server = await aWebServer({ environment: { SESSION_IDLE_MINUTES: '30', SESSION_HOURS: '2' } });
    [clerk, body] = await inTransaction(server.database.pool, async (tx) => {
      const { id } = await addPerson(tx, { name: 'Priya Nair', email: 'priya@example.org' });
      const service = await addBody(tx, { kind: 'clerking-service', name: 'Northmere Governance' });
      await addMembership(tx, { person: id, body: service.id, role: 'clerk' });
      return [id, service.id] as const;
    });
  });
  afterAll(() => server.close());

  /** A browser with a session of this clerk that says what it is. */
  async function atWork(userAgent: string) {
    const browser = server.browser();
    const opening = { person: clerk, openedBy: 'link', userAgent } as const;
    browser.cookies.set('assent-session', await openSession(server.database.pool, opening));
    return browser;
  }

  const isIn = async (browser: Awaited<ReturnType<typeof atWork>>) =>
    (await browser.get('/account')).status === 200;

  it('are listed, this one marked, each with its browser in words and how it was opened', async () => {
    const here = await server.browserOf(clerk);
    await atWork(FIREFOX);
    const { text } = await here.get('/account/sessions');
    expect(text).toContain('Firefox on Linux');
    expect(text).not.toContain('Gecko');
    expect(text.match(/This session/g)).toHaveLength(1);
    expect(text).toContain('by a link in a letter');
    expect(text).toContain('after 30 minutes without a visit');
    expect((await here.get('/account')).text).toContain('href="/account/sessions"');
  });

  it('end one by one, and all others at once; the very next request is refused', async () => {
    const [here, there, elsewhere] = [
      await server.browserOf(clerk),
      await atWork(FIREFOX),
      await atWork('curl/8'),
    ];
    const { text } = await there.get('/account/sessions');
    const [, id = ''] = /sessions\/([0-9a-f-]{36})\/end/.exec(text) ?? [];
    const path = `/account/sessions/${id}/end`;
    expect((await there.fill('/account/sessions', path, {})).status).toBe(303);
    expect((await there.get('/account/sessions')).text).not.toContain(id);

    const again = await server.browserOf(clerk);
    expect((await there.fill('/account/sessions', '/account/sessions/end', {})).status).toBe(303);
    expect(await Promise.all([here, there, elsewhere, again].map(isIn))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('of another person are not found', async () => {
    const other = await inTransaction(server.database.pool, (tx) =>
      addPerson(tx, { name: 'Other', email: 'other@example.org' }),
    );
    const theirs = await atWork(FIREFOX);
    const { rows } = await server.database.pool.query<{ id: string }>(
      'SELECT id FROM session WHERE person = $1 AND ended_at IS NULL LIMIT 1',
      [clerk],
    );
    const browser = await server.browserOf(other.id);
    const path = `/account/sessions/${rows[0]!.id}/end`;
    expect((await browser.fill('/account/sessions', path, {})).status).toBe(404);
    expect(await isIn(theirs)).toBe(true);
  });

  it('end with a role and with the person, before the next request', async () => {
    const browser = await server.browserOf(clerk);
    expect((await browser.get('/home')).status).toBe(200);
    await inTransaction(server.database.pool, (tx) =>
      endMembership(tx, { person: clerk, body, role: 'clerk' }),
    );
    expect((await browser.get('/home')).headers.get('location')).toBe('/sign-in?next=%2Fhome');

    const after = await server.browserOf(clerk);
    expect((await after.get('/home')).status).toBe(403);
    await server.database.pool.query('UPDATE person SET ended_at = now() WHERE id = $1', [clerk]);
    expect((await after.get('/account')).status).toBe(303);
    await server.database.pool.query('UPDATE person SET ended_at = NULL WHERE id = $1', [clerk]);
  });

  it('end by themselves when the settings say so', async () => {
    const { pool } = server.database;
    const [idle, old, good] = await Promise.all([1, 2, 3].map(() => server.browserOf(clerk)));
    const change = (browser: typeof idle, set: string) =>
      pool.query(`UPDATE session SET ${set} WHERE id_hash = sha256(convert_to($1, 'UTF8'))`, [
        browser!.cookies.get('assent-session'),
      ]);
    await change(idle, `seen_at = now() - interval '31 minutes'`);
    await change(old, `created_at = now() - interval '121 minutes'`);
    await change(good, `seen_at = now() - interval '29 minutes'`);
    expect(await Promise.all([idle!, old!, good!].map(isIn))).toEqual([false, false, true]);
  });
});

describe('a browser in words', () => {
  const WORDS = {
    unknownBrowser: 'A browser that we do not know',
    onSystem: '{browser} on {system}',
  };
  const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`, 'Chrome on Windows'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Edg/156.0.0.0`, 'Edge on Windows'],
    [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${CHROME}`, 'Chrome on Android'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    ['<script>alert(1)</script>', 'A browser that we do not know'],
  ])('%s', (userAgent, words) => {
    expect(browserWords(WORDS, userAgent)).toBe(words);
  });

  it('is unknown without a name', () => {
    expect(browserWords(WORDS, null)).toBe('A browser that we do not know');
  });
});
