import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { postgresPrograms, type Programs } from './postgres-program.js';

/** A Postgres of our own, reached through a Unix socket that only its user may enter. */
export interface Postgres {
  /** The folder of the socket. */
  host: string;
  port: number;
  user: string;
  startedByUs: boolean;
  /** The connection string of one of its databases. */
  url(database: string): string;
  /** Lets go of it; the last process to let go stops it. */
  stop(): Promise<void>;
}

export interface PostgresPlace {
  /** Data, socket and log are kept in here. */
  dir: string;
  /** False only for data that may be lost: the tests'. */
  fsync?: boolean;
}

interface Place {
  folder: string;
  socket: string;
  fsync: boolean;
}

const PORT = 5432;
const USER = 'postgres';
const PRESENCE = 'assent presence';
/** A socket's whole path has 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;
/** After a kill -9 the lock of the dead postmaster stays until it is reaped: 1.5 to 2.5 s were seen. */
const START_PATIENCE_MS = 15_000;
const LOCK_PATIENCE_MS = 90_000;
/** Above every limit that a system sets on process numbers. */
const NO_PROCESS = '999999999';

/** Starts the Postgres of `dir`, creating it first when there is none, or joins the running one. */
export async function ensurePostgres({ dir, fsync = true }: PostgresPlace): Promise<Postgres> {
  const folder = resolve(dir);
  const programs = await postgresPrograms(folder);
  const place = { folder, socket: socketFolder(folder), fsync };

  return locked(folder, async () => {
    const running = await greet(place);
    const presence = running ?? (await create(place, programs), await start(place, programs));
    return {
      host: place.socket,
      port: PORT,
      user: USER,
      startedByUs: running === undefined,
      url: (database) =>
        `postgres://${USER}@${encodeURIComponent(place.socket)}:${PORT}/${database}`,
      stop: () => locked(folder, () => leave(place, programs, presence)),
    };
  });
}

function socketFolder(folder: string): string {
  const socket = join(folder, 'socket');
  if (Buffer.byteLength(join(socket, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET_PATH) return socket;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `assent-${process.getuid?.() ?? ''}-${name}`);
}

/**
 * Holds one connection for as long as this process uses the cluster, so that whoever leaves can
 * see whether anybody is left; it ends with the process, however that ends.
 */
async function greet({ socket }: Place): Promise<Pool | undefined> {
  const pool = new Pool({
    host: socket,
    port: PORT,
    user: USER,
    database: 'postgres',
    ssl: false,
    application_name: PRESENCE,
    max: 1,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    connectionTimeoutMillis: 10_000,
  });
  // Postgres going away is told by the service's own pool, which works with it.
  pool.on('error', () => undefined);
  try {
    await pool.query('SELECT 1');
    return pool;
  } catch (error) {
    await pool.end();
    if (isDown(error)) return undefined;
    throw error;
  }
}

function isDown(error: unknown): boolean {
  const startingUpOrShuttingDown = '57P03';
  const codes = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', startingUpOrShuttingDown];
  return codes.some((code) => hasCode(error, code));
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

async function create({ folder, fsync }: Place, programs: Programs): Promise<void> {
  const data = join(folder, 'data');
  if (await exists(join(data, 'PG_VERSION'))) return;
  // Made aside and renamed: what is called data is always whole.
  const draft = join(folder, 'data.new');
  await rm(draft, { recursive: true, force: true });
  await programs.makeFolder(folder);
  await programs.makeFolder(draft);
  const encoding = '--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8';
  const safety = fsync ? [] : ['--no-sync'];
  const users = ['-U', USER, '--auth=trust', '-c', 'listen_addresses='];
  await programs.run('initdb', ['-D', draft, ...users, ...encoding.split(' '), ...safety]);
  await rename(draft, data);
}

async function start(place: Place, programs: Programs): Promise<Pool> {
  await programs.makeFolder(place.socket);
  await mustBePrivate(place.socket);
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const failure = await startOnce(place, programs);
    const presence = await greet(place);
    if (presence) return presence;
    if (Date.now() > deadline) throw new Error(await explain(place.folder, failure));
    await disownStalePid(place.folder);
    await pause(250);
  }
}

async function startOnce({ folder, socket, fsync }: Place, programs: Programs) {
  const settings = [
    'listen_addresses=',
    'unix_socket_permissions=0700',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(fsync ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  // pg_ctl hands these to a shell; Postgres itself reads the folder as a list, hence both quotes.
  const options = [...settings.map((setting) => `-c ${setting}`), `-k ${quoted(`"${socket}"`)}`];
  const files = ['-D', join(folder, 'data'), '-l', join(folder, 'postgres.log')];
  return programs
    .run('pg_ctl', ['start', '-w', '-t', '60', '-s', ...files, '-o', options.join(' ')])
    .catch((error: Error) => error);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A pid file may name a process that is not Postgres (the number was given away again), or one
 * that died and is never reaped; Postgres itself would wait for either for ever. Only the number
 * is replaced: by the rest of the file Postgres sees whether a dead one's children still work.
 */
async function disownStalePid(folder: string): Promise<void> {
  const path = join(folder, 'data', 'postmaster.pid');
  const [pid, ...rest] = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, name, state] = /^\d+ \((.*)\) (\w)/.exec(status) ?? [];
  if (name === undefined || (name === 'postgres' && state !== 'Z')) return;
  await writeFile(path, [NO_PROCESS, ...rest].join('\n'));
}

async function leave(place: Place, programs: Programs, presence: Pool): Promise<void> {
  const others = await presence
    .query(
      'SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
      [PRESENCE],
    )
    .catch(() => undefined);
  await presence.end();
  if (others?.rowCount === 0) {
    await programs.run('pg_ctl', [
      'stop',
      '-D',
      join(place.folder, 'data'),
      '-m',
      'fast',
      '-w',
      '-s',
    ]);
  }
}

/** In a folder that everybody may write to, somebody else could have made ours first. */
async function mustBePrivate(socket: string): Promise<void> {
  const { mode, uid } = await stat(socket);
  const self = process.getuid?.();
  if ((mode & 0o077) === 0 && (self === 0 || uid === self)) return;
  throw new Error(`Others may enter ${socket}, which must be this user's alone: remove it.`);
}

async function explain(folder: string, failure: Error | void): Promise<string> {
  const log = await readFile(join(folder, 'postgres.log'), 'utf8').catch(() => '');
  const last = log.trim().split('\n').slice(-5).join('\n');
  return `Postgres does not start in ${folder}.\n${failure?.message ?? ''}\n${last}`.trim();
}

/**
 * One process at a time creates, starts, joins or leaves. Two may both break a dead holder's lock;
 * then Postgres's own lock on its data still lets only one start.
 */
async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, 'lock');
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  while (!(await takes(lock))) {
    if (await isAbandoned(lock)) await rm(lock, { recursive: true, force: true });
    else if (Date.now() > deadline) throw new Error(`Another process holds ${lock}: remove it.`);
    else await pause(20);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function takes(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  await writeFile(join(lock, 'pid'), String(process.pid));
  return true;
}

async function isAbandoned(lock: string): Promise<boolean> {
  const pid = Number(await readFile(join(lock, 'pid'), 'utf8').catch(() => ''));
  if (pid) return !isAlive(pid);
  // Between making the folder and naming its holder there is a moment, and a crash may fall into it.
  const made = await stat(lock).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > 5_000;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
