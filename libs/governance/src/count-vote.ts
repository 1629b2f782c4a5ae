import type { BoardResolved, BoardVotes, Sitting, Tally } from '#journey';

/** How a member came to a seat. The last two sit with the board and have no vote there. */
export const CATEGORIES = [
  ...(['parent', 'staff', 'head', 'authority', 'foundation', 'partnership'] as const),
  ...(['co-opted', 'ex-officio', 'interim-executive', 'management-committee'] as const),
  ...(['associate', 'head-in-attendance'] as const),
] as const;
export type Category = (typeof CATEGORIES)[number];

export const ATTENDANCES = ['in-person', 'remote', 'apologies', 'absent', 'suspended'] as const;
export type Attendance = (typeof ATTENDANCES)[number];

/** An interest that a member may have in an item; the first two ask nobody to leave. */
export const INTERESTS = [
  ...(['none', 'general', 'trust-office', 'promised-post', 'family', 'money'] as const),
  'impartiality',
] as const;
export type Interest = (typeof INTERESTS)[number];

export interface Seated {
  readonly id: string;
  readonly category: Category;
  /** In a federation: the URN of the school for which they were elected or appointed. */
  readonly school: string | null;
}

/** What one member did at an item. */
export interface VoteLine {
  readonly member: string;
  readonly interest: Interest;
  readonly withdrew: boolean;
  readonly vote: keyof Tally | null;
}

/** The test of s.3(6) for one school of a federation, as it was entered with its source. */
export interface PrescribedTest {
  readonly id: string;
  readonly descriptions: readonly Category[];
  readonly minFor: number | null;
  readonly minPercent: number | null;
}

/** All that a vote is counted from. */
export interface Ledger {
  /** Everybody in post on the day of the meeting, with a vote or without. */
  readonly seated: readonly Seated[];
  readonly attendance: Readonly<Record<string, Attendance>>;
  /** The member in the chair; null for somebody who is no member. */
  readonly chair: string | null;
  readonly lines: readonly VoteLine[];
  readonly casting: 'for' | 'against' | null;
  /** The school whose decision it is. */
  readonly urn: string;
  readonly test: PrescribedTest | null;
  /** The quorum that an interim executive board set for itself; null while nobody has shown it. */
  readonly ownQuorum?: number | null;
}

/** A vote as it was counted: never typed. */
export interface Count {
  readonly sitting: Sitting;
  readonly inPost: number;
  readonly present: number;
  readonly remote: number;
  readonly withdrew: number;
  readonly conflictedStayed: number;
  /** Null for an interim executive board whose own quorum is not known. */
  readonly quorum: number | null;
  /** Whether enough governors were left for this item; false while the quorum is not known. */
  readonly quorate: boolean;
  readonly votes: BoardVotes;
  /** Equal votes, at least one each: the chair, if a governor, may cast. */
  readonly isEqual: boolean;
  readonly castByGovernor: boolean;
  readonly ledger: Readonly<Record<string, Tally>>;
  readonly prescribed: BoardResolved['prescribed'];
}

export const hasVote = (category: Category): boolean =>
  category !== 'associate' && category !== 'head-in-attendance';

/** An interest like that of all staff, or of a public body, asks nobody to leave (reg 16, Sch). */
export const mustWithdraw = (interest: Interest): boolean =>
  interest !== 'none' && interest !== 'general';

/** Which body sits: an interim executive board and a management committee stand alone. */
export function sittingOf(seated: readonly Pick<Seated, 'category'>[]): Sitting {
  if (seated.some(({ category }) => category === 'interim-executive')) {
    return 'interim-executive-board';
  }
  const isCommittee = seated.some(({ category }) => category === 'management-committee');
  return isCommittee ? 'management-committee' : 'governing-board';
}

/** Those who may vote: in post, of the body that sits, and not suspended. */
export function governorsOf<M extends Seated>(
  seated: readonly M[],
  attendance: Ledger['attendance'] = {},
): readonly M[] {
  const isInterim = sittingOf(seated) === 'interim-executive-board';
  return seated.filter(
    ({ id, category }) =>
      hasVote(category) &&
      (!isInterim || category === 'interim-executive') &&
      attendance[id] !== 'suspended',
  );
}

/**
 * Half of those in post, rounded up (SI 2013/1624 reg 14). An interim executive board determines its
 * own procedure (Education and Inspections Act 2006, Sch 6): its quorum is what it set, or unknown.
 */
export function quorumOf(sitting: Sitting, inPost: number, own: number | null): number | null {
  return sitting === 'interim-executive-board' ? own : Math.ceil(inPost / 2);
}

/** Counts a vote from the ledger: quorum after withdrawals, votes by category, prescribed votes. */
export function countVote(ledger: Ledger): Count {
  const { seated, attendance, lines, casting, chair } = ledger;
  const governors = governorsOf(seated, attendance);
  const present = governors.filter(({ id }) => isPresent(attendance[id]));
  const lineOf = new Map(lines.map((line) => [line.member, line]));
  const left = present.filter(({ id }) => lineOf.get(id)?.withdrew === true);
  const stayed = present.filter(({ id }) => {
    const line = lineOf.get(id);
    return line !== undefined && mustWithdraw(line.interest) && !line.withdrew;
  });
  const cast = present.flatMap((governor) => {
    const { vote = null, withdrew = false, interest = 'none' } = lineOf.get(governor.id) ?? {};
    return vote === null || withdrew || mustWithdraw(interest) ? [] : [{ ...governor, vote }];
  });
  const votes = tally(cast);
  const sitting = sittingOf(seated);
  const quorum = quorumOf(sitting, governors.length, ledger.ownQuorum ?? null);
  return {
    sitting,
    inPost: governors.length,
    present: present.length,
    remote: present.filter(({ id }) => attendance[id] === 'remote').length,
    withdrew: left.length,
    conflictedStayed: stayed.length,
    quorum,
    quorate: quorum !== null && present.length - left.length >= quorum,
    votes: { ...votes, casting },
    isEqual: votes.for === votes.against && votes.for > 0,
    castByGovernor: present.some(({ id }) => id === chair),
    ledger: byCategory(cast),
    prescribed:
      ledger.test === null ? null : prescribedVotes(ledger.test, ledger.urn, governors, cast),
  };
}

export const isPresent = (how: Attendance | undefined): boolean =>
  how === 'in-person' || how === 'remote';

type Cast = Seated & { readonly vote: keyof Tally };

function tally(cast: readonly Cast[]): Tally {
  const count = (vote: keyof Tally) => cast.filter((one) => one.vote === vote).length;
  return { for: count('for'), against: count('against'), abstained: count('abstained') };
}

function byCategory(cast: readonly Cast[]): Readonly<Record<string, Tally>> {
  const categories = [...new Set(cast.map(({ category }) => category))];
  return Object.fromEntries(
    categories.map((category) => [
      category,
      tally(cast.filter((one) => one.category === category)),
    ]),
  );
}

/**
 * The prescribed governors are those of the descriptions who sit for this school or for all. A
 * description of which nobody is in post cannot vote, and is not lacking.
 */
function prescribedVotes(
  test: PrescribedTest,
  urn: string,
  governors: readonly Seated[],
  cast: readonly Cast[],
): BoardResolved['prescribed'] {
  const isPrescribed = ({ category, school }: Seated) =>
    test.descriptions.includes(category) && (school === null || school === urn);
  const inPost = governors.filter(isPrescribed);
  const votesFor = cast.filter((one) => isPrescribed(one) && one.vote === 'for');
  const needed = Math.max(
    test.minFor ?? 0,
    Math.ceil(((test.minPercent ?? 0) * inPost.length) / 100),
  );
  const lacking = test.descriptions.filter(
    (description) =>
      inPost.some(({ category }) => category === description) &&
      !votesFor.some(({ category }) => category === description),
  );
  return { for: votesFor.length, needed, test: test.id, lacking };
}
