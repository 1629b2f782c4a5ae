// A clerk's pages with tens of thousands of cases: the real web app in its own process, asked at a
// steady pace whatever it answers (open loop), by somebody who is signed in.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSession } from '#identity';
import type { Pool } from 'pg';
import { compare, percentile, servicePool, time } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';
import type { SeededCases } from './seeded-cases.js';

const A_SECOND = 50;
const SECONDS = { whole: 8, quick: 3 };
const READY_MS = 30_000;

interface Clerk {
  readonly cookie: string;
  readonly cases: readonly string[];
}

/** A page, by the how-manieth asking. */
type Path = (clerk: Clerk, at: number) => string;

export async function casePage(context: BenchContext): Promise<BenchRow[]> {
  return onWeb(context, 'case-page', ({ cases }, at) => `/cases/${cases[at % cases.length]!}`);
}

export async function caseList(context: BenchContext): Promise<BenchRow[]> {
  return onWeb(context, 'case-list', (_, at) => LISTS[at % LISTS.length]!);
}

const LISTS = ['/cases', '/cases?stage=consulting', '/cases?q=oak', '/cases?q=primary'];

async function onWeb(context: BenchContext, name: string, path: Path): Promise<BenchRow[]> {
  const seeded = await context.seeded!();
  const few = await context.seeded!('few');
  const large = await Desk.open(seeded);
  const small = await Desk.open(few);
  try {
    let asked = 0;
    const once = async () =>
      slowest(context, (at) => large.get(path(large.clerk, (asked += 1) + at)));
    const why = `ms for 99 in 100 at ${A_SECOND} requests a second, ${seeded.cases} cases and ${seeded.entries} entries; the target is under 50`;
    return [
      await time({ name, clients: A_SECOND, unit: 'ms', why }, once),
      await besideFixed(large, name, path),
      await besideFew(large, small, name, path),
    ];
  } finally {
    await large.close();
    await small.close();
  }
}

const CLIENTS = 8;
const ASKED = 600;
/** So many pages are kept as they were first put together. */
const KEPT = 40;

/** The same frame and template for the same clerk, with nothing to look up. */
async function besideFixed(desk: Desk, name: string, path: Path): Promise<BenchRow> {
  const kept = (at: number) => `/kept${path(desk.clerk, at % KEPT)}`;
  for (let at = 0; at < KEPT; at += 1) await desk.get(kept(at));
  const row = await compare({
    name: `${name} fixed`,
    clients: CLIENTS,
    unit: 'pages/s',
    ours: () => pagesASecond((at) => desk.get(path(desk.clerk, at))),
    limit: () => pagesASecond((at) => desk.get(kept(at))),
  });
  return {
    ...row,
    why: 'the limit: the same template on fixed data; the target is a ratio of 0.6',
  };
}

/** Pages a second beside those of an installation of 1,000 cases. */
async function besideFew(large: Desk, small: Desk, name: string, path: Path): Promise<BenchRow> {
  const row = await compare({
    name: `${name} grown`,
    clients: CLIENTS,
    unit: 'pages/s',
    ours: () => pagesASecond((at) => large.get(path(large.clerk, at))),
    limit: () => pagesASecond((at) => small.get(path(small.clerk, at))),
  });
  return { ...row, why: 'the limit: 1,000 cases; the target is a ratio of 0.67' };
}

async function pagesASecond(get: (at: number) => Promise<void>): Promise<number> {
  const started = performance.now();
  let next = 0;
  const client = async () => {
    while (next < ASKED) await get((next += 1));
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (1_000 * ASKED) / (performance.now() - started);
}

/** The web app on an installation, and the clerk of its largest desk. */
class Desk {
  private constructor(
    private readonly web: Web,
    readonly clerk: Clerk,
  ) {}

  static async open(seeded: SeededCases): Promise<Desk> {
    const pool = servicePool(seeded, 2);
    try {
      return new Desk(await Web.start(seeded), await busiestClerk(pool));
    } finally {
      await pool.end();
    }
  }

  get(path: string): Promise<void> {
    return this.web.get(path, this.clerk.cookie);
  }

  close(): Promise<void> {
    return this.web.stop();
  }
}

/** The clerk of the largest desk, signed in, and cases from all over it. */
async function busiestClerk(pool: Pool): Promise<Clerk> {
  const { rows } = await pool.query<{ desk: string; person: string }>(
    `SELECT m.body AS desk, m.person FROM membership m
      WHERE m.role = 'clerk' AND m.body = (
        SELECT desk FROM cases GROUP BY desk ORDER BY count(*) DESC LIMIT 1) LIMIT 1`,
  );
  const { desk, person } = rows[0]!;
  const found = await pool.query<{ id: string }>(
    'SELECT id FROM cases WHERE desk = $1 ORDER BY id LIMIT 2000',
    [desk],
  );
  const session = await openSession(pool, { person, openedBy: 'link' });
  return { cookie: `assent-session=${session}`, cases: found.rows.map(({ id }) => id) };
}

/** Asks on the beat, and counts from when it should have been asked. */
async function slowest(
  { scale = 'whole' }: BenchContext,
  get: (at: number) => Promise<void>,
): Promise<number> {
  const tookMs: number[] = [];
  const started = performance.now();
  const answers: Promise<void>[] = [];
  for (let at = 0; at < A_SECOND * SECONDS[scale]; at += 1) {
    const due = started + (at * 1_000) / A_SECOND;
    await pause(Math.max(0, due - performance.now()));
    answers.push(get(at).then(() => void tookMs.push(performance.now() - due)));
  }
  await Promise.all(answers);
  return percentile(tookMs, 99);
}

class Web {
  private constructor(
    private readonly child: ChildProcess,
    private readonly address: string,
  ) {}

  static async start({ ownerUrl, documentsDir }: SeededCases): Promise<Web> {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, [resolve('dist', 'bench', 'kept-pages.js')], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_BASE_URL: address,
        VAR_DIR: resolve('var', 'bench-web'),
        DOCUMENTS_DIR: documentsDir,
        EMBEDDED_DATABASE_URL: ownerUrl,
        LOG_LEVEL: 'fatal',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const web = new Web(child, address);
    await web.untilReady();
    return web;
  }

  async get(path: string, cookie: string): Promise<void> {
    const answer = await fetch(this.address + path, { headers: { cookie }, redirect: 'manual' });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text.slice(0, 200)}`);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    await new Promise<void>((done) => {
      this.child.once('exit', () => done());
      this.child.kill('SIGTERM');
    });
  }

  private async untilReady(): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (Date.now() < deadline && this.child.exitCode === null) {
      if (await fetch(`${this.address}/healthz`).catch(() => undefined)) return;
      await pause(100);
    }
    await this.stop();
    throw new Error('The web app does not start.');
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
