import type { SchoolCase, Vote } from './school-case.js';

/** A majority of those voting; where the votes are equal, the chair's casting vote (reg 14). */
export function isCarried({ votes }: Vote): boolean {
  return votes.for > votes.against || (votes.for === votes.against && votes.casting === 'for');
}

/** What is wrong with a vote as a decision of the board, whatever it decides. */
export function faultsOfVote(school: SchoolCase, vote: Vote): readonly string[] {
  const { notice, votes, inPost, present, withdrew, prescribed } = vote;
  const voting = present - withdrew;
  const isShort = notice.clearDays < 7 || !notice.withPapers;
  return [
    ...when(isShort && !notice.urgency, 'reg 13: seven clear days with papers'),
    ...faultsOfQuorum(voting, inPost, vote.ownQuorum),
    ...when(votes.for + votes.against + votes.abstained > voting, 'more votes than voters'),
    ...when(votes.casting !== null && votes.for !== votes.against, 'a casting vote without a tie'),
    ...when(!vote.interestsDeclared, 'reg 16: interests declared'),
    ...when(!vote.fullBoard, 'a committee cannot decide this'),
    ...when(vote.trust !== school.trust, 'the resolution names the trust'),
    ...when(
      school.inFederation && (prescribed === null || prescribed.for < prescribed.needed),
      's.3(6): the prescribed governors of a federation',
    ),
  ];
}

/** Half of those in post (reg 14); an interim executive board has the quorum that it set itself. */
function faultsOfQuorum(voting: number, inPost: number, own: Vote['ownQuorum']): readonly string[] {
  if (own === undefined) {
    return when(voting * 2 < inPost, 'reg 14: half of those in post, after withdrawals');
  }
  if (own === null) return ['EIA 2006 Sch 6: nobody knows the quorum that it set for itself'];
  return when(voting < own, 'EIA 2006 Sch 6: the quorum that it set for itself');
}

/** Whether the board can be asked this, with the votes that stand. */
export function canVote({ toApply, finally: last }: SchoolCase, vote: Vote): boolean {
  switch (vote.purpose) {
    case 'explore':
    case 'launch':
      return true;
    case 'apply':
      return toApply !== 'carried';
    case 'final':
      return toApply === 'carried' && last !== 'carried';
    case 'rescind':
      if (!isCarried(vote)) return false;
      return vote.rescinds === 'apply' ? toApply === 'carried' : last === 'carried';
    default:
      return false;
  }
}

/** The votes that stand after this one. */
export function afterVote(school: SchoolCase, vote: Vote): SchoolCase {
  const standing = isCarried(vote) ? 'carried' : 'lost';
  const { consultation } = school;
  const isRead = ['reported', 'considered'].includes(consultation.stage);
  switch (vote.purpose) {
    case 'apply':
      return { ...school, toApply: standing };
    case 'final':
      return {
        ...school,
        finally: standing,
        consultation: isRead ? { ...consultation, stage: 'considered' } : consultation,
      };
    case 'rescind': {
      const unread = isRead ? { ...consultation, stage: 'reported' as const } : consultation;
      const toApply = vote.rescinds === 'apply' ? 'none' : school.toApply;
      return { ...school, toApply, finally: 'none', consultation: unread };
    }
    default:
      return school;
  }
}

export const when = (isWrong: boolean, what: string): readonly string[] => (isWrong ? [what] : []);
