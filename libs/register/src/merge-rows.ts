import { copyRows } from '#platform';
import type { CopyBatch, Sql, Tx } from '#platform';
import type { ColumnMap } from './map-columns.js';
import { BATCHES_AHEAD, stagedColumns } from './take-rows.js';

export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that are closed now and were not, or were not there. */
  readonly closed: number;
}

export const NO_ROWS: Counts = { added: 0, changed: 0, unchanged: 0, closed: 0 };

/**
 * Merges batches of rows into the register, each in one statement while further ones are read, all in
 * one transaction. Columns that the extract lacks keep what they had; rows that it lacks are not
 * looked at; rows that say nothing new are not written.
 */
export async function mergeBatches(
  tx: Tx,
  map: ColumnMap,
  batches: AsyncIterable<CopyBatch>,
): Promise<Counts> {
  const columns = stagedColumns(map);
  await makeStage(tx, columns, map.layout.table);
  const statement = mergeStatement(columns, map);
  const values = [await londonToday(tx), map.kept.map(({ header }) => header)];
  const merge = { text: statement, values };
  let merged = Promise.resolve(NO_ROWS);
  const waiting: Promise<Counts>[] = [];
  try {
    for await (const batch of batches) {
      merged = merged.then(async (sofar) =>
        sum(sofar, await mergeBatch(tx, columns, batch, merge)),
      );
      // A failure is met where it is waited for.
      merged.catch(() => undefined);
      waiting.push(merged);
      if (waiting.length === BATCHES_AHEAD) await waiting.shift();
    }
  } finally {
    // When reading fails, nothing may still be at work on the connection that will be rolled back.
    await Promise.allSettled([merged]);
  }
  return merged;
}

/** A table for one batch, seen by nobody else and gone with the transaction. */
async function makeStage(tx: Tx, columns: readonly string[], table: string): Promise<void> {
  await tx.query(
    `CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT ${columns.join(', ')} FROM ${table} WITH NO DATA`,
  );
  // A batch is small and the register large: each row is looked up by its key, whatever the planner
  // believes. On a register that it thinks empty it would read all of it for every row.
  await tx.query(
    'SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off',
  );
}

async function mergeBatch(
  tx: Tx,
  columns: readonly string[],
  batch: CopyBatch,
  merge: { text: string; values: unknown[] },
): Promise<Counts> {
  await copyRows(tx, 'incoming', columns, batch);
  const { rows } = await tx.query<Counts>(merge);
  await tx.query('TRUNCATE incoming');
  return rows[0]!;
}

function sum(one: Counts, other: Counts): Counts {
  return {
    added: one.added + other.added,
    changed: one.changed + other.changed,
    unchanged: one.unchanged + other.unchanged,
    closed: one.closed + other.closed,
  };
}

function mergeStatement(columns: readonly string[], map: ColumnMap): string {
  const { table, key, closes } = map.layout;
  const compared = columns.filter((column) => !key.includes(column));
  const news = compared.map((column) => [column, newValue(column)] as const);
  const matched =
    news.length === 0
      ? ''
      : `WHEN MATCHED AND (${news.map(([column]) => `had.${column}`).join(', ')})
           IS DISTINCT FROM (${news.map(([, value]) => value).join(', ')})
         THEN UPDATE SET ${news.map(([column, value]) => `${column} = ${value}`).join(', ')}`;
  const isClosed = (row: string) =>
    closes ? `coalesce(${row}.closed_from <= $1, false)` : 'false';
  return `
    WITH merged AS (
      MERGE INTO ${table} AS had USING incoming
         ON ${key.map((column) => `had.${column} = incoming.${column}`).join(' AND ')}
      ${matched}
       WHEN NOT MATCHED
       THEN INSERT (${columns.join(', ')})
            VALUES (${columns.map((column) => `incoming.${column}`).join(', ')})
      RETURNING merge_action() AS act, ${isClosed('new')} AND NOT ${isClosed('old')} AS closes
    )
    SELECT count(*) FILTER (WHERE act = 'INSERT')::integer AS added,
           count(*) FILTER (WHERE act = 'UPDATE')::integer AS changed,
           (SELECT count(*) FROM incoming)::integer - count(*)::integer AS unchanged,
           count(*) FILTER (WHERE closes)::integer AS closed
      FROM merged WHERE $1::date IS NOT NULL AND $2::text[] IS NOT NULL`;
}

/** Of the further columns only those that the extract has are replaced. */
function newValue(column: string): string {
  return column === 'rest' ? '(had.rest - $2::text[]) || incoming.rest' : `incoming.${column}`;
}

async function londonToday(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ today: string }>(
    `SELECT (assent_now() AT TIME ZONE 'Europe/London')::date::text AS today`,
  );
  return rows[0]!.today;
}
