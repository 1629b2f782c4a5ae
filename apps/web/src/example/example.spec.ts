import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aWebServer, type WebServer } from '../../../../test/support/web.js';
import { addBody, addMembership, addPerson } from '#identity';
import { inTransaction, newId } from '#platform';
import { partsOf } from './letter-parts.js';

const ADDRESSES = ['/example/people', '/example/clock', '/example/post'];

describe('an example installation', () => {
  let server: WebServer;
  let clerk: string;

  beforeAll(async () => {
    server = await aWebServer();
    clerk = await inTransaction(server.database.pool, async (tx) => {
      const { id } = await addPerson(tx, { name: 'Priya Nair', email: 'priya@example.org' });
      const body = await addBody(tx, { kind: 'clerking-service', name: 'Northmere Governance' });
      await addMembership(tx, { person: id, body: body.id, role: 'clerk' });
      return id;
    });
  });
  afterAll(() => server.close());

  it('lets a newcomer be one of its people', async () => {
    const browser = server.browser();
    expect((await browser.get('/sign-in')).text).toContain('Priya Nair');
    const done = await browser.fill('/example/people', '/example/sign-in-as', { person: clerk });
    expect(done.status).toBe(303);
    expect((await browser.get('/account')).text).toContain('priya@example.org');
  });

  it('moves its clock on, forwards only, and signs nobody out', async () => {
    await server.database.pool.query('UPDATE product_clock SET movable = true');
    const browser = await server.browserOf(clerk);
    const done = await browser.fill('/example/clock', '/example/clock', { hours: '1008' });
    expect(done.status).toBe(303);
    const { rows } = await server.database.pool.query<{ days: number }>(
      `SELECT round(extract(epoch FROM assent_now() - now()) / 86400)::int AS days`,
    );
    expect(rows).toEqual([{ days: 42 }]);
    expect((await browser.get('/account')).status).toBe(200);
    expect((await browser.fill('/example/clock', '/example/clock', { hours: '-1' })).status).toBe(
      422,
    );
  });

  it('shows the letters that arrived, their links, and a way to answer', async () => {
    const id = newId();
    await server.database.pool.query(
      `INSERT INTO post_office_mail (id, to_address, raw, subject, text, html, answer_to)
       VALUES ($1, 'parent@example.org', '', 'Have your <say>', $2, '', 'reply+x@assent.example.org')`,
      [id, `Dear parent,\n\n${server.url}/r/abc\n\nhttps://evil.example/x <b>bold</b>`],
    );
    const browser = server.browser();
    expect((await browser.get('/example/post')).text).toContain('Have your &lt;say&gt;');
    const { text } = await browser.get(`/example/post/${id}`);
    expect(text).toContain('href="/r/abc"');
    expect(text).not.toContain('href="https://evil.example');
    expect(text).toContain('&lt;b&gt;bold&lt;/b&gt;');
    const empty = await browser.fill(`/example/post/${id}`, `/example/post/${id}`, {
      from: 'parent@example.org',
      words: '',
    });
    expect([empty.status, empty.text.includes('Write an answer.')]).toEqual([422, true]);
  });

  it('is nowhere else: none of its addresses exists', async () => {
    const real = await aWebServer({
      environment: { SMTP_URL: 'smtp://127.0.0.1:2525', MAIL_FROM: 'assent@example.org' },
    });
    try {
      const browser = real.browser();
      for (const path of ADDRESSES) expect((await browser.get(path)).status).toBe(404);
      const { text } = await browser.get('/sign-in');
      expect(text).not.toMatch(/example people|\/example\//);
      const as = await browser.fill('/sign-in', '/example/sign-in-as', { person: clerk });
      expect(as.status).toBe(404);
    } finally {
      await real.close();
    }
  });
});

describe('the parts of a letter', () => {
  it('tell links to this installation from words and from links elsewhere', () => {
    expect(partsOf('See http://a:1/x. Or http://a:10/y', 'http://a:1')).toEqual([
      { text: 'See ', href: null },
      { text: 'http://a:1/x.', href: '/x.' },
      { text: ' Or ', href: null },
      { text: 'http://a:10/y', href: null },
    ]);
  });
});
