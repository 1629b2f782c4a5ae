import { recordVote } from '#governance';
import type { VoteRecord } from '#governance';
import { Refusal, now } from '#platform';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

/** The vote as the clerk's pages give it; the board and the trust are the case's own. */
export type ResolutionGiven = Omit<VoteRecord, 'board' | 'caseId' | 'trust'>;

/**
 * Records a resolution of the governing board with its minutes. A vote that breaks the rules of
 * procedure is refused by the journey with the rule, and nothing of it is kept.
 */
export async function recordResolution(
  office: Office,
  act: Act,
  given: ResolutionGiven,
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const { rows } = await tx.query<{ board: string; trust: string | null }>(
      `SELECT board, snapshot -> 'case' -> 'context' -> 'trust' -> 'trust' ->> 'uid' AS trust
         FROM cases WHERE id = $1`,
      [act.caseId],
    );
    const found = rows[0];
    if (found === undefined) throw new Refusal('not-found', { case: act.caseId });
    const { board, trust } = found;
    const vote = { ...given, board, caseId: act.caseId, trust: trust ?? '' };
    return { event: await recordVote(tx, act.actor, vote, await now(tx)) };
  });
}
