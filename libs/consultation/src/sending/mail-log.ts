import type { Sql } from '#platform';
import type { Group } from '../stakeholders.js';

/** What became of the last letter that asked somebody. */
export const MAIL_STATES = ['sent', 'waiting', 'failed', 'to-print', 'none'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** Somebody who is asked, and what became of what was sent to them. */
export interface MailLogLine {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly postal: string | null;
  readonly group: Group;
  /** The last letter that asked them; null where none was written. */
  readonly letter: string | null;
  readonly template: string | null;
  readonly toAddress: string | null;
  readonly writtenAt: Date | null;
  readonly state: MailState;
  readonly sentAt: Date | null;
  /** When it came back or was given up, and the mail server's own words. */
  readonly failedAt: Date | null;
  readonly answer: string | null;
  readonly letters: number;
  readonly replied: boolean;
  /** Their address was corrected after that letter was written. */
  readonly corrected: boolean;
}

export interface MailLogFilter {
  readonly state?: MailState;
  readonly group?: Group;
  readonly replied?: boolean;
  readonly corrected?: boolean;
  readonly after?: { readonly name: string; readonly id: string } | null;
  readonly most?: number;
}

/** The log of a consultation's mail, a line for each person, by name. */
export async function mailLog(
  sql: Sql,
  consultation: string,
  { state, group, replied, corrected, after, most = 100 }: MailLogFilter = {},
): Promise<readonly MailLogLine[]> {
  const { rows } = await sql.query<MailLogLine>(
    `SELECT * FROM (${LOG}) g
      WHERE ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR "group" = $3)
        AND ($4::boolean IS NULL OR replied = $4) AND ($5::boolean IS NULL OR corrected = $5)
        AND ($6::text IS NULL OR (name, id) > ($6, $7::uuid))
      ORDER BY name, id LIMIT $8`,
    [
      ...[consultation, state ?? null, group ?? null, replied ?? null, corrected ?? null],
      ...[after?.name ?? null, after?.id ?? null, most],
    ],
  );
  return rows;
}

/** How many are in each state. */
export async function mailCounts(
  sql: Sql,
  consultation: string,
): Promise<Readonly<Record<MailState | 'all' | 'replied' | 'corrected', number>>> {
  const counts = MAIL_STATES.map(
    (state) => `(count(*) FILTER (WHERE state = '${state}'))::int AS "${state}"`,
  ).join(', ');
  const { rows } = await sql.query<Record<MailState | 'all' | 'replied' | 'corrected', number>>(
    `SELECT count(*)::int AS all, ${counts}, (count(*) FILTER (WHERE replied))::int AS replied,
        (count(*) FILTER (WHERE state = 'failed' AND corrected))::int AS corrected
       FROM (${LOG}) g`,
    [consultation],
  );
  return rows[0]!;
}

// Receipts answer somebody, and ask nobody.
const LOG = `
SELECT e.id, e.name, e.email, e.postal, e.group_name AS "group", l.id AS letter, l.template,
    l.to_address AS "toAddress", l.written_at AS "writtenAt", CASE
      WHEN l.id IS NULL THEN 'none'
      WHEN l.status IN ('sent', 'replied') THEN 'sent'
      WHEN l.status IN ('queued', 'deferred') THEN 'waiting'
      WHEN l.status = 'held' THEN 'to-print' ELSE 'failed' END AS state,
    (SELECT max(f.at) FROM letter_fact f WHERE f.letter = l.id AND f.fact IN ('sent', 'printed'))
      AS "sentAt",
    bad.at AS "failedAt", bad.detail ->> 'answer' AS answer,
    (SELECT count(*)::int FROM letter m WHERE m.consultation_id = e.consultation_id
        AND m.consultee = e.id AND m.template NOT IN ('reply-receipt', 'reply-not-counted'))
      AS letters,
    EXISTS (SELECT FROM response r WHERE r.consultee = e.id) AS replied,
    l.id IS NOT NULL AND EXISTS (SELECT FROM consultee_address a WHERE a.consultee = e.id
      AND a.corrected_at > l.written_at) AS corrected
  FROM consultee e
  LEFT JOIN LATERAL (SELECT * FROM letter WHERE consultation_id = $1 AND consultee = e.id
      AND template NOT IN ('reply-receipt', 'reply-not-counted')
    ORDER BY written_at DESC, id DESC LIMIT 1) l ON true
  LEFT JOIN LATERAL (SELECT at, detail FROM letter_fact
    WHERE letter = l.id AND fact IN ('bounced', 'failed', 'expired') ORDER BY seq DESC LIMIT 1) bad
    ON true
 WHERE e.consultation_id = $1 AND e.removed_at IS NULL`;
