import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { makeSymlinks } from './postgres-program.js';
import { ensurePostgres, type Postgres } from './postgres.js';

const BUILT = new URL('../../../dist/libs/platform/src/postgres.js', import.meta.url).href;

describe('ensurePostgres', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'assent-postgres-'));
    await chmod(dir, 0o755);
  });

  afterEach(async () => {
    expect(await isRunning(dir)).toBe(false);
    await rm(dir, { recursive: true });
  });

  it('makes and starts a durable cluster that listens to nobody but a private socket', async () => {
    const postgres = await ensurePostgres({ dir });

    expect(postgres.startedByUs).toBe(true);
    expect(await ask(postgres, 'SHOW fsync')).toBe('on');
    expect(await ask(postgres, 'SHOW listen_addresses')).toBe('');
    expect(await ask(postgres, 'SHOW server_encoding')).toBe('UTF8');
    expect((await stat(postgres.host)).mode & 0o777).toBe(0o700);

    await postgres.stop();
  });

  it('serves three processes at once: one starts it, and the last to leave stops it', async () => {
    const processes = await Promise.all([1, 2, 3].map(() => anotherProcess(dir)));

    expect(processes.filter(({ startedByUs }) => startedByUs)).toHaveLength(1);
    for (const user of processes) {
      expect(await isRunning(dir)).toBe(true);
      await user.leave();
    }
  });

  it('does not count a process that was killed', async () => {
    const killed = await anotherProcess(dir);
    const postgres = await ensurePostgres({ dir });

    expect(postgres.startedByUs).toBe(false);
    await killed.kill();

    await postgres.stop();
  });

  it('finds again what was committed before everything was killed', async () => {
    const first = await ensurePostgres({ dir });
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(await postmaster(dir), 'SIGKILL');

    const second = await ensurePostgres({ dir });
    expect(await ask(second, 'SELECT answer FROM kept')).toBe(42);

    await second.stop();
    await first.stop();
  });

  it('starts although a left-over pid file names a live process of its own user', async () => {
    await (await ensurePostgres({ dir })).stop();
    const { uid, gid } = await stat(join(dir, 'data'));
    const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    const pidFile = join(dir, 'data', 'postmaster.pid');
    await writeFile(pidFile, `${stranger.pid}\n${dir}/data\n1\n5432\n\n\n\n\n`);
    await chown(pidFile, uid, gid);

    const postgres = await ensurePostgres({ dir });

    await postgres.stop();
    stranger.kill();
  });

  it('breaks the lock of a process that died', async () => {
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(dead, 'exit');
    await mkdir(join(dir, 'lock'));
    await writeFile(join(dir, 'lock', 'pid'), String(dead.pid));

    const postgres = await ensurePostgres({ dir });
    await postgres.stop();
  });

  it('keeps its socket elsewhere when the path would be too long for one', async () => {
    const long = join(dir, 'a-folder-with-a-long-name '.repeat(4).trim());
    const postgres = await ensurePostgres({ dir: long });

    expect(postgres.host.startsWith(long)).toBe(false);
    expect(await ask(postgres, 'SELECT 1')).toBe(1);

    await postgres.stop();
    await rm(postgres.host, { recursive: true });
  });

  it('works where only its owner may enter, and where names hold blanks and quotes', async () => {
    const closed = join(dir, "the head's own");
    await mkdir(closed, { mode: 0o700 });

    const postgres = await ensurePostgres({ dir: join(closed, 'pg') });
    expect(await ask(postgres, 'SELECT 1')).toBe(1);
    await postgres.stop();
  });

  it('makes the symbolic links that a package cannot hold', async () => {
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await mkdir(join(dir, 'native', 'lib'), { recursive: true });
    await writeFile(join(dir, 'native', 'pg-symlinks.json'), JSON.stringify(links));

    await makeSymlinks(dir);
    await makeSymlinks(dir);

    expect(await readlink(join(dir, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  });
});

async function ask(postgres: Postgres, question: string): Promise<unknown> {
  const client = new Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    const { rows } = await client.query({ text: question, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

async function postmaster(dir: string): Promise<number> {
  const file = await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8').catch(() => '0');
  return parseInt(file, 10);
}

async function isRunning(dir: string): Promise<boolean> {
  const pid = await postmaster(dir);
  if (pid === 0) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A process of its own that joins the cluster of `dir`, and leaves when it is told. */
async function anotherProcess(dir: string) {
  const script = `
    const { ensurePostgres } = await import(${JSON.stringify(BUILT)});
    const postgres = await ensurePostgres({ dir: ${JSON.stringify(dir)} });
    console.log(JSON.stringify(postgres.startedByUs));
    for await (const _ of process.stdin);
    await postgres.stop();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  return {
    startedByUs: line === 'true',
    async leave() {
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
