import { basename } from 'node:path';
import { inTransaction } from '#platform';
import type { CopyBatch, Tx } from '#platform';
import type { Pool, PoolClient } from 'pg';
import type { Encoding } from './decode-extract.js';
import { FileRefused } from './file-refused.js';
import type { RefusedRow } from './file-refused.js';
import type { Kind } from './layout.js';
import { mergeBatches, NO_ROWS } from './merge-rows.js';
import type { Counts } from './merge-rows.js';
import { openExtract } from './read-extract.js';
import type { Extract } from './read-extract.js';
import { recordImport } from './register-age.js';
import { takeRows } from './take-rows.js';

// The number of the lock that keeps two imports apart; any other would do.
const ONE_IMPORT_AT_A_TIME = 7_244_101;

/** What came of one file: every row was added, changed, unchanged or refused. */
export interface ImportAnswer extends Counts {
  readonly file: string;
  /** Null when the file is no extract that we know. */
  readonly kind: Kind | null;
  readonly rows: number;
  readonly refused: readonly RefusedRow[];
  /** Columns that no version of the extract known to us has; they are not kept. */
  readonly unknownColumns: readonly string[];
  readonly encoding: Encoding | null;
}

export interface ImportProgress {
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/**
 * Brings a GIAS extract of schools, groups or links into the register, whole or not at all: a ragged
 * row refuses its file. A row that cannot be true (no URN, no name, a date that is none, a name
 * decoded wrongly, a school for the second time) is refused alone. Importing a file again changes
 * nothing, and whatever an extract lacks stays as it was.
 */
export async function importExtract(
  pool: Pool,
  path: string,
  report: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportAnswer> {
  const refused: RefusedRow[] = [];
  let extract: Extract | null = null;
  try {
    const opened = await openExtract(path);
    extract = opened;
    const counts = await inTransaction(pool, async (tx) => {
      const merged = await bringIn(tx, opened, refused, report);
      await recordImport(tx, basename(path), opened, merged, refused.length);
      return merged;
    });
    if (counts.added + counts.changed > 0) await tidy(pool, opened);
    return answer(path, extract, counts, refused);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    // What was merged before the ragged row was undone, but takes room until it is cleared away.
    if (extract !== null) await pool.query(`VACUUM ${extract.columns.layout.table}`);
    return answer(path, extract, NO_ROWS, error.rows);
  } finally {
    await extract?.close();
  }
}

async function bringIn(
  tx: Tx,
  extract: Extract,
  refused: RefusedRow[],
  report: (progress: ImportProgress) => void,
): Promise<Counts> {
  bearLossOf(tx as unknown as PoolClient);
  // Another import may take longer than any statement of the service is given.
  await tx.query('SET LOCAL statement_timeout = 0');
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ONE_IMPORT_AT_A_TIME]);
  const batches = takeRows(extract, (row) => refused.push(row));
  return mergeBatches(tx, extract.columns, reported(batches, extract, report));
}

/** A connection lost between two statements says so by an event; what counts is that the next fails. */
function bearLossOf(connection: PoolClient): void {
  if (!connection.listeners('error').includes(ignore)) connection.on('error', ignore);
}

function ignore(): void {}

/** Searching reads indexes alone, and the planner's statistics, only once they are up to date. */
async function tidy(pool: Pool, extract: Extract): Promise<void> {
  const { table, key, closes } = extract.columns.layout;
  const weighed = [
    ...key,
    ...(closes ? ['name_key', 'search', 'postcode_key', 'closed_from'] : []),
  ];
  await pool.query(`VACUUM (ANALYZE) ${table} (${weighed.join(', ')})`);
}

async function* reported(
  batches: AsyncIterable<CopyBatch>,
  extract: Extract,
  report: (progress: ImportProgress) => void,
): AsyncGenerator<CopyBatch> {
  for await (const batch of batches) {
    const { rowCount: rows, source, totalBytes } = extract;
    report({ rows, bytes: source.bytes, totalBytes });
    yield batch;
  }
}

function answer(
  path: string,
  extract: Extract | null,
  { added, changed, unchanged, closed }: Counts,
  refused: readonly RefusedRow[],
): ImportAnswer {
  return {
    file: path,
    kind: extract?.columns.layout.kind ?? null,
    rows: extract?.rowCount ?? 0,
    added,
    changed,
    unchanged,
    closed,
    refused,
    unknownColumns: extract?.columns.unknown ?? [],
    encoding: extract?.source.encoding ?? null,
  };
}
