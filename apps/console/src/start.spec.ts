import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(180_000);

const SCRIPT = resolve(import.meta.dirname, '../../../dist/apps/console/src/start.js');

describe('npm start', () => {
  let folder: string;
  let started: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assent-start-'));
    started = [];
  });
  afterEach(async () => {
    for (const child of started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function start(environment: Record<string, string> = {}) {
    const bare = Object.entries(process.env).filter(
      ([name]) => !/^(ASSENT|DATABASE|SMTP)/.test(name),
    );
    const child = spawn(process.execPath, [SCRIPT], {
      env: { ...Object.fromEntries(bare), VAR_DIR: folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (said.err += String(chunk)));
    return { child, said };
  }

  async function until<T>(
    look: () => T | Promise<T>,
    patienceMs = 70_000,
  ): Promise<NonNullable<T>> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const found = await Promise.resolve(look()).catch(() => undefined);
      if (found) return found;
      if (Date.now() > deadline) throw new Error('It did not come about in time.');
      await pause(100);
    }
  }

  /** Processes whose command line or environment names this installation's folder. */
  async function left(): Promise<string[]> {
    const ps = spawn('ps', ['axeww', '-o', 'pid,args']);
    let text = '';
    for await (const chunk of ps.stdout) text += String(chunk);
    const lines = text
      .split('\n')
      .filter((line) => line.includes(folder) && !line.includes('ps axeww'));
    return lines.map((line) => line.slice(0, 120));
  }

  it('starts everything, tells a second start, mends what dies, and leaves nothing', async () => {
    const port = await freePort();
    const { child, said } = start({ PORT: String(port) });
    await until(() => said.out.includes('Stop with Ctrl-C'));
    expect(said.out).toContain(`Assent is ready: http://127.0.0.1:${port}`);
    const ready = () => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.ok);
    expect(await ready()).toBe(true);

    const second = start();
    const [code] = await once(second.child, 'exit');
    expect(code).toBe(1);
    expect(second.said.err).toMatch(/^Assent already runs in .* \(process \d+\): [^\n]*\.\n$/);

    const postmaster = Number(
      readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    process.kill(postmaster, 'SIGKILL');
    await until(async () => !(await ready().catch(() => false)) || undefined);
    await until(ready);

    const begun = Date.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(await left()).toEqual([]);
    expect(existsSync(join(folder, 'start.pid'))).toBe(false);
  });

  it('lets nothing of its own outlive a launcher that is killed, but the database', async () => {
    const port = await freePort();
    const { child, said } = start({ PORT: String(port) });
    await until(() => said.out.includes('Stop with Ctrl-C'));
    child.kill('SIGKILL');
    await until(async () => (await left()).filter((line) => line.includes('main.js')).length === 0);

    // The next start takes the lock over, joins the database that was left, and ends it.
    const next = start({ PORT: String(port) });
    await until(() => next.said.out.includes('Stop with Ctrl-C'));
    next.child.kill('SIGINT');
    await once(next.child, 'exit');
    expect(await left()).toEqual([]);
  });

  it('refuses a real database without a mail system in one sentence', async () => {
    const { child, said } = start({ DATABASE_URL: 'postgres://app@127.0.0.1/assent' });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(said.err).toMatch(/^SMTP_URL is missing[^\n]*\.\n$/);
  });

  it('names the port that is taken', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { child, said } = start({ PORT: String(port) });
    const [code] = await once(child, 'exit');
    server.close();
    expect([code, said.err]).toEqual([
      1,
      `PORT ${port} is in use on 127.0.0.1: set PORT to another number.\n`,
    ]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
