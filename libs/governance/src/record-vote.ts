import { newId } from '#platform';
import type { Actor, Tx } from '#platform';
import { append } from '#evidence';
import { clearDays } from '#register';
import { carried } from '#journey';
import type { BoardResolved, Purpose } from '#journey';

/** A vote of the board as the clerk enters it from the minutes. Days are ISO days in England. */
export interface VoteRecord {
  readonly board: string;
  readonly caseId: string;
  readonly purpose: Purpose;
  readonly heldOn: string;
  readonly noticeOn: string;
  readonly withPapers: boolean;
  /** The chair's direction for shorter notice, in words; null when there was none. */
  readonly urgency: string | null;
  readonly fullBoard: boolean;
  readonly inPost: number;
  readonly present: number;
  readonly interestsDeclared: boolean;
  readonly withdrew: number;
  readonly votes: BoardResolved['votes'];
  readonly prescribed: BoardResolved['prescribed'];
  readonly trust: string;
  readonly wording: string;
  readonly papers: readonly string[];
  readonly minutes: string;
}

/**
 * Records a meeting and the vote taken at it on the board's own stream, and answers the facts that
 * the journey weighs. Whether the vote counts is the journey's to say (R15 to R17).
 */
export async function recordVote(
  tx: Tx,
  actor: Actor,
  vote: VoteRecord,
  at: Date,
): Promise<BoardResolved> {
  const meeting = newId();
  const resolution = newId();
  await tx.query(
    `INSERT INTO meeting (id, board, held_on, notice_on, with_papers, urgency, full_board, in_post,
       present, recorded_by, recorded_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
    [
      meeting,
      vote.board,
      vote.heldOn,
      vote.noticeOn,
      vote.withPapers,
      vote.urgency,
      vote.fullBoard,
      vote.inPost,
      vote.present,
      actor.person,
      at,
    ],
  );
  await tx.query(
    `INSERT INTO resolution (id, meeting, case_id, purpose, wording, votes_for, votes_against,
       abstained, casting, withdrew, carried, minutes, recorded_at)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`,
    [
      resolution,
      meeting,
      vote.caseId,
      vote.purpose,
      vote.wording,
      vote.votes.for,
      vote.votes.against,
      vote.votes.abstained,
      vote.votes.casting,
      vote.withdrew,
      carried(vote.votes),
      vote.minutes,
      at,
    ],
  );
  const facts = factsOf(vote, meeting, resolution);
  const { type: _, on, ...data } = facts;
  await append(
    tx,
    `body:${vote.board}`,
    { kind: 'act', type: 'vote.recorded', actor, on, data },
    at,
  );
  return facts;
}

function factsOf(vote: VoteRecord, meeting: string, resolution: string): BoardResolved {
  return {
    type: 'board.resolved',
    on: vote.heldOn,
    purpose: vote.purpose,
    meeting,
    resolution,
    trust: vote.trust,
    fullBoard: vote.fullBoard,
    notice: {
      clearDays: clearDays(vote.noticeOn, vote.heldOn),
      withPapers: vote.withPapers,
      urgency: vote.urgency !== null,
    },
    inPost: vote.inPost,
    present: vote.present,
    interestsDeclared: vote.interestsDeclared,
    withdrew: vote.withdrew,
    prescribed: vote.prescribed,
    votes: vote.votes,
    papers: vote.papers,
    minutes: vote.minutes,
  };
}
