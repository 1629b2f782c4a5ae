import type { Sql } from '#platform';
import type { Words } from './search-text.js';

export interface Page<R> {
  readonly found: readonly R[];
  /** Given back as `after` it brings the next page; null when this is the last. */
  readonly next: string | null;
}

/** A table whose names can be searched, and what is shown of its rows. */
export interface Searched {
  readonly table: 'school' | 'trust';
  readonly id: 'urn' | 'uid';
  readonly select: string;
}

/** Where a page ended: the tier, then the name and the id in it. */
type Mark = readonly [tier: number, name: string, id: string];

/** The day in London, by which closed is closed. */
export const TODAY = `(SELECT (assent_now() AT TIME ZONE 'Europe/London')::date)`;

// Open before closed; in each, names that begin with the words before those that hold them, and the
// exact name first of all: it is the shortest that begins so.
const OPEN = `(closed_from IS NULL OR closed_from > ${TODAY})`;
const CLOSED = `closed_from <= ${TODAY}`;
const BEGINS = `name_key LIKE $1`;
const TIERS = [
  { standing: OPEN, begins: true },
  { standing: OPEN, begins: false },
  { standing: CLOSED, begins: true },
  { standing: CLOSED, begins: false },
] as const;

/**
 * A page of the rows whose name, town and postcode hold all the words. Every tier is read in the
 * order of names and only as far as the page needs.
 */
export async function searchNames<R extends object>(
  sql: Sql,
  { table, id, select }: Searched,
  words: Words,
  limit: number,
  after: string | null,
): Promise<Page<R>> {
  if (words.key === '') return { found: [], next: null };
  const mark = after === null ? null : readMark(after);
  const values: unknown[] = [`${words.key}%`, ...words.patterns, limit + 1];
  const holds = words.patterns.map((_, index) => `search LIKE $${index + 2}`).join(' AND ');
  const most = `$${values.length}`;
  const tiers = TIERS.flatMap(({ standing, begins }, tier) => {
    if (mark !== null && tier < mark[0]) return [];
    const claims = [standing, ...(begins ? [BEGINS] : [holds, `NOT ${BEGINS}`])];
    if (mark?.[0] === tier) {
      claims.push(`(name_key, ${id}) > ($${values.push(mark[1])}, $${values.push(mark[2])})`);
    }
    return `(SELECT ${tier} AS tier, name_key, ${id} FROM ${table}
              WHERE ${claims.join(' AND ')} ORDER BY name_key, ${id} LIMIT ${most})`;
  });
  const { rows } = await sql.query<R & { mark: Mark }>(
    `WITH ranked AS (SELECT * FROM (${tiers.join(' UNION ALL ')}) AS tiers LIMIT ${most})
     SELECT ${select}, json_build_array(tier, ranked.name_key, ranked.${id}) AS mark
       FROM ranked JOIN ${table} USING (${id}) ORDER BY tier, ranked.name_key, ranked.${id}`,
    values,
  );
  return pageOf(rows, limit);
}

function pageOf<R extends object>(rows: (R & { mark: Mark })[], limit: number): Page<R> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    found: shown.map(({ mark: _, ...row }) => row as unknown as R),
    next: last === undefined ? null : Buffer.from(JSON.stringify(last.mark)).toString('base64url'),
  };
}

/** A mark that was tampered with is no mark: the first page comes. */
function readMark(after: string): Mark | null {
  try {
    const mark: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    return isMark(mark) ? mark : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isMark(mark: unknown): mark is Mark {
  if (!Array.isArray(mark) || mark.length !== 3) return false;
  const [tier, name, id] = mark as unknown[];
  return typeof tier === 'number' && typeof name === 'string' && typeof id === 'string';
}
