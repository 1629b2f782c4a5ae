import type { Sql } from '#platform';
import { searchNames, TODAY } from './search-names.js';
import type { Page, Searched } from './search-names.js';
import { meaningOf, wordsOf } from './search-text.js';
import type { Meaning } from './search-text.js';

/** A school as a list shows it. Names are no keys: URN, status and dates tell namesakes apart. */
export interface FoundSchool {
  readonly urn: string;
  readonly name: string;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly laCode: string | null;
  readonly laName: string | null;
  readonly establishmentNumber: string | null;
  readonly typeName: string | null;
  readonly phaseName: string | null;
  /** "Closed" as soon as the close date has come; else as GIAS says it, null where it says nothing. */
  readonly status: string | null;
  readonly closed: boolean;
  readonly openDate: string | null;
  readonly closeDate: string | null;
}

export interface Query {
  readonly q: string;
  /** At most 100; 20 when not given. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly after?: string | null;
}

const MOST = 100;
const USUAL = 20;
const SCHOOLS: Searched = {
  table: 'school',
  id: 'urn',
  select: `urn, name, town, postcode, la_code AS "laCode", la_name AS "laName",
    establishment_number AS "establishmentNumber", type_name AS "typeName",
    phase_name AS "phaseName", open_date::text AS "openDate", close_date::text AS "closeDate",
    CASE WHEN closed_from <= ${TODAY} THEN 'Closed' ELSE status_name END AS status,
    coalesce(closed_from <= ${TODAY}, false) AS closed`,
};

/**
 * Schools by URN, LA and establishment number, postcode or its beginning, or words of the
 * name and town, whatever their accents, punctuation and short forms: open ones first, then those
 * whose name begins with the words.
 */
export async function findSchools(sql: Sql, query: Query): Promise<Page<FoundSchool>> {
  const { after = null } = query;
  const limit = atMost(query.limit);
  const meaning = meaningOf(query.q);
  if (meaning.by !== 'words' && after === null) {
    const found = await findExactly(sql, meaning, limit);
    if (found.length > 0) return { found, next: null };
  }
  return searchNames<FoundSchool>(sql, SCHOOLS, wordsOf(query.q), limit, after);
}

/** How many rows a page has. */
export function atMost(limit: number | undefined): number {
  return Math.min(MOST, Math.max(1, Math.trunc(limit ?? USUAL)));
}

async function findExactly(sql: Sql, meaning: Meaning, limit: number): Promise<FoundSchool[]> {
  const [claim, value] = claimOf(meaning);
  if (claim === null) return [];
  const { rows } = await sql.query<FoundSchool>(
    `SELECT ${SCHOOLS.select} FROM school WHERE ${claim}
      ORDER BY coalesce(closed_from <= ${TODAY}, false), name_key, urn LIMIT ${limit}`,
    [value],
  );
  return rows;
}

function claimOf(meaning: Meaning): [claim: string, value: string] | [null, null] {
  if (meaning.by === 'postcode') return [`postcode_key LIKE $1 || '%'`, meaning.start];
  if (meaning.by !== 'number') return [null, null];
  const { digits } = meaning;
  if (digits.length === 6) return ['urn = $1', digits];
  return digits.length === 7
    ? ['la_code = left($1, 3) AND establishment_number = right($1, 4)', digits]
    : [null, null];
}
