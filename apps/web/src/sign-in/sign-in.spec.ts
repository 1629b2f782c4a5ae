import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aWebServer, type Browser, type WebServer } from '../../../../test/support/web.js';
import { addPerson } from '#identity';
import { inTransaction } from '#platform';

const EMAIL = 'Ruth.Okafor@example.org';

describe('signing in', () => {
  let server: WebServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await aWebServer();
    await inTransaction(server.database.pool, (tx) =>
      addPerson(tx, { name: 'Ruth Okafor', email: EMAIL }),
    );
  });
  beforeEach(async () => {
    await server.database.pool.query('DELETE FROM rate_count');
    browser = server.browser();
  });
  afterAll(() => server.close());

  async function askFor(email: string, from = browser) {
    const answer = await from.fill('/sign-in', '/sign-in', { email });
    const { rows } = await server.database.pool.query<{ link: string }>(
      `SELECT values ->> 'link' AS link FROM letter ORDER BY written_at DESC, id DESC LIMIT 1`,
    );
    return { answer, path: new URL(rows[0]!.link).pathname };
  }

  it('takes a link and a button, in the browser that asked', async () => {
    const { answer, path } = await askFor(EMAIL.toLowerCase());
    expect(answer.headers.get('location')).toBe('/sign-in/check-your-email');
    const seen = await browser.get(path);
    expect(seen.text).toContain('Press the button to sign in');
    expect(browser.cookies.has('assent-session')).toBe(false);

    const done = await browser.fill(path, path, {});
    expect([done.status, done.headers.get('location')]).toEqual([303, '/account']);
    expect((await browser.get('/account')).text).toContain(EMAIL);
    expect((await browser.fill('/', path, {})).status).toBe(410);
  });

  it('survives a mail scanner that opens the link three times', async () => {
    const { path } = await askFor(EMAIL);
    const before = await digest();
    const scanner = server.browser();
    expect((await scanner.send(path, { method: 'HEAD' })).status).toBe(200);
    for (let time = 0; time < 3; time += 1) await server.browser().get(path);
    expect(await digest()).toEqual(before);
    expect((await browser.fill(path, path, {})).status).toBe(303);
  });

  it('opened elsewhere shows digits, which the asking browser takes', async () => {
    const { path } = await askFor(EMAIL);
    const phone = server.browser();
    const shown = await phone.get(path);
    const code = /id="code">(\d{6})</.exec(shown.text)?.[1] ?? '';
    expect((await phone.fill('/sign-in', path, {})).status).toBe(403);
    expect(phone.cookies.has('assent-session')).toBe(false);

    const wrong = await browser.fill('/sign-in/check-your-email', '/sign-in/code', { code: '12' });
    expect([wrong.status, wrong.text.includes('Enter the 6 digits')]).toEqual([422, true]);
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    const done = await browser.fill('/sign-in/check-your-email', '/sign-in/code', { code: typed });
    expect(done.status).toBe(303);
    expect((await browser.get('/account')).status).toBe(200);
  });

  it('answers a stranger exactly as somebody known, and finds nothing by their link', async () => {
    const known = await askFor(EMAIL);
    const stranger = await askFor('stranger@example.net', server.browser());
    const plain = ({ status, text, headers }: typeof known.answer) => ({
      status,
      text,
      location: headers.get('location'),
    });
    expect(plain(stranger.answer)).toEqual(plain(known.answer));
    expect((await browser.get(stranger.path)).status).toBe(404);
  });

  it('says which part of a link is missing, and answers a made-up one like an unknown one', async () => {
    const { path } = await askFor(EMAIL);
    const cut = await browser.get(path.slice(0, -6));
    expect([cut.status, cut.text.includes('The link is not complete')]).toEqual([404, true]);
    expect(
      (await browser.get(path.toUpperCase().replace('/SIGN-IN/LINK', '/sign-in/link'))).status,
    ).toBe(200);
    expect((await browser.get('/sign-in/link/eyJhbGciOiJub25lIn0.e30.')).status).toBe(404);
  });

  it('refuses the sixth ask for one address, and says when to come back', async () => {
    for (let time = 0; time < 5; time += 1) await askFor('often@example.net');
    const { answer } = await askFor('often@example.net');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await askFor(EMAIL)).answer.status).toBe(303);
  });

  it('stops who tries many links', async () => {
    const statuses: number[] = [];
    for (let time = 0; time < 31; time += 1) {
      statuses.push((await browser.get(`/sign-in/link/${'a'.repeat(34)}`)).status);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
  });

  it('names the link by the public address, whatever the request says of its host', async () => {
    const headers = { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    const { text } = await browser.get('/sign-in', headers);
    expect(text).not.toContain('evil.example');
    await browser.fill('/sign-in', '/sign-in', { email: EMAIL });
    const { rows } = await server.database.pool.query<{ link: string }>(
      `SELECT values ->> 'link' AS link FROM letter ORDER BY written_at DESC, id DESC LIMIT 1`,
    );
    expect(rows[0]!.link.startsWith(`${server.url}/sign-in/link/`)).toBe(true);
  });

  it('leads only to pages of our own afterwards', async () => {
    const { rows } = await server.database.pool.query<{ id: string }>('SELECT id FROM person');
    const signedIn = await server.browserOf(rows[0]!.id);
    const leads = async (next: string) =>
      (await signedIn.get(`/sign-in?next=${encodeURIComponent(next)}`)).headers.get('location');
    expect(await leads('/cases?page=2')).toBe('/cases?page=2');
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:1',
      '/\t/evil.example',
    ]) {
      expect(await leads(next)).toBe('/account');
    }
  });

  it('ends with the button, on the server too', async () => {
    const { rows } = await server.database.pool.query<{ id: string }>('SELECT id FROM person');
    const signedIn = await server.browserOf(rows[0]!.id);
    const session = signedIn.cookies.get('assent-session')!;
    const out = await signedIn.fill('/account', '/sign-out', {});
    expect(out.headers.get('location')).toBe('/signed-out');
    expect(signedIn.cookies.has('assent-session')).toBe(false);
    signedIn.cookies.set('assent-session', session);
    expect((await signedIn.get('/account')).status).toBe(303);
  });

  it('gives a new session at every sign-in, whatever cookie was there before', async () => {
    browser.cookies.set('assent-session', 'fixed-by-somebody');
    const { path } = await askFor(EMAIL);
    await browser.fill(path, path, {});
    expect(browser.cookies.get('assent-session')).not.toBe('fixed-by-somebody');
  });

  it('leaves no secret in the log', async () => {
    const { path } = await askFor(EMAIL);
    await browser.get(path);
    const secret = path.split('/').at(-1)!;
    expect(server.lines.join()).not.toContain(secret);
    expect(server.lines.join()).not.toContain('Okafor');
  });

  /** Everything that a person's data could show up in. */
  async function digest() {
    const { rows } = await server.database.pool.query<{ digest: string }>(
      `SELECT md5(concat((SELECT json_agg(l) FROM sign_in_link l), (SELECT json_agg(s) FROM session s),
         (SELECT json_agg(t) FROM letter t))) AS digest`,
    );
    return rows[0]!.digest;
  }
});
