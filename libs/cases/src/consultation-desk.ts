import { Refusal, inTransaction } from '#platform';
import type { Actor, Sql } from '#platform';
import { responses } from '#consultation';
import type { Consideration, LaterResponse, ReportedReplies } from '#consultation';
import { requireCase } from './case-people.js';
import type { Office } from './office.js';
import { publishedConsultation } from './published-consultation.js';

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

/** The replies that the report is without; null while none is issued. The caller knows the case. */
async function laterReplies(sql: Sql, caseId: string): Promise<readonly LaterResponse[] | null> {
  const reported = await reportOf(sql, caseId);
  if (!reported?.replies) return null;
  return responses.afterReport(sql, reported.consultation, reported.replies);
}

/**
 * Records whether the board considered a reply that its report is without, and why. Refuses
 * `not-now` while no report is issued, and `not-found` for a reply that is in it.
 */
async function considerReply(
  office: Office,
  { actor, caseId }: { readonly actor: Actor; readonly caseId: string },
  given: Omit<Consideration, 'consultation'>,
): Promise<void> {
  await inTransaction(office.pool, async (tx) => {
    await requireCase(tx, actor, caseId);
    const later = await laterReplies(tx, caseId);
    if (later === null) throw new Refusal('not-now', { case: caseId });
    if (!later.some(({ id }) => id === given.response)) throw new Refusal('not-found');
    const { consultation } = (await reportOf(tx, caseId))!;
    await responses.consider(tx, actor, { consultation, ...given });
  });
}

/** What people can read of a consultation, and the replies that came after its report. */
export const consultationDesk = {
  published: publishedConsultation,
  laterReplies,
  considerReply,
};
