import type { Sql } from '#platform';
import { FROM, LINE } from '../read-responses.js';
import type { ResponseLine } from '../read-responses.js';
import { referenceOf } from '../record-response.js';

/** A response that stands, with all its words. */
export interface SaidResponse extends Omit<ResponseLine, 'opening'> {
  readonly words: string;
  /** Which words these are: a person's new reading of the mail makes others of them. */
  readonly wordsOf: string;
}

/**
 * Every response whose words can be read and that its author neither withdrew nor replaced, counted
 * or not, the first first.
 */
export async function responsesWithWords(
  sql: Sql,
  consultation: string,
  { only }: { readonly only?: string } = {},
): Promise<readonly SaidResponse[]> {
  const { rows } = await sql.query<Omit<SaidResponse, 'reference'>>(
    `SELECT ${LINE}, w.text AS words, encode(w.commitment, 'hex') AS "wordsOf" FROM ${FROM}
      WHERE r.consultation_id = $1 AND ($2::uuid IS NULL OR r.id = $2)
        AND r.standing NOT IN ('superseded', 'withdrawn') AND w.text IS NOT NULL
      ORDER BY r.number`,
    [consultation, only ?? null],
  );
  return rows.map((row) => ({ ...row, reference: referenceOf(row.number) }));
}
