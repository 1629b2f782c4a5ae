import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';

/** The day on which a consultation is to begin, as its clerk told everybody; null: nobody was told. */
export async function noticeOf(sql: Sql, consultation: string): Promise<string | null> {
  const { rows } = await sql.query<{ opensOn: string | null }>(
    `SELECT to_char(opens_on, 'YYYY-MM-DD') AS "opensOn" FROM consultation_notice
      WHERE consultation_id = $1 ORDER BY seq DESC LIMIT 1`,
    [consultation],
  );
  return rows[0]?.opensOn ?? null;
}

/**
 * Tells everybody that a consultation is to come, and about when; null takes the notice back. Refuses
 * `not-now` once it has begun, and `invalid` for a day that is past.
 */
export async function giveNotice(
  tx: Tx,
  actor: Actor,
  { consultation, opensOn }: { readonly consultation: string; readonly opensOn: string | null },
): Promise<void> {
  const { rows } = await tx.query<{ begun: boolean; past: boolean }>(
    `SELECT launched_at IS NOT NULL AS begun,
        $2::date < (assent_now() AT TIME ZONE 'Europe/London')::date AS past
       FROM consultation WHERE id = $1 FOR UPDATE`,
    [consultation, opensOn],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation });
  if (rows[0].begun) throw new Refusal('not-now', { consultation });
  if (rows[0].past) {
    throw new Refusal('invalid', { faults: { opensOn: 'The day must be today or later.' } });
  }
  if ((await noticeOf(tx, consultation)) === opensOn) return;
  const at = await now(tx);
  const data = { opensOn };
  const entry = { kind: 'act', type: 'consultation.notice-given', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_notice (consultation_id, seq, opens_on, by, at, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5
       FROM consultation_notice WHERE consultation_id = $1`,
    [consultation, opensOn, actor.person, at, seq],
  );
}
