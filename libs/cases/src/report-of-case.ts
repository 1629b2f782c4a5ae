import type { ReportedReplies } from '#consultation';
import type { Sql } from '#platform';

interface Reported {
  readonly consultation: string;
  /** The replies that the report holds; null while none is issued. */
  readonly replies: ReportedReplies | null;
}

/** A case's latest consultation and the replies in its report; null where the case has none. */
export async function reportOf(sql: Sql, caseId: string): Promise<Reported | null> {
  const { rows } = await sql.query<Reported>(
    `SELECT c.id AS consultation,
        k.snapshot -> 'case' -> 'context' -> 'consultationReport' -> 'replies' AS replies
       FROM cases k JOIN consultation c ON c.case_id = k.id
      WHERE k.id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT 1`,
    [caseId],
  );
  return rows[0] ?? null;
}
