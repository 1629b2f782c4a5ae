import type { Sql, Tx } from '#platform';
import type { ColumnMap } from './map-columns.js';

export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that are closed now and were not, or were not there. */
  readonly closed: number;
}

/** A table for the rows of one extract, seen by nobody else and gone with the transaction. */
export async function stage(tx: Tx, columns: readonly string[], map: ColumnMap): Promise<void> {
  const { table } = map.layout;
  await tx.query(
    `CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT ${columns.join(', ')} FROM ${table} WITH NO DATA`,
  );
}

/**
 * Brings the staged rows into the register in one statement. Columns that the extract lacks keep what
 * they had; rows that it lacks are not looked at; rows that say nothing new are not written.
 */
export async function mergeRows(
  tx: Tx,
  columns: readonly string[],
  map: ColumnMap,
): Promise<Counts> {
  const { rows } = await tx.query<{
    incoming: number;
    added: number;
    changed: number;
    closed: number;
  }>(mergeStatement(columns, map), [await londonToday(tx), map.kept.map(({ header }) => header)]);
  const { incoming, added, changed, closed } = rows[0]!;
  return { added, changed, unchanged: incoming - added - changed, closed };
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
    SELECT (SELECT count(*) FROM incoming)::integer AS incoming,
           count(*) FILTER (WHERE act = 'INSERT')::integer AS added,
           count(*) FILTER (WHERE act = 'UPDATE')::integer AS changed,
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
