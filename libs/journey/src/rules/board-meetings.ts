import type { Purpose } from '../events.js';
import { asksPrescribed, boardVotes, ofVote } from './board-votes.js';
import { MISSING } from './rule.js';
import type { Rule } from './rule.js';
import * as source from './sources.js';

/** Half of the governors in post, rounded up (SI 2013/1624 reg 14). */
export const quorumOf = (inPost: number): number => Math.ceil(inPost / 2);

/** A board may explore before it knows a trust, and take back a decision whatever became of one. */
const namesTheTrust: ReadonlySet<Purpose> = new Set(['apply', 'launch', 'final']);

/** Procedure of the governing board: what makes a vote a decision of the board. */
export const boardMeetings: readonly Rule[] = [
  ...boardVotes,
  {
    id: 'R15',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'The board had {clearDays} clear days’ notice with papers; it needs seven.',
    remedy:
      'Meet again with seven clear days’ notice, or record the chair’s direction for urgency.',
    source: source.notice,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ notice }) =>
      notice.urgency || (notice.clearDays >= 7 && notice.withPapers)
        ? null
        : { clearDays: notice.withPapers ? notice.clearDays : 0 },
    ),
  },
  {
    id: 'R16',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence:
      'Only {voting} governors could vote after withdrawals; the quorum is {quorum} of {inPost} in post.',
    remedy: 'Take the vote at a meeting that is quorate for this item.',
    source: source.quorum,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ inPost, present, withdrew, ownQuorum }) =>
      ownQuorum !== undefined || present - withdrew >= quorumOf(inPost)
        ? null
        : { voting: present - withdrew, quorum: quorumOf(inPost), inPost },
    ),
  },
  {
    id: 'R16c',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'Nobody has shown which quorum the interim executive board determined for itself.',
    remedy: 'Record the quorum on the page of the board, with the paper that shows it.',
    source: source.interimBoards,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ofVote(({ ownQuorum }) => (ownQuorum === null ? MISSING : null)),
  },
  {
    id: 'R16d',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence:
      'Only {voting} members could vote after withdrawals; the interim executive board’s own quorum is {quorum}.',
    remedy: 'Take the vote at a meeting that is quorate for this item.',
    source: source.interimBoards,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ofVote(({ present, withdrew, ownQuorum }) =>
      typeof ownQuorum !== 'number' || present - withdrew >= ownQuorum
        ? null
        : { voting: present - withdrew, quorum: ownQuorum },
    ),
  },
  {
    id: 'R16a',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: '{cast} votes were counted, but only {voting} governors could vote.',
    remedy: 'Count the votes and abstentions again from the minutes.',
    source: source.quorum,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ votes, present, withdrew }) => {
      const cast = votes.for + votes.against + votes.abstained;
      return cast <= present - withdrew ? null : { cast, voting: present - withdrew };
    }),
  },
  {
    id: 'R16b',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'A casting vote was recorded, but the votes were not equal.',
    remedy: 'Record a casting vote only when the votes for and against are equal.',
    source: source.quorum,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ votes }) =>
      votes.casting === null || votes.for === votes.against ? null : MISSING,
    ),
  },
  {
    id: 'R17',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'The minutes do not show that interests were declared for this item.',
    remedy: 'Record the declarations made at the item, or that there were none.',
    source: source.interests,
    from: '2014-01-01',
    weighsEvent: true,
    unmet: ofVote(({ interestsDeclared }) => (interestsDeclared ? null : MISSING)),
  },
  {
    id: 'R5a',
    gates: ['board.resolved'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The vote was taken by a committee, not by the full governing board.',
    remedy: 'Put the resolution to a meeting of the full governing board.',
    source: source.applicationsByBoards,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ofVote(({ fullBoard }) => (fullBoard ? null : MISSING)),
  },
  {
    id: 'R5b',
    gates: ['board.resolved'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The resolution does not name the trust that is on the case.',
    remedy: 'Choose the trust on the case first, and name the same trust in the resolution.',
    source: source.applying,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ofVote((vote, { facts }) =>
      !namesTheTrust.has(vote.purpose) || vote.trust === facts.trust?.trust.uid ? null : MISSING,
    ),
  },
  {
    id: 'R6',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence:
      'The school is in a federation, and the vote of the prescribed governors falls short.',
    remedy: 'Record the votes of the prescribed governors, counted apart for this school.',
    source: source.federations,
    from: '2012-09-01',
    weighsEvent: true,
    unmet: ofVote(({ prescribed, purpose }, { facts }) =>
      !asksPrescribed(facts, purpose) ||
      (prescribed !== null && prescribed.for >= prescribed.needed)
        ? null
        : MISSING,
    ),
  },
  {
    id: 'R18',
    gates: ['board.resolved', 'application.submitted'],
    strength: 'law',
    effect: 'warn',
    sentence: 'No equality impact assessment is on the record.',
    remedy: 'Add the equality impact assessment before the board decides.',
    source: source.equality,
    from: '2011-04-05',
    unmet: ({ facts }) => (facts.equality === undefined ? MISSING : null),
  },
];
