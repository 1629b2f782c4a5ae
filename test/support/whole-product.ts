import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensurePostgres } from '#platform';
import type { Postgres } from '#platform';

const ROOT = join(import.meta.dirname, '..', '..');
const READY_MS = 60_000;

/** The whole product on its embedded defaults, as `npm start` starts it, in a folder of its own. */
export class WholeProduct {
  private postgres: Postgres | undefined;

  private constructor(
    readonly url: string,
    readonly varDir: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<WholeProduct> {
    const varDir = await mkdtemp(join(tmpdir(), 'assent-story-'));
    const [port, smtpInPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [join(ROOT, 'dist/apps/console/src/start.js')], {
      cwd: ROOT,
      env: { ...clean(process.env), VAR_DIR: varDir, PORT: port, SMTP_IN_PORT: smtpInPort },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const product = new WholeProduct(`http://127.0.0.1:${port}`, varDir, child);
    await product.untilReady();
    return product;
  }

  /** The address of its database, for counting what a story left behind. */
  async databaseUrl(): Promise<string> {
    this.postgres ??= await ensurePostgres({ dir: join(this.varDir, 'postgres') });
    return this.postgres.url('assent');
  }

  async stop(): Promise<void> {
    await this.postgres?.stop();
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    await rm(this.varDir, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    let said = '';
    this.child.stdout?.on('data', (chunk) => (said += String(chunk)));
    this.child.stderr?.on('data', (chunk) => (said += String(chunk)));
    const deadline = Date.now() + READY_MS;
    while (!said.includes('Assent is ready')) {
      if (this.child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`The product did not start:\n${said}`);
      }
      await pause(100);
    }
  }
}

/** Nothing of the run's own settings: an example installation has none. */
function clean(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, SMTP_URL: _smtp, PUBLIC_BASE_URL: _base, ...rest } = environment;
  return { ...rest, NODE_OPTIONS: '' };
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
