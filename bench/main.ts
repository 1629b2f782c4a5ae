// The table of what this costs: npm run bench [-- --json] [-- --only NAME] [-- --quick]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePostgres, migrate } from '#platform';
import type { Postgres } from '#platform';
import { campaigns } from './campaigns.js';
import { caseList, casePage } from './case-pages.js';
import { door } from './door.js';
import { enqueue } from './enqueue.js';
import { lettersIn } from './letters-in.js';
import { lettersOut } from './letters-out.js';
import type { BenchContext, BenchRow } from './measure.js';
import { readReplies } from './read-replies.js';
import { replayCases, verifyChain } from './record.js';
import { registerImport } from './register-import.js';
import { registerSearch } from './register-search.js';
import { onCluster, seededCases } from './seeded-cases.js';
import type { Size } from './seeded-cases.js';

const BENCHMARKS: Readonly<Record<string, (context: BenchContext) => Promise<BenchRow[]>>> = {
  door,
  'register-import': registerImport,
  'register-search': registerSearch,
  'letters-out': lettersOut,
  'letters-in': lettersIn,
  enqueue,
  campaigns,
  'read-replies': async () => readReplies(),
  'case-page': casePage,
  'case-list': caseList,
  'verify-chain': verifyChain,
  replay: replayCases,
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
  },
});

const wanted = values.only ?? Object.keys(BENCHMARKS);
const unknown = wanted.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}: ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await run();
}

/** Everything on a cluster of its own that is as durable as a real one. */
async function run(): Promise<number> {
  const postgres = await ensurePostgres({ dir: resolve('var', 'bench-pg') });
  let failed = 0;
  try {
    for (const name of wanted) {
      process.stderr.write(`${name} …\n`);
      try {
        for (const row of await onOwnDatabase(postgres, name)) print(row);
      } catch (error) {
        failed += 1;
        process.stderr.write(`${name} failed: ${(error as Error).stack}\n`);
      }
    }
  } finally {
    await postgres.stop();
  }
  return failed === 0 ? 0 : 1;
}

async function onOwnDatabase(postgres: Postgres, benchmark: string): Promise<BenchRow[]> {
  const name = `bench_${process.pid}_${benchmark.replaceAll('-', '_')}`;
  await onCluster(postgres, `CREATE DATABASE ${name}`);
  try {
    const ownerUrl = postgres.url(name);
    await migrate(ownerUrl);
    const scale = values.quick ? 'quick' : 'whole';
    const seeded = (size: Size = scale) => seededCases(postgres, size);
    return await BENCHMARKS[benchmark]!({ ownerUrl, scale, seeded });
  } finally {
    await onCluster(postgres, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

function print(row: BenchRow): void {
  process.stdout.write(`${values.json ? JSON.stringify(row) : asLine(row)}\n`);
}

function asLine(row: BenchRow): string {
  const { name, clients, value, unit, limit, ratio, min, max, p99, p99Limit, why } = row;
  const parts = [
    `${name.padEnd(16)} ${String(clients).padStart(3)} clients`,
    `${value} ${unit} (${min} to ${max})`,
    ...(limit === null ? [] : [`limit ${limit}, ratio ${ratio ?? 'none'}`]),
    ...(p99 === undefined ? [] : [`99 in 100 within ${p99} ms, limit ${p99Limit} ms`]),
    ...(why === undefined ? [] : [why]),
  ];
  return parts.join('  ');
}
