import type { Sql } from '#platform';
import { frameAt } from '../understanding/code-frame.js';
import { countedOf, inTimeAndLate } from './replies.js';
import type { InTimeAndLate, Reply } from './replies.js';

/** What the replies that count speak of, by the frame of codes as it stood. */
export interface ReportedCodes<N = number> {
  /** The version of the frame; 0: there was none. */
  readonly frame: number;
  /** How many of the replies that count somebody had read for codes. */
  readonly read: N;
  readonly noneFits: N;
  readonly codes: readonly (InTimeAndLate<N> & {
    readonly code: string;
    readonly title: string;
  })[];
}

/** Counts replies by code as of an instant: what a second person said blindly does not count. */
export async function codesAt(
  sql: Sql,
  { consultation, asOf }: { readonly consultation: string; readonly asOf: Date },
  replies: readonly Reply[],
): Promise<ReportedCodes> {
  const { version, codes } = await frameAt(sql, consultation, asOf);
  const { rows } = await sql.query<{ response: string; codes: readonly string[] }>(CODES, [
    ...[consultation, asOf],
  ]);
  const given = new Map(rows.map((row) => [row.response, new Set(row.codes)]));
  const read = countedOf(replies).filter(({ id }) => given.has(id));
  return {
    frame: version,
    read: read.length,
    noneFits: read.filter(({ id }) => given.get(id)!.size === 0).length,
    codes: codes.map(({ code, title }) => ({
      ...{ code, title },
      ...inTimeAndLate(read.filter(({ id }) => given.get(id)!.has(code))),
    })),
  };
}

// The newest coding of each reply, where it is of the words as they were read then.
const CODES = `
SELECT r.id AS response, ARRAY(
    SELECT DISTINCT mark ->> 'code' FROM jsonb_array_elements(g.marks) AS mark) AS codes
  FROM response r
  JOIN LATERAL (SELECT marks, words_commitment FROM response_coding
    WHERE response = r.id AND round <> 'second' AND at <= $2 ORDER BY seq DESC LIMIT 1) g ON true
  LEFT JOIN LATERAL (SELECT words_commitment FROM response_reading
    WHERE response = r.id AND at <= $2 ORDER BY seq DESC LIMIT 1) h ON true
 WHERE r.consultation_id = $1
   AND g.words_commitment = coalesce(h.words_commitment, r.words_commitment)`;
