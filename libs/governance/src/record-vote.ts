import { newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import { clearDays } from '#register';
import { carried } from '#journey';
import type { BoardResolved, Purpose, Sitting } from '#journey';
import { quorumOn } from './constitution.js';
import type { OwnQuorum } from './constitution.js';
import { sittingOf } from './count-vote.js';
import { membersOn } from './members.js';
import { noticeOf } from './meetings.js';
import { countOf } from './sheets.js';
import type { ItemRead } from './sheets.js';

/**
 * A vote of the board as the clerk enters it from the minutes of a meeting that was not convened here. Days are
 * ISO days in England.
 */
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
  const facts = await reportedFacts(tx, vote, meeting, resolution);
  await writeResolution(tx, actor, { ...vote, item: null }, facts, at);
  return facts;
}

/** A vote that is counted from its ledger: what the minutes add to it. */
export interface CountedVote {
  readonly wording: string;
  readonly minutes: string;
  /** Of a vote that was lost: whether another trust may still be chosen. */
  readonly refuses: BoardResolved['refuses'];
}

/** The facts of a vote as its ledger gives them; nothing of them is typed. */
export function countedFacts(
  read: ItemRead,
  { minutes, refuses }: Pick<CountedVote, 'minutes' | 'refuses'>,
  resolution: string,
): BoardResolved {
  const { meeting, item, trust, remote } = read;
  const count = countOf(read);
  return {
    type: 'board.resolved',
    on: meeting.heldOn,
    purpose: item.purpose,
    meeting: meeting.id,
    resolution,
    trust: trust ?? '',
    fullBoard: meeting.fullBoard,
    sitting: count.sitting,
    notice: noticeOf(meeting, item),
    inPost: count.inPost,
    present: count.present,
    ...ownQuorumOf(count.sitting, read.ownQuorum),
    remote: { count: count.remote, allowed: remote !== null },
    interestsDeclared: read.sheet?.interestsAsked ?? false,
    withdrew: count.withdrew,
    conflictedStayed: count.conflictedStayed,
    associateVotes: 0,
    prescribed: count.prescribed,
    votes: count.votes,
    castByGovernor: count.castByGovernor,
    ledger: count.ledger,
    ...(refuses === undefined || carried(count.votes) ? {} : { refuses }),
    ...(item.rescinds === null ? {} : { rescinds: item.rescinds }),
    papers: item.papers.map(({ document }) => document),
    minutes,
  };
}

/** The fact of a board's own quorum: of an interim executive board alone, and null while unknown. */
const ownQuorumOf = (sitting: Sitting, own: OwnQuorum | null): Pick<BoardResolved, 'ownQuorum'> =>
  sitting === 'interim-executive-board' ? { ownQuorum: own?.quorum ?? null } : {};

/** Records the resolution of an item from its ledger, and answers the facts that the journey weighs. */
export async function recordCounted(
  tx: Tx,
  actor: Actor,
  read: ItemRead,
  counted: CountedVote,
  at: Date,
): Promise<BoardResolved> {
  const { meeting, item } = read;
  const facts = countedFacts(read, counted, newId());
  const vote = {
    board: meeting.board,
    caseId: item.caseId,
    item: item.id,
    wording: counted.wording,
  };
  await writeResolution(tx, actor, vote, facts, at);
  return facts;
}

async function writeResolution(
  tx: Tx,
  actor: Actor,
  {
    board,
    caseId,
    item,
    wording,
  }: Pick<VoteRecord, 'board' | 'caseId' | 'wording'> & {
    item: string | null;
  },
  facts: BoardResolved,
  at: Date,
): Promise<void> {
  const { type: _, on, ...data } = facts;
  const { resolution, meeting, purpose, votes, withdrew, minutes } = data;
  await tx.query(
    `INSERT INTO resolution (id, meeting, case_id, purpose, wording, votes_for, votes_against,
       abstained, casting, withdrew, carried, minutes, item, recorded_at)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)`,
    [
      ...[resolution, meeting, caseId, purpose, wording, votes.for, votes.against],
      ...[votes.abstained, votes.casting, withdrew, carried(votes), minutes, item, at],
    ],
  );
  const entry = { kind: 'act', type: 'vote.recorded', actor, on, data } as const;
  await append(tx, `body:${board}`, entry, at);
}

/**
 * The facts of a vote as its minutes give them. Which body sat, and its own quorum, are the roll's
 * and the board's to say.
 */
export async function reportedFacts(
  sql: Sql,
  vote: VoteRecord,
  meeting: string,
  resolution: string,
): Promise<BoardResolved> {
  const sitting = sittingOf(await membersOn(sql, vote.board, vote.heldOn));
  const ownQuorum = await quorumOn(sql, vote.board, vote.heldOn);
  return {
    type: 'board.resolved',
    on: vote.heldOn,
    purpose: vote.purpose,
    meeting,
    resolution,
    trust: vote.trust,
    fullBoard: vote.fullBoard,
    sitting,
    notice: {
      clearDays: clearDays(vote.noticeOn, vote.heldOn),
      withPapers: vote.withPapers,
      urgency: vote.urgency !== null,
    },
    inPost: vote.inPost,
    present: vote.present,
    ...ownQuorumOf(sitting, ownQuorum),
    interestsDeclared: vote.interestsDeclared,
    withdrew: vote.withdrew,
    prescribed: vote.prescribed,
    votes: vote.votes,
    papers: vote.papers,
    minutes: vote.minutes,
  };
}
