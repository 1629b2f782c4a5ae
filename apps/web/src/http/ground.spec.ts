import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { aWebServer, marksIn, type Browser, type WebServer } from '../../../../test/support/web.js';
import { addBody, addMembership, addPerson, type HumanRole } from '#identity';
import { inTransaction, Refusal } from '#platform';
import { answered, text } from './answers.js';
import { For, ForAnyone, ForSignedIn, FromElsewhere, Who } from './audience.js';
import { attachment, page, seeOther } from './page.js';
import { readForm } from './read-form.js';
import { routesOf } from './routes.js';

@Controller('try')
@ForAnyone('only in this spec')
class TryController {
  taken = 0;

  @Get('refused')
  refused() {
    throw new Refusal('not-now', { unmet: [{ sentence: 'The board has <not> met.' }] });
  }

  @Get('broken')
  broken() {
    throw new Error("secret detail: SELECT * FROM person WHERE name = 'x' at /srv/app.js");
  }

  @Get('away')
  away() {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  }

  @Get('clerks')
  @For('clerk')
  clerks(@Who() who: { person: { name: string } }) {
    return { hello: who.person.name };
  }

  @Get('signed-in')
  @ForSignedIn()
  signedIn() {
    return { yes: true };
  }

  @Get('file')
  file() {
    return attachment('Bericht "Łódź".pdf', 'application/pdf', Buffer.from('%PDF-'));
  }

  @Post('form')
  async form(@Body() body: unknown) {
    this.taken += 1;
    return answered(z.object({ name: text('Enter a name.', { max: 5 }) }), body, {
      good: async ({ name }) => {
        if (name === 'taken') throw new Refusal('invalid', { faults: { name: 'It is taken.' } });
        return seeOther('//evil.example/', { saying: `Hello ${name}.` });
      },
      bad: () => page('sign-in/check-your-email', {}),
    });
  }

  @Post('conflict')
  conflict() {
    throw new Refusal('conflict', { theirs: [{ key: 'Closing date', value: '1 July 2026' }] });
  }

  @Post('upload')
  async upload(@Req() request: FastifyRequest) {
    const { fields, files } = await readForm(request, async ({ name, content }) => {
      let size = 0;
      for await (const chunk of content) size += (chunk as Buffer).length;
      return { name, size };
    });
    return { fields, files };
  }

  @Post('machine')
  @FromElsewhere('it carries a secret of its own')
  machine() {
    return { taken: true };
  }
}

@Controller('silent')
class SilentController {
  @Get()
  get() {
    return {};
  }
}

describe('the ground', () => {
  let server: WebServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await aWebServer({ extra: { controllers: [TryController] } });
  });
  beforeEach(() => {
    browser = server.browser();
  });
  afterAll(() => server.close());

  async function someone(role: HumanRole): Promise<Browser> {
    const person = await inTransaction(server.database.pool, async (tx) => {
      const added = await addPerson(tx, { name: `The ${role}`, email: `${role}@example.org` });
      const body = await addBody(tx, { kind: 'clerking-service', name: 'Desk', code: 'one' });
      await addMembership(tx, { person: added.id, body: body.id, role });
      return added.id;
    });
    return server.browserOf(person);
  }

  describe('whom a route is for', () => {
    it('is said by every route', () => {
      const routes = routesOf(server.app);
      expect(routes.length).toBeGreaterThan(20);
      expect(routes.filter(({ audience }) => audience === undefined)).toEqual([]);
    });

    it('keeps the server from starting when a route does not say it', async () => {
      await expect(aWebServer({ extra: { controllers: [SilentController] } })).rejects.toThrow(
        'GET /silent (SilentController.get)',
      );
    });

    it('lets a clerk in, sends who is signed out to sign in, and refuses another role', async () => {
      expect((await (await someone('clerk')).get('/try/clerks')).status).toBe(200);
      const out = await browser.get('/try/clerks?page=2');
      expect([out.status, out.headers.get('location')]).toEqual([
        303,
        '/sign-in?next=%2Ftry%2Fclerks%3Fpage%3D2',
      ]);
      expect((await (await someone('governor')).get('/try/clerks')).status).toBe(403);
      expect((await (await someone('governor')).get('/try/signed-in')).status).toBe(200);
      browser.cookies.set('assent-session', 'made-up');
      expect((await browser.get('/try/signed-in')).status).toBe(303);
    });
  });

  describe('headers', () => {
    it('stand on every kind of answer', async () => {
      const answers = [
        await browser.get('/'),
        await browser.get('/nowhere'),
        await browser.get('/try/broken'),
        await browser.get('/%zz'),
        await browser.get('/assets/app.css'),
        await browser.post('/try/form', {}),
        await browser.send('/', { method: 'DELETE' }),
        await browser.get('/healthz'),
      ];
      for (const { headers } of answers) {
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).toContain("base-uri 'none'");
        expect(policy).not.toContain('unsafe');
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('referrer-policy')).toBe('strict-origin');
        expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
        expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
        expect(headers.get('x-powered-by')).toBeNull();
        expect(headers.get('strict-transport-security')).toBeNull();
      }
      expect(answers[0]!.headers.get('cache-control')).toBe('no-store');
    });

    it('carry a nonce that no other answer has, and nothing inline is without it', async () => {
      const nonceIn = (html: string) => /nonce="([^"]+)"/.exec(html)?.[1];
      const [one, two] = [await browser.get('/'), await browser.get('/')];
      expect(nonceIn(one.text)).not.toBe(nonceIn(two.text));
      expect(one.headers.get('content-security-policy')).toContain(`'nonce-${nonceIn(one.text)}'`);
      expect(one.text).not.toMatch(/<script(?![^>]*nonce=)|style="|<style| on[a-z]+="/);
    });

    it('name a file to keep in any language, and let nothing in it run', async () => {
      const { headers } = await browser.get('/try/file');
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="Bericht ___d__.pdf"; filename*=UTF-8''Bericht%20%22%C5%81%C3%B3d%C5%BA%22.pdf`,
      );
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    });

    it('on https also bind the browser to it, and name cookies so that no other host sets them', async () => {
      const secure = await aWebServer({
        environment: {
          PUBLIC_BASE_URL: 'https://assent.test',
          SMTP_URL: 'smtp://127.0.0.1:2525',
          MAIL_FROM: 'assent@assent.test',
        },
      });
      try {
        const raw = await rawRequest(secure, 'GET /sign-in HTTP/1.1\r\nHost: assent.test\r\n');
        expect(raw).toMatch(/strict-transport-security: max-age=31536000/i);
        expect(raw).toMatch(
          /set-cookie: __Host-assent-browser=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax/,
        );
        expect(raw).not.toMatch(/\/example\/|sign in as/);
      } finally {
        await secure.close();
      }
    });
  });

  describe('the front door', () => {
    it('knows its own names and no other', async () => {
      const { port } = new URL(server.url);
      const statusFor = async (host: string) =>
        Number((await rawRequest(server, `GET / HTTP/1.1\r\nHost: ${host}\r\n`)).split(' ')[1]);
      expect(await statusFor(`127.0.0.1:${port}`)).toBe(200);
      expect(await statusFor(`localhost:${port}`)).toBe(200);
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1:1',
        'localhost',
        'a b',
      ]) {
        expect([400, 421]).toContain(await statusFor(host));
      }
      const forwarded = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Forwarded-Host: evil.example\r\n`;
      expect(await rawRequest(server, forwarded)).not.toContain('evil.example');
    });

    it('takes GET, HEAD and POST', async () => {
      for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const { status, headers } = await browser.send('/', { method });
        expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
      }
      expect((await browser.send('/', { method: 'HEAD' })).status).toBe(200);
      const { port } = new URL(server.url);
      const trace = await rawRequest(server, `TRACE / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`);
      expect(trace).toMatch(/^HTTP\/1.1 405/);
    });

    it('refuses what cannot be an address', async () => {
      expect((await browser.get('/%zz')).status).toBe(400);
      expect((await browser.get(`/${'a'.repeat(5_000)}`)).status).toBe(414);
      expect((await browser.get('/assets/..%2f..%2fpackage.json')).status).toBe(404);
      expect((await browser.get('/assets/%2e%2e%2fpackage.json')).status).toBe(404);
      expect((await browser.get('/account/1.css')).status).toBe(404);
    });
  });

  describe('a form', () => {
    it('is taken with its marks, once for each press', async () => {
      const { status, headers } = await browser.fill('/sign-in', '/try/form', { name: ' Ruth ' });
      expect([status, headers.get('location')]).toEqual([303, '/']);
      const next = await browser.get('/');
      expect(next.text).toContain('Hello Ruth.');
      expect((await browser.get('/')).text).not.toContain('Hello Ruth.');
    });

    it('is shown again with what is wrong, and what was typed', async () => {
      const empty = await browser.fill('/sign-in', '/try/form', { name: '' });
      expect(empty.status).toBe(422);
      expect(empty.text).toContain('<title>Error: ');
      expect(empty.text).toContain('href="#name">Enter a name.');
      const long = await browser.fill('/sign-in', '/try/form', { name: 'too long' });
      expect(long.text).toContain('5 characters or fewer');
      const taken = await browser.fill('/sign-in', '/try/form', { name: 'taken' });
      expect([taken.status, taken.text.includes('It is taken.')]).toEqual([422, true]);
      const control = await browser.fill('/sign-in', '/try/form', { name: 'a\0b' });
      expect(control.status).toBe(422);
    });

    it('with a field that it does not have is refused whole', async () => {
      const answers = await Promise.all([
        browser.fill('/sign-in', '/try/form', { name: 'Ruth', role: 'administrator' }),
        browser.fill('/sign-in', '/try/form', { name: 'Ruth', 'a[b][c]': '1' }),
        browser.fill('/sign-in', '/try/form', { name: 'Ruth', __proto__x: '1' }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
      const twice = await browser.fill('/sign-in', '/try/form', { name: ['Ruth', 'Other'] });
      expect(twice.status).toBe(422);
    });

    it('from another site is refused, by each of three layers', async () => {
      const { text: html } = await browser.get('/sign-in');
      const fields = { ...marksIn(html), name: 'Ruth' };
      const send = async (headers: Record<string, string>, other = fields) =>
        (await browser.post('/try/form', other, headers)).status;
      expect(await send({ 'sec-fetch-site': 'same-origin', origin: server.url })).toBe(303);
      expect(await send({})).toBe(303);
      expect(await send({ 'sec-fetch-site': 'cross-site' })).toBe(403);
      expect(await send({ 'sec-fetch-site': 'same-site' })).toBe(403);
      expect(await send({ origin: 'https://evil.example' })).toBe(403);
      expect(await send({ origin: 'null' })).toBe(403);
      expect(await send({}, { ...fields, _token: '' })).toBe(403);
      expect(await send({}, { ...fields, _token: `${fields._token.slice(0, -2)}AA` })).toBe(403);
    });

    it('of another browser, or from before signing in, is too old', async () => {
      const other = await server.browser().get('/sign-in');
      await browser.get('/sign-in');
      const stolen = { ...marksIn(other.text), name: 'Ruth' };
      const { status, text: html } = await browser.post('/try/form', stolen);
      expect([status, html.includes('This form is too old')]).toEqual([403, true]);
      const clerk = await someone('clerk');
      expect((await clerk.post('/try/form', { ...marksIn(other.text), name: 'x' })).status).toBe(
        403,
      );
    });

    it('that no page of ours shows needs no mark where the route says why', async () => {
      expect((await browser.post('/try/machine', {})).status).toBe(201);
    });

    it('larger than 100 kB, of a strange type or broken is refused without a defect', async () => {
      const before = server.lines.length;
      const big = await browser.fill('/sign-in', '/try/form', { name: 'x'.repeat(150_000) });
      expect(big.status).toBe(413);
      const headers = (type: string) => ({ 'content-type': type });
      const raw = (type: string, body: string) =>
        browser.send('/try/form', { method: 'POST', body, headers: headers(type) });
      expect((await raw('text/xml', '<a/>')).status).toBe(415);
      expect((await raw('application/json', '{"a":')).status).toBe(400);
      expect((await raw('application/json', '{"__proto__":{"a":1}}')).status).toBe(400);
      expect((await raw('application/x-www-form-urlencoded', '__proto__=1')).status).toBe(400);
      expect((await raw('multipart/form-data', 'x')).status).toBeLessThan(500);
      expect(server.lines.slice(before).join()).not.toContain('defect');
    });
  });

  describe('an upload', () => {
    const formWith = (size: number) => {
      const form = new FormData();
      form.set('kind', 'minutes');
      form.set('file', new Blob([new Uint8Array(size)]), 'é/../minutes.pdf');
      return form;
    };

    it('is read as it comes, with its token in the address', async () => {
      const { status, text: json } = await browser.upload(
        '/sign-in',
        '/try/upload',
        formWith(300_000),
      );
      expect(status).toBe(201);
      const { fields, files } = JSON.parse(json);
      expect(files).toEqual([{ name: 'minutes.pdf', size: 300_000 }]);
      expect(fields).toMatchObject({ kind: 'minutes' });
    });

    it('without its token is refused before it is read', async () => {
      const answer = await browser.send('/try/upload', { method: 'POST', body: formWith(10) });
      expect(answer.status).toBe(403);
    });

    it('over 20 MB, or of two files where one is taken, is too large', async () => {
      const big = await browser.upload('/sign-in', '/try/upload', formWith(20 * 1024 * 1024 + 1));
      expect(big.status).toBe(413);
      const two = formWith(10);
      two.append('file', new Blob(['x']), 'two.pdf');
      expect((await browser.upload('/sign-in', '/try/upload', two)).status).toBe(413);
    });
  });

  describe('what goes wrong', () => {
    it('is said as a page, and as a problem document to a program', async () => {
      const html = await browser.get('/try/refused');
      expect(html.status).toBe(409);
      expect(html.text).toContain('The board has &lt;not&gt; met.');
      const json = await browser.get('/try/refused', { accept: 'application/json' });
      expect(json.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(JSON.parse(json.text)).toMatchObject({ status: 409, code: 'not-now' });
      const out = await browser.get('/try/signed-in', { accept: 'application/json' });
      expect(out.status).toBe(401);
    });

    it('on our side tells a reference and nothing else', async () => {
      const { status, text: html } = await browser.get('/try/broken');
      expect(status).toBe(500);
      const reference = /([A-Z0-9]{4}-[A-Z0-9]{4})</.exec(html)?.[1];
      expect(html).not.toMatch(/secret detail|SELECT|srv|\.ts|\.js:\d/);
      expect(
        server.lines.some((line) => line.includes(reference!) && line.includes('secret')),
      ).toBe(true);
    });

    it('with the database is a matter of a moment', async () => {
      const { status, headers } = await browser.get('/try/away');
      expect([status, headers.get('retry-after')]).toEqual([503, '30']);
    });

    it('shows both sides of a conflict', async () => {
      const { status, text: html } = await browser.fill('/sign-in', '/try/conflict', {
        closingDate: '30 June',
      });
      expect(status).toBe(409);
      expect(html).toMatch(/1 July 2026[^]*Closing date[^]*30 June/);
      expect(html).not.toContain('_token</dt>');
    });
  });

  it('logs a request by its route, without what stands in its path', async () => {
    await browser.get('/sign-in/link/abcdefsecret?x=alsosecret', {
      referer: `${server.url}/refsecret`,
    });
    const logged = server.lines.join();
    expect(logged).toContain('/sign-in/link/:secret');
    expect(logged).not.toMatch(/abcdefsecret|alsosecret|refsecret/);
  });

  it('says whether it is ready, and why not', async () => {
    const { pool } = server.database;
    const ask = async () => {
      const { status, text: json } = await browser.get('/readyz');
      return { status, ...JSON.parse(json) };
    };
    expect(await ask()).toMatchObject({
      status: 503,
      ready: false,
      checks: { database: true, migrations: true, worker: false, mailIn: false, documents: true },
      why: { worker: 'worker has not started.' },
    });
    await pool.query(`INSERT INTO heartbeat (name) VALUES ('worker'), ('mail-in')`);
    expect(await ask()).toEqual({
      status: 200,
      ready: true,
      checks: { database: true, migrations: true, worker: true, mailIn: true, documents: true },
    });
    await pool.query(`UPDATE heartbeat SET at = now() - interval '1 minute' WHERE name = 'worker'`);
    expect(await ask()).toMatchObject({
      status: 503,
      why: { worker: 'worker last gave a sign 60 s ago.' },
    });
  });
});

/** What no fetch would send: whole lines, answered as text with lower-case header names. */
async function rawRequest(server: WebServer, head: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(`${head}Connection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
