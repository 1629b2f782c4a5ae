import { resolutions } from '#governance';
import type { VoteRecord } from '#governance';
import type { BoardResolved } from '#journey';
import { Refusal, now } from '#platform';
import type { Sql } from '#platform';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

/** The vote as the clerk's pages give it; the board and the trust are the case's own. */
export type ResolutionGiven = Omit<VoteRecord, 'board' | 'caseId' | 'trust'>;

/**
 * Records a resolution of a meeting that was not convened here, with its minutes. A vote that breaks
 * the rules of procedure is refused by the journey with the rule, and nothing of it is kept.
 */
export async function recordResolution(
  office: Office,
  act: Act,
  given: ResolutionGiven,
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const vote = await voteOf(tx, act.caseId, given);
    return { event: await resolutions.recordVote(tx, act.actor, vote, await now(tx)) };
  });
}

/** The event of such a resolution as it would be recorded, before it has a row. */
export async function previewResolution(
  sql: Sql,
  caseId: string,
  given: ResolutionGiven,
): Promise<BoardResolved> {
  return resolutions.reportedFacts(sql, await voteOf(sql, caseId, given), '', '');
}

async function voteOf(sql: Sql, caseId: string, given: ResolutionGiven): Promise<VoteRecord> {
  const { rows } = await sql.query<{ board: string; trust: string | null }>(
    `SELECT board, snapshot -> 'case' -> 'context' -> 'trust' -> 'trust' ->> 'uid' AS trust
       FROM cases WHERE id = $1`,
    [caseId],
  );
  const found = rows[0];
  if (found === undefined) throw new Refusal('not-found', { case: caseId });
  return { ...given, board: found.board, caseId, trust: found.trust ?? '' };
}
