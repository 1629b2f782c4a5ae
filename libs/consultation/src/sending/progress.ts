import type { Sql } from '#platform';

/** One mailing of a consultation, and what became of its letters so far. */
export interface MailingProgress {
  readonly mailing: string;
  readonly template: string;
  /** The sending it is a part of, and which part; null for what the service sends by itself. */
  readonly number: number | null;
  readonly wave: number | null;
  readonly groups: readonly string[] | null;
  readonly notBefore: Date | null;
  readonly createdAt: Date;
  /** Its letters are written; before that nobody knows how many they are. */
  readonly isExpanded: boolean;
  readonly letters: number;
  readonly sent: number;
  readonly waiting: number;
  readonly failed: number;
  readonly toPrint: number;
}

/** A consultation's mailings, in the order in which they were ordered. */
export async function progressOf(
  sql: Sql,
  consultation: string,
): Promise<readonly MailingProgress[]> {
  const { rows } = await sql.query<MailingProgress>(PROGRESS, [consultation]);
  return rows;
}

const PROGRESS = `
SELECT m.id AS mailing, m.template, s.number, m.wave, m.audience -> 'groups' AS groups,
    m.not_before AS "notBefore", m.created_at AS "createdAt",
    m.expanded_at IS NOT NULL AS "isExpanded", count(l.id)::int AS letters,
    (count(*) FILTER (WHERE l.status IN ('sent', 'replied')))::int AS sent,
    (count(*) FILTER (WHERE l.status IN ('queued', 'deferred')))::int AS waiting,
    (count(*) FILTER (WHERE l.status IN ('failed', 'bounced', 'expired', 'cancelled')))::int
      AS failed,
    (count(*) FILTER (WHERE l.status = 'held'))::int AS "toPrint"
  FROM mailing m
  LEFT JOIN sending s ON s.id = m.sending
  LEFT JOIN letter l ON l.mailing_id = m.id
 WHERE m.consultation_id = $1
 GROUP BY m.id, s.number ORDER BY m.created_at, m.wave, m.id`;

/** From when on the last of those who are asked could read the question; null before the launch. */
export async function lastAskedAt(sql: Sql, consultation: string): Promise<Date | null> {
  const { rows } = await sql.query<{ at: Date | null }>(
    `SELECT greatest(c.opens_at, (SELECT max(m.not_before) FROM mailing m
        JOIN sending s ON s.id = m.sending AND s.kind = 'launch'
       WHERE m.consultation_id = c.id)) AS at
       FROM consultation c WHERE c.id = $1`,
    [consultation],
  );
  return rows[0]?.at ?? null;
}
