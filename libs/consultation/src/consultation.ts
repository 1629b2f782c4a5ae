import type { Sql } from '#platform';

/** The facts of a consultation's window; where it stands in the journey the case's snapshot says. */
export interface Consultation {
  readonly id: string;
  readonly caseId: string;
  readonly question: string;
  /** The consultation document in the record. */
  readonly document: string | null;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly launchedAt: Date | null;
  readonly closedAt: Date | null;
  /** Each time that it had closed and was opened again, the first first. */
  readonly pauses: readonly Pause[];
}

/** The instants are as JSON has them. */
export interface Pause {
  readonly closedAt: string;
  readonly reopenedAt: string;
  /** What people were told. */
  readonly reason: string;
}

export const CONSULTATION_COLUMNS = `c.id, c.case_id AS "caseId", c.question, c.document,
  c.opens_at AS "opensAt", c.closes_at AS "closesAt", c.launched_at AS "launchedAt",
  c.closed_at AS "closedAt",
  (SELECT coalesce(json_agg(json_build_object('closedAt', p.closed_at,
        'reopenedAt', p.reopened_at, 'reason', p.reason) ORDER BY p.number), '[]')
     FROM consultation_reopening p WHERE p.consultation_id = c.id) AS pauses`;

/** The closing that stood at an instant, before the window was opened again after it. */
export const closingAsOf = (consultation: string, asOf: string): string =>
  `coalesce((SELECT p.closed_at FROM consultation_reopening p
     WHERE p.consultation_id = ${consultation}.id AND p.reopened_at > ${asOf}
     ORDER BY p.number LIMIT 1), ${consultation}.closes_at)`;

/** A consultation by its id, or a case's latest one; null when there is none. */
export async function findConsultation(
  sql: Sql,
  where: { readonly id: string } | { readonly caseId: string },
): Promise<Consultation | null> {
  const { rows } = await sql.query<Consultation>(
    `SELECT ${CONSULTATION_COLUMNS} FROM consultation c
      WHERE ${'id' in where ? 'c.id' : 'c.case_id'} = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT 1`,
    ['id' in where ? where.id : where.caseId],
  );
  return rows[0] ?? null;
}

/** Where everything that happens to a consultation is recorded, apart from its case. */
export const streamOf = (consultation: string): string => `consultation:${consultation}`;
