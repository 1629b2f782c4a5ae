// Importing a whole register, against csv-parse reading the same file and doing nothing with it.
import { execFile } from 'node:child_process';
import { createReadStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
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
  try {
    const bytes = await generateExtract(file, ROWS);
    const row = await compare({
      name: 'register-import',
      clients: 1,
      unit: 'rows/s',
      limit: () => rowsPerSecond(() => parseAlone(file)),
      ours: async () => {
        await forget(owner);
        return rowsPerSecond(async () => (await importExtract(pool, file)).added);
      },
    });
    await forget(owner);
    const peak = await peakOfImport(context.ownerUrl, file);
    const megabytes = (size: number) => Math.round(size / 1_000_000);
    const why = `${megabytes(bytes)} MB; at least a third of parsing; ${megabytes(peak)} MB of memory in a process of its own, at most 300`;
    return [{ ...row, why: row.why ?? why }];
  } finally {
    await Promise.all([pool.end(), owner.end()]);
    rmSync(file, { force: true });
  }
}

const forget = (owner: Client) => owner.query('TRUNCATE school, register_import');

async function peakOfImport(ownerUrl: string, file: string): Promise<number> {
  const script = resolve('dist', 'bench', 'import-once.js');
  const { stdout } = await promisify(execFile)(process.execPath, [script, ownerUrl, file]);
  const { added, peakBytes } = JSON.parse(stdout) as { added: number; peakBytes: number };
  if (added !== ROWS) throw new Error(`${added} rows of ${ROWS}`);
  return peakBytes;
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
