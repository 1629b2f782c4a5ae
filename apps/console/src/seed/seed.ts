import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { WrongSetting } from '#platform';
import type { Settings } from '#platform';
import { Client } from 'pg';
import type { Pool } from 'pg';
import { BadUsage, count, readArguments } from '../command.js';
import type { Command, Desk } from '../command.js';
import { makeCases } from './make-cases.js';
import type { Share } from './make-cases.js';
import { openSeedWorld } from './seed-world.js';
import type { SeedProgress, SeedWork } from './seed-worker.js';

/** Below this a thread takes longer to begin than its share to be made. */
const CASES_A_THREAD = 500;
const MOST_THREADS = 4;
const FIRST_URN = 700_000;
const MOST_CASES = 100_000;

export const seed: Command = {
  usage: '--cases N --entries M [--seed S]',
  does: 'fills an installation for benchmarks, by the real rules: chains, snapshots, documents',
  run: async (args, desk) => {
    const { options } = readArguments(args, ['cases', 'entries', 'seed']);
    const cases = count(options, 'cases', 25_000);
    const entries = count(options, 'entries', 80 * cases);
    if (cases < 1 || cases > MOST_CASES) throw new BadUsage(`--cases is 1 to ${MOST_CASES}.`);
    refuseReal(desk);
    const started = performance.now();
    const made = await seedInstallation(desk, { cases, entries, seed: count(options, 'seed', 1) });
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    if (desk.json) desk.out(JSON.stringify({ cases, entries: made, seconds }));
    else desk.out(`${cases} cases with ${made} entries in ${seconds} seconds`);
    return 0;
  },
};

/** Made-up cases among real ones could never be taken out again. */
function refuseReal({ settings }: Desk): void {
  if (settings.isExample || settings.database.url?.includes('bench')) return;
  throw new WrongSetting(
    'A real installation is not filled with made-up cases: leave DATABASE_URL away, or name a database with "bench" in its name.',
  );
}

/** Makes the cases, several at once where there are many; answers how many entries they have. */
export async function seedInstallation(
  desk: Pick<Desk, 'openDatabase' | 'err'> & {
    readonly settings: Pick<Settings, 'documentsDir'>;
  },
  wanted: { readonly cases: number; readonly entries: number; readonly seed: number },
): Promise<number> {
  const { pool, ownerUrl, url, openDocuments } = await desk.openDatabase();
  const documents = await openDocuments();
  const world = await openSeedWorld(pool, wanted.cases);
  const share: Share = { world, ...wanted, ...(await firstFree(pool, wanted.cases)) };
  const say = progressOn(desk, wanted.cases);
  const threads = Math.min(MOST_THREADS, availableParallelism(), wanted.cases / CASES_A_THREAD);
  if (threads < 2) {
    return settled(
      ownerUrl,
      makeCases(pool, documents, share, (cases, n) => say(0, cases, n)),
    );
  }
  const { documentsDir } = desk.settings;
  const made = parted(share, Math.floor(threads)).map((part, thread) =>
    inThread({ url, documentsDir, share: part }, (cases, n) => say(thread, cases, n)),
  );
  const entries = Promise.all(made).then((each) => each.reduce((sum, one) => sum + one, 0));
  return settled(ownerUrl, entries);
}

async function inThread(
  work: SeedWork,
  onProgress: (cases: number, entries: number) => void,
): Promise<number> {
  const worker = new Worker(new URL('./seed-worker.js', import.meta.url), { workerData: work });
  let entries = 0;
  worker.on('message', (progress: SeedProgress) => {
    entries = progress.entries;
    onProgress(progress.cases, entries);
  });
  const [code] = (await once(worker, 'exit')) as [number];
  if (code !== 0) throw new Error(`A thread of the seed ended with ${code}.`);
  return entries;
}

/** The planner knows nothing of what was copied until it has looked. */
async function settled(ownerUrl: string, work: Promise<number>): Promise<number> {
  const entries = await work;
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('VACUUM (ANALYZE)');
  } finally {
    await owner.end();
  }
  return entries;
}

/** References and URNs that nobody has yet; the numbers of cases are taken from their sequence. */
async function firstFree(pool: Pool, cases: number) {
  const { rows } = await pool.query<{ last: string; urn: string | null }>(
    `SELECT (SELECT max(n) FROM (SELECT nextval('case_number') AS n
               FROM generate_series(1, $1)) AS taken)::text AS last,
            (SELECT max(urn) FROM school WHERE urn >= $2)::text AS urn`,
    [cases, String(FIRST_URN)],
  );
  const { last, urn } = rows[0]!;
  const firstUrn = urn === null ? FIRST_URN : Number(urn) + 1;
  if (firstUrn + cases > 900_000) throw new BadUsage('There are no URNs left for so many schools.');
  return { firstNumber: Number(last) - cases + 1, firstUrn };
}

function parted(share: Share, threads: number): readonly Share[] {
  const from = (thread: number, of: number) => Math.floor((of * thread) / threads);
  return Array.from({ length: threads }, (_, thread) => ({
    ...share,
    seed: share.seed * 1_000 + thread,
    firstNumber: share.firstNumber + from(thread, share.cases),
    firstUrn: share.firstUrn + from(thread, share.cases),
    cases: from(thread + 1, share.cases) - from(thread, share.cases),
    entries: from(thread + 1, share.entries) - from(thread, share.entries),
  }));
}

function progressOn({ err }: Pick<Desk, 'err'>, total: number) {
  const done: number[] = [];
  const written: number[] = [];
  return (thread: number, cases: number, entries: number): void => {
    done[thread] = cases;
    written[thread] = entries;
    const sum = (values: readonly number[]) =>
      values.reduce((all, one) => all + (one ?? 0), 0).toLocaleString('en-GB');
    err(`${sum(done)} of ${total.toLocaleString('en-GB')} cases, ${sum(written)} entries`);
  };
}
