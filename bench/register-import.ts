// Importing a whole register, against csv-parse reading the same file and doing nothing with it.
import { createReadStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importExtract } from '#register';
import { parse } from 'csv-parse';
import { Client } from 'pg';
import { generateExtract } from './generate-extract.js';
import { compare, servicePool } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';

const ROWS = 52_000;

export async function registerImport(context: BenchContext): Promise<BenchRow[]> {
  const file = join(tmpdir(), `assent-bench-${process.pid}.csv`);
  const pool = servicePool(context, 1);
  const owner = new Client({ connectionString: context.ownerUrl });
  await owner.connect();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  try {
    const bytes = await generateExtract(file, ROWS);
    const row = await compare({
      name: 'register-import',
      clients: 1,
      unit: 'rows/s',
      limit: () => rowsPerSecond(() => parseAlone(file)),
      ours: async () => {
        await owner.query('TRUNCATE school, register_import');
        return rowsPerSecond(async () => (await importExtract(pool, file)).added);
      },
    });
    const megabytes = (size: number) => Math.round(size / 1_000_000);
    const why = `${megabytes(bytes)} MB; at least a third of parsing; at most ${megabytes(peak)} MB of memory`;
    return [{ ...row, why: row.why ?? why }];
  } finally {
    clearInterval(watch);
    await Promise.all([pool.end(), owner.end()]);
    rmSync(file, { force: true });
  }
}

async function parseAlone(file: string): Promise<number> {
  const parser = createReadStream(file).pipe(parse());
  for await (const record of parser) if (record === undefined) break;
  return parser.info.records - 1;
}

async function rowsPerSecond(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const rows = await work();
  if (rows !== ROWS) throw new Error(`${rows} rows of ${ROWS}`);
  return (1_000 * rows) / (performance.now() - started);
}
