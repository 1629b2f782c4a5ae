import { meetings, resolutions } from '#governance';
import type { VoteRecord } from '#governance';
import type { BoardResolved, CaseFacts, Purpose } from '#journey';
import { Refusal, now } from '#platform';
import type { Sql } from '#platform';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

/** The vote as the clerk's pages give it; the board and the trust are the case's own. */
export type ResolutionGiven = Omit<VoteRecord, 'board' | 'caseId' | 'trust'>;

/**
 * Records a resolution of a meeting that was not convened here, with its minutes. A vote that breaks
 * the rules of procedure is refused by the journey with the rule, and nothing of it is kept. Refuses
 * `invalid` for a meeting that was convened here, and for a vote that is on the record already.
 */
export async function recordResolution(
  office: Office,
  act: Act,
  given: ResolutionGiven,
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    await refuseReported(tx, act.caseId, given);
    const vote = await voteOf(tx, act.caseId, given);
    return { event: await resolutions.recordVote(tx, act.actor, vote, await now(tx)) };
  });
}

/** Where a case remembers the board's latest vote of each kind. */
export const rememberedAs = {
  explore: 'resolvedToExplore',
  apply: 'resolvedToApply',
  launch: 'resolvedToLaunch',
  final: 'finalDecision',
  rescind: 'rescinded',
} as const satisfies Readonly<Record<Purpose, keyof CaseFacts>>;

/** Refuses `invalid` what cannot be reported from minutes: one resolution for each meeting and item. */
export async function refuseReported(
  sql: Sql,
  caseId: string,
  given: Pick<ResolutionGiven, 'purpose' | 'heldOn'>,
): Promise<void> {
  const { rows } = await sql.query<{ board: string; votedOn: string | null }>(
    `SELECT board, snapshot -> 'case' -> 'context' -> $2 ->> 'on' AS "votedOn"
       FROM cases WHERE id = $1`,
    [caseId, rememberedAs[given.purpose]],
  );
  const { board, votedOn } = rows[0]!;
  await meetings.refuseConvened(sql, { board, caseId, ...given });
  if (votedOn === given.heldOn) {
    const fault = 'A vote of this day is on the record. If it is wrong, correct its entry.';
    throw new Refusal('invalid', { faults: { heldOn: fault } });
  }
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
