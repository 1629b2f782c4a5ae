import type { Sql } from '#platform';
import type { Entry } from './entry.js';

const PAGE = 50;
const LARGEST_PAGE = 1000;

export interface StreamPage {
  /** Entries beyond this one, in the direction of reading. */
  readonly after?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

/** One page of a stream's entries by key, at most 1,000; an unknown stream is an empty page. */
export async function readStream(
  sql: Sql,
  name: string,
  { after, limit = PAGE, newestFirst = false }: StreamPage = {},
): Promise<readonly Entry[]> {
  const { rows } = await sql.query<{ entry: Entry }>(newestFirst ? NEWEST_FIRST : OLDEST_FIRST, [
    name,
    after ?? null,
    Math.min(limit, LARGEST_PAGE),
  ]);
  return rows.map(({ entry }) => entry);
}

const OLDEST_FIRST = `SELECT entry FROM journal
  WHERE stream = $1 AND seq > coalesce($2::integer, 0) ORDER BY seq LIMIT $3`;
const NEWEST_FIRST = `SELECT entry FROM journal
  WHERE stream = $1 AND seq < coalesce($2::integer, 2147483647) ORDER BY seq DESC LIMIT $3`;
