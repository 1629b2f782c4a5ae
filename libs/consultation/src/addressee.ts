import type { Sql } from '#platform';
import type { Group } from './stakeholders.js';

/** Who a letter was written to, and what it was about: what an answer to it is judged by. */
export interface Addressee {
  readonly letter: string;
  readonly caseId: string | null;
  readonly reference: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  /** The governing board, which asks. */
  readonly boardName: string | null;
  /** Null where the letter asked nobody anything. */
  readonly consultation: string | null;
  readonly closesAt: Date | null;
  readonly consultee: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly group: Group | null;
  readonly removed: boolean;
  /** The letter was a test, which only a clerk got. */
  readonly isTest: boolean;
  /** How many responses by e-mail of theirs came within an hour. */
  readonly lately: number;
}

/** The addressee of a letter; null when there is no such letter. */
export async function addresseeOf(sql: Sql, letter: string): Promise<Addressee | null> {
  const { rows } = await sql.query<Addressee>({
    name: 'addressee',
    text: ADDRESSEE,
    values: [letter],
  });
  return rows[0] ?? null;
}

// A letter of a consultation that was not launched asked nothing yet.
const ADDRESSEE = `
SELECT l.id AS letter, coalesce(c.case_id, l.case_id) AS "caseId", k.reference,
    k.school_name AS "schoolName", k.trust_name AS "trustName", b.name AS "boardName",
    CASE WHEN e.id IS NOT NULL THEN c.id END AS consultation, c.closes_at AS "closesAt",
    e.id AS consultee, coalesce(e.name, l.to_name) AS name, e.email, e.group_name AS "group",
    (e.removed_at IS NOT NULL OR l.status = 'cancelled') AS removed,
    l.values ->> 'test' IS NOT NULL AS "isTest",
    (SELECT count(*)::int FROM response r WHERE r.consultee = e.id AND r.channel = 'email'
        AND r.recorded_at > assent_now() - interval '1 hour') AS lately
  FROM letter l
  LEFT JOIN consultation c ON c.id = l.consultation_id AND c.launched_at IS NOT NULL
  LEFT JOIN consultee e ON e.consultation_id = c.id AND e.id = l.consultee
  LEFT JOIN cases k ON k.id = coalesce(c.case_id, l.case_id)
  LEFT JOIN body b ON b.id = k.board
 WHERE l.id = $1`;
