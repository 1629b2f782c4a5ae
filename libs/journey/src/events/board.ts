import type { DocumentRef, Fact } from './fact.js';

/** What the governing board decides in session, and the minutes that show it. */
export type BoardEvent = BoardResolved | BoardPostponed | MinutesApproved;

/**
 * `explore`: begin the process. `apply`: apply for an academy order (s.3(1)). `launch`: begin the
 * consultation. `final`: that the conversion should take place (s.5(1)). `rescind`: take back an
 * earlier one.
 */
export type Purpose = 'explore' | 'apply' | 'launch' | 'final' | 'rescind';

/** Which body sat: the ordinary board, or the one that stands in its place. */
export type Sitting = 'governing-board' | 'interim-executive-board' | 'management-committee';

/** A count of votes, by which a majority of those voting is found (reg 14). */
export type Tally = {
  readonly for: number;
  readonly against: number;
  readonly abstained: number;
};

export type BoardVotes = {
  readonly for: number;
  readonly against: number;
  readonly abstained: number;
  readonly casting: 'for' | 'against' | null;
};

/** A vote of the board in session, with everything that its validity hangs on. */
export interface BoardResolved extends Fact<'board.resolved'> {
  readonly purpose: Purpose;
  readonly meeting: string;
  readonly resolution: string;
  /** The group UID of the trust that the resolution names. */
  readonly trust: string;
  readonly fullBoard: boolean;
  /** Absent in entries before machine version 2: the governing board. */
  readonly sitting?: Sitting;
  readonly notice: {
    readonly clearDays: number;
    readonly withPapers: boolean;
    /** The chair directed shorter notice for urgency, and the notice says so. */
    readonly urgency: boolean;
  };
  readonly inPost: number;
  readonly present: number;
  /**
   * Of an interim executive board: the quorum that it determined for itself, null where nobody has
   * shown it. Absent for every other board, and in entries from before it was asked for.
   */
  readonly ownQuorum?: number | null;
  /** Of those present, how many took part from elsewhere, and whether the board allows it (reg 14). */
  readonly remote?: { readonly count: number; readonly allowed: boolean };
  readonly interestsDeclared: boolean;
  readonly withdrew: number;
  /** Governors with a conflict at this item who stayed or voted all the same (reg 16). */
  readonly conflictedStayed?: number;
  /** Votes of associate members, who have none at the full board. */
  readonly associateVotes?: number;
  /** For a federated school: votes of the prescribed governors, and how many are needed (s.3(6)). */
  readonly prescribed: {
    readonly for: number;
    readonly needed: number;
    /** The version of the test that was applied; it is data, not law that this service knows. */
    readonly test?: string;
    /** Descriptions of governors that the test names, and of whom nobody voted for it. */
    readonly lacking?: readonly string[];
  } | null;
  readonly votes: BoardVotes;
  /** Whether whoever gave the casting vote is a governor; an acting chair who is none has no vote. */
  readonly castByGovernor?: boolean;
  /** The votes by category of governor: parent, staff, authority, foundation. */
  readonly ledger?: Readonly<Record<string, Tally>>;
  /** Of a vote that was lost: what was refused. Another trust may then be chosen, or not. */
  readonly refuses?: 'trust' | 'conversion';
  /** Of a rescission: which decision is taken back. */
  readonly rescinds?: 'apply' | 'final';
  /** Of the final decision: replies after the report of which nobody said whether they were weighed. */
  readonly undecidedReplies?: number;
  readonly papers: readonly DocumentRef[];
  readonly minutes: DocumentRef;
}

/** The board put a decision off, and not before a day. */
export interface BoardPostponed extends Fact<'board.postponed'> {
  readonly purpose: Purpose;
  readonly meeting: string;
  readonly notBefore: string;
  readonly minutes: DocumentRef;
}

/** The minutes of a decision, approved or signed at a later meeting; they supersede the draft. */
export interface MinutesApproved extends Fact<'minutes.approved'> {
  readonly purpose: Purpose;
  readonly standing: 'approved' | 'signed';
  readonly minutes: DocumentRef;
}
