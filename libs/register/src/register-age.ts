import type { Sql, Tx } from '#platform';
import type { Kind } from './layout.js';
import type { Counts } from './merge-rows.js';
import type { Extract } from './read-extract.js';

/** The last extract of one kind that was imported. */
export interface LastImport {
  readonly file: string;
  readonly rows: number;
  /** The day the extract says it is of, when its file name carries one. */
  readonly extractDate: string | null;
  readonly importedAt: Date;
  /** Whole days since that day, or since the import where no day is known. */
  readonly ageDays: number;
}

/** How old the register's schools, groups and links are; a kind never imported is null. */
export async function registerAge(sql: Sql): Promise<Record<Kind, LastImport | null>> {
  const { rows } = await sql.query<LastImport & { kind: Kind }>(
    `SELECT DISTINCT ON (kind) kind, file, rows, extract_date::text AS "extractDate",
            imported_at AS "importedAt",
            greatest(0, (assent_now() AT TIME ZONE 'Europe/London')::date
              - coalesce(extract_date, (imported_at AT TIME ZONE 'Europe/London')::date)) AS "ageDays"
       FROM register_import ORDER BY kind, imported_at DESC, id DESC`,
  );
  const last = (kind: Kind) => rows.find((row) => row.kind === kind) ?? null;
  return { schools: last('schools'), groups: last('groups'), links: last('links') };
}

/** Notes an import, unless the same file was imported before and had nothing new to say. */
export async function recordImport(
  tx: Tx,
  file: string,
  extract: Extract,
  counts: Counts,
  refused: number,
): Promise<void> {
  const { layout, unknown } = extract.columns;
  await tx.query(
    `INSERT INTO register_import (file, kind, sha256, extract_date, rows, added, changed,
                                  unchanged, closed, refused, unknown_columns)
     SELECT $1, $2, $3, $4, $5, $6::integer, $7::integer, $8, $9, $10, $11
      WHERE $6::integer + $7::integer > 0
         OR NOT EXISTS (SELECT FROM register_import WHERE kind = $2 AND sha256 = $3)`,
    [
      file,
      layout.kind,
      extract.source.sha256(),
      dateInFileName(file),
      extract.rowCount,
      counts.added,
      counts.changed,
      counts.unchanged,
      counts.closed,
      refused,
      unknown,
    ],
  );
}

/** GIAS writes edubasealldata20250422.csv, others schools_2022-07-06.csv. */
export function dateInFileName(file: string): string | null {
  const [, year, month, day] = /(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)/.exec(file) ?? [];
  if (year === undefined) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const iso = `${year}-${month!}-${day!}`;
  return date.toISOString().startsWith(iso) ? iso : null;
}
