import type { Sql } from '#platform';

export type LetterFact =
  | 'released'
  | 'sent'
  | 'deferred'
  | 'failed'
  | 'delayed'
  | 'bounced'
  | 'replied'
  | 'answered-by-machine'
  | 'cancelled'
  | 'expired'
  | 'requeued'
  | 'printed';

export interface MarkOptions {
  /** The sender's fencing number: a fact with an older one is refused. */
  readonly claim?: number;
  readonly retryAfterMs?: number;
  /** The letter's words as they left, without its key. */
  readonly kept?: { readonly subject: string; readonly text: string };
}

/** Adds a fact to a letter, from which its status follows; false when that is not possible now. */
export async function markLetter(
  sql: Sql,
  letterId: string,
  fact: LetterFact,
  detail: Readonly<Record<string, unknown>> = {},
  { claim, retryAfterMs, kept }: MarkOptions = {},
): Promise<boolean> {
  const { rows } = await sql.query<{ marked: boolean }>(
    kept ? { name: 'mark-letter-kept', text: MARK_KEPT } : { name: 'mark-letter', text: MARK },
    [
      letterId,
      fact,
      JSON.stringify(detail),
      claim ?? null,
      retryAfterMs ?? null,
      ...(kept ? [kept.subject, kept.text] : []),
    ],
  );
  return rows[0]!.marked;
}

const MARK = `SELECT mark_letter($1, $2, $3::json, $4, $5 * interval '1 ms') AS marked`;
const MARK_KEPT = `
WITH kept AS (
  INSERT INTO letter_text (letter, subject, text) VALUES ($1, $6, $7) ON CONFLICT DO NOTHING
)
${MARK}`;
