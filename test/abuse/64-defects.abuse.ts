import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Pool } from 'pg';
import { freshDatabase } from '../support/database.js';
import { ruthOn } from '../support/sign-in-link.js';
import { aWebServer, type Place, type WebServer } from '../support/web.js';

const INSIDE = [
  /authenticator_app/,
  /relation/i,
  /SELECT/,
  /\.ts\b|\.js:\d/,
  /\bat \w+ \(/,
  /node_modules/,
  /fastify|nestjs|postgres/i,
];

let place: Place;
let owner: Pool;
let server: WebServer;
beforeAll(async () => {
  place = { test: await freshDatabase(), folder: await mkdtemp(join(tmpdir(), 'assent-abuse-')) };
  owner = new Pool({ connectionString: place.test.url });
  server = await aWebServer({ on: place });
});
afterAll(async () => {
  await server.close();
  await owner.end();
  await place.test.drop();
  await rm(place.folder, { recursive: true });
});

test('64: a defect shows a reference, and nothing of what is inside', async () => {
  const browser = await server.browserOf(await ruthOn(server));
  await owner.query('ALTER TABLE authenticator_app RENAME TO gone');
  for (const accept of ['text/html', 'application/json']) {
    const { status, text, headers } = await browser.get('/account/second-factors', { accept });
    expect(status).toBe(500);
    expect(text).toMatch(/[A-Z2-9]{4}-[A-Z2-9]{4}/);
    for (const inside of INSIDE) expect(text).not.toMatch(inside);
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  }
  expect(server.lines.join('\n')).toContain('authenticator_app');
  await owner.query('ALTER TABLE gone RENAME TO authenticator_app');
  expect((await browser.get('/account/second-factors')).status).toBe(200);
});
