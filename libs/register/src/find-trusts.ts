import type { Sql } from '#platform';
import { atMost } from './find-schools.js';
import type { Query } from './find-schools.js';
import { searchNames, TODAY } from './search-names.js';
import type { Page, Searched } from './search-names.js';
import { meaningOf, wordsOf } from './search-text.js';
import type { Meaning } from './search-text.js';

/** A trust or other group as a list shows it. */
export interface FoundTrust {
  readonly uid: string;
  readonly groupId: string | null;
  readonly name: string;
  readonly town: string | null;
  readonly typeName: string | null;
  readonly companiesHouseNumber: string | null;
  /** "Closed" as soon as the close date has come; else as GIAS says it, null where it says nothing. */
  readonly status: string | null;
  readonly closed: boolean;
  readonly incorporatedDate: string | null;
  readonly closeDate: string | null;
}

const TRUSTS: Searched = {
  table: 'trust',
  id: 'uid',
  select: `uid, group_id AS "groupId", name, town, type_name AS "typeName",
    companies_house_number AS "companiesHouseNumber",
    incorporated_date::text AS "incorporatedDate", close_date::text AS "closeDate",
    CASE WHEN closed_from <= ${TODAY} THEN 'Closed' ELSE status_name END AS status,
    coalesce(closed_from <= ${TODAY}, false) AS closed`,
};

/**
 * Trusts by group id (TR00261), UID, Companies House number or UKPRN, or words of the name, town and
 * postcode: open ones first, then those whose name begins with the words.
 */
export async function findTrusts(sql: Sql, query: Query): Promise<Page<FoundTrust>> {
  const { after = null } = query;
  const limit = atMost(query.limit);
  const meaning = meaningOf(query.q);
  if (meaning.by !== 'words' && after === null) {
    const found = await findExactly(sql, meaning, limit);
    if (found.length > 0) return { found, next: null };
  }
  return searchNames<FoundTrust>(sql, TRUSTS, wordsOf(query.q), limit, after);
}

// Companies House numbers have eight digits; extracts drop the leading zeros.
const CLAIMS = {
  number: `uid = $1 OR ukprn = $1 OR ltrim(companies_house_number, '0') = ltrim($1, '0')`,
  'group-id': 'group_id = $1',
  postcode: `postcode_key LIKE $1 || '%'`,
};

async function findExactly(
  sql: Sql,
  meaning: Exclude<Meaning, { by: 'words' }>,
  limit: number,
): Promise<FoundTrust[]> {
  const { rows } = await sql.query<FoundTrust>(
    `SELECT ${TRUSTS.select} FROM trust WHERE ${CLAIMS[meaning.by]}
      ORDER BY coalesce(closed_from <= ${TODAY}, false), name_key, uid LIMIT ${limit}`,
    [valueOf(meaning)],
  );
  return rows;
}

function valueOf(meaning: Exclude<Meaning, { by: 'words' }>): string {
  if (meaning.by === 'number') return meaning.digits;
  return meaning.by === 'group-id' ? meaning.id : meaning.start;
}
