import type { Sql } from '#platform';
import { GROUPS } from '../stakeholders.js';
import type { Group } from '../stakeholders.js';

/** How a person was reached; each person is in one of these. */
export const REACHED = ['email', 'post', 'other', 'failed', 'waiting', 'none'] as const;
export type Reached = (typeof REACHED)[number];

/** How many are asked, how each was reached, and who of them replied. */
export interface ReachOf<N = number> extends Readonly<Record<Reached, N>> {
  readonly asked: N;
  /** Whatever became of the reply. */
  readonly replied: N;
}

/** By group, and of all groups together. */
export interface Reach<N = number> {
  readonly groups: readonly (ReachOf<N> & { readonly group: Group })[];
  readonly all: ReachOf<N>;
}

const KEYS = ['asked', ...REACHED, 'replied'] as const;

/**
 * Whom the consultation reached by an instant, by group. A person is reached once one letter of it
 * went out and did not come back, or was printed; receipts ask nobody anything and do not count.
 * `other`: by telephone or by hand, as a clerk noted it. Of several schools that consult together, the
 * letter of whichever writes to a person reaches them for each.
 */
export async function reachOf(sql: Sql, consultation: string, asOf: Date): Promise<Reach> {
  const { rows } = await sql.query<Reach['groups'][number]>(REACH, [consultation, asOf]);
  const groups = rows.toSorted((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
  const sum = (key: (typeof KEYS)[number]) => rows.reduce((total, one) => total + one[key], 0);
  const all = Object.fromEntries(KEYS.map((key) => [key, sum(key)])) as Record<
    (typeof KEYS)[number],
    number
  >;
  return { groups, all };
}

/**
 * SQL, of a consultation $1 by an instant $2: `people` with how each was reached by letters, the last
 * contact that a clerk noted, whether any letter failed, and whether they replied. After a letter was
 * put in the queue again, only what happened since tells what became of it.
 */
export const REACHED_PEOPLE = `written AS (
  SELECT l.id, l.consultee, l.channel, l.written_at, l.template FROM letter l
   WHERE l.consultation_id = $1 AND l.consultee IS NOT NULL
  UNION ALL
  SELECT l.id, t.consultee, l.channel, l.written_at, l.template
    FROM joint_twin t JOIN letter l ON l.consultation_id = t.written_in AND l.consultee = t.twin
   WHERE t.consultation_id = $1
), since AS (
  SELECT l.id, l.consultee, l.channel, coalesce(max(f.seq) FILTER (WHERE f.fact = 'requeued'), 0) AS seq
    FROM written l
    LEFT JOIN letter_fact f ON f.letter = l.id AND f.at <= $2
   WHERE l.written_at <= $2
     AND l.template NOT IN ('reply-receipt', 'reply-not-counted')
   GROUP BY l.id, l.consultee, l.channel
), letters AS (
  SELECT s.id, s.consultee, CASE
      WHEN bool_or(f.fact = 'replied') THEN CASE s.channel WHEN 'print' THEN 'post' ELSE 'email' END
      WHEN bool_or(f.fact = 'printed') THEN 'post'
      WHEN bool_or(f.fact = 'bounced') THEN 'failed'
      WHEN bool_or(f.fact = 'sent') THEN 'email'
      WHEN bool_or(f.fact IN ('failed', 'expired')) THEN 'failed'
      WHEN bool_or(f.fact = 'cancelled') THEN 'none'
      ELSE 'waiting' END AS became
    FROM since s LEFT JOIN letter_fact f ON f.letter = s.id AND f.seq > s.seq
      AND f.at <= $2
   GROUP BY s.id, s.consultee, s.channel
), people AS (
  SELECT e.id, e.group_name, CASE
      WHEN bool_or(l.became = 'email') THEN 'email'
      WHEN bool_or(l.became = 'post') THEN 'post'
      WHEN bool_or(l.became = 'waiting') THEN 'waiting'
      WHEN bool_or(l.became = 'failed') THEN 'failed'
      ELSE 'none' END AS reached,
      EXISTS (SELECT FROM response r WHERE r.consultee = e.id AND r.recorded_at <= $2) AS replied,
      coalesce(bool_or(EXISTS (SELECT FROM letter_fact f WHERE f.letter = l.id AND f.at <= $2
        AND f.fact IN ('bounced', 'failed', 'expired'))), false) AS failed_once,
      (SELECT k.how FROM consultee_contact k WHERE k.consultee = e.id AND k.at <= $2
        ORDER BY k.seq DESC LIMIT 1) AS contact
    FROM consultee e LEFT JOIN letters l ON l.consultee = e.id
   WHERE e.consultation_id = $1 AND e.added_at <= $2
     AND (e.removed_at IS NULL OR e.removed_at > $2)
   GROUP BY e.id
)`;

const HOW = `CASE WHEN contact IN ('telephone', 'by-hand') AND reached NOT IN ('email', 'post')
  THEN 'other' ELSE reached END`;

const REACH = `
WITH ${REACHED_PEOPLE}
SELECT group_name AS "group", count(*)::int AS asked,
    ${REACHED.map((how) => `count(*) FILTER (WHERE ${HOW} = '${how}')::int AS "${how}"`).join(', ')},
    count(*) FILTER (WHERE replied)::int AS replied
  FROM people GROUP BY group_name`;
