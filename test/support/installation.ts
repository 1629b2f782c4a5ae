import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const SCRIPT = resolve(import.meta.dirname, '../../dist/apps/console/src/start.js');

export interface Launched {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
}

/** A VAR_DIR of its own in which the real launcher is started, as `npm start` does. */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'assent-start-'));
  private readonly started: ChildProcess[] = [];

  start(environment: Record<string, string> = {}): Launched {
    const bare = Object.entries(process.env).filter(
      ([name]) => !/^(ASSENT|DATABASE|SMTP)/.test(name),
    );
    const child = spawn(process.execPath, [SCRIPT], {
      env: { ...Object.fromEntries(bare), VAR_DIR: this.folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.started.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (said.err += String(chunk)));
    return { child, said };
  }

  /** Processes whose command line or environment names this folder. */
  async left(): Promise<string[]> {
    const ps = spawn('ps', ['axeww', '-o', 'pid,args']);
    let text = '';
    for await (const chunk of ps.stdout) text += String(chunk);
    const lines = text
      .split('\n')
      .filter((line) => line.includes(this.folder) && !line.includes('ps axeww'));
    return lines.map((line) => line.slice(0, 120));
  }

  async remove(): Promise<void> {
    for (const child of this.started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Looks again and again until there is something; an error is nothing yet. */
export async function until<T>(
  look: () => T | Promise<T>,
  patienceMs = 70_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await Promise.resolve()
      .then(look)
      .catch(() => undefined);
    if (found) return found;
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await pause(100);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
