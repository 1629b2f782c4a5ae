import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { bareDatabase } from '../../../test/support/database.js';
import { freePort, Installation, until } from '../../../test/support/installation.js';

jest.setTimeout(180_000);

/** With a mail system there are no examples, which take seconds to make. */
const MAIL = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'assent@example.org' };

describe('npm start', () => {
  let installation: Installation;
  beforeEach(() => {
    installation = new Installation();
  });
  afterEach(() => installation.remove());

  it('starts everything, tells a second start, mends what dies, and leaves nothing', async () => {
    const port = await freePort();
    const { child, said } = installation.start({ PORT: String(port), ...MAIL });
    await until(() => said.out.includes('Stop with Ctrl-C'));
    expect(said.out).toContain(`Assent is ready: http://127.0.0.1:${port}`);
    const ready = () => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.ok);
    expect(await ready()).toBe(true);

    const second = installation.start(MAIL);
    const [code] = await once(second.child, 'exit');
    expect(code).toBe(1);
    expect(second.said.err).toMatch(/^Assent already runs in .* \(process \d+\): [^\n]*\.\n$/);

    const postmaster = Number(
      readFileSync(join(installation.folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split(
        '\n',
      )[0],
    );
    process.kill(postmaster, 'SIGKILL');
    await until(async () => !(await ready().catch(() => false)) || undefined);
    await until(ready);

    const begun = Date.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(await installation.left()).toEqual([]);
    expect(existsSync(join(installation.folder, 'start.pid'))).toBe(false);
  });

  it('serves a real installation from a user who owns nothing, without any example', async () => {
    const database = await bareDatabase();
    const user = `spec_app_${process.pid}`;
    const asOwner = (statement: string) => onDatabase(database.url, statement);
    const environment = {
      PORT: String(await freePort()),
      DATABASE_URL: database.url.replace('postgres://postgres@', `postgres://${user}@`),
      DATABASE_OWNER_URL: database.url,
      ...MAIL,
      SECRET_KEYS: 'a-key-that-is-only-for-this-spec-0123456789',
    };
    await asOwner(`CREATE ROLE ${user} LOGIN`);
    try {
      const refused = installation.start(environment);
      expect((await once(refused.child, 'exit'))[0]).toBe(1);
      expect(refused.said.err).toMatch(
        /^DATABASE_URL: the user lacks a right; run "GRANT [^\n]*\.\n$/,
      );

      await asOwner(`GRANT assent_service TO ${user}`);
      const { child, said } = installation.start(environment);
      await until(() => said.out.includes('Stop with Ctrl-C'));
      const status = async (path: string) =>
        (await fetch(`http://127.0.0.1:${environment.PORT}${path}`)).status;
      expect([await status('/readyz'), await status('/sign-in')]).toEqual([200, 200]);
      for (const path of ['/example/people', '/example/clock', '/example/post']) {
        expect(await status(path)).toBe(404);
      }
      child.kill('SIGTERM');
      await once(child, 'exit');
      expect(await installation.left()).toEqual([]);
    } finally {
      await database.drop();
      await onDatabase(database.url.replace(/[^/]+$/, 'postgres'), `DROP ROLE ${user}`);
    }
  });

  it('refuses a real database without a mail system in one sentence', async () => {
    const { child, said } = installation.start({ DATABASE_URL: 'postgres://app@127.0.0.1/assent' });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(said.err).toMatch(/^SMTP_URL is missing[^\n]*\.\n$/);
  });

  it('names the port that is taken', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { child, said } = installation.start({ PORT: String(port) });
    const [code] = await once(child, 'exit');
    server.close();
    expect([code, said.err]).toEqual([
      1,
      `PORT ${port} is in use on 127.0.0.1: set PORT to another number.\n`,
    ]);
  });
});

async function onDatabase(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
