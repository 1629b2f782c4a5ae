import type { BoardResolved, Purpose } from '../events.js';
import type { CaseFacts } from '../facts.js';
import { carried } from '../journey.setup.js';
import { MISSING, unless } from './rule.js';
import type { Missing, Rule, Situation } from './rule.js';
import * as source from './sources.js';

/** Who may take part in a vote, and how: what the ledger of a vote is weighed by. */
export const boardVotes: readonly Rule[] = [
  {
    id: 'R70',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: '{count} took part from elsewhere, and the board had not approved that way.',
    remedy: 'Record the resolution that allows it, or count those governors as absent.',
    source: source.quorum,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ remote }) =>
      remote === undefined || remote.count === 0 || remote.allowed ? null : { count: remote.count },
    ),
  },
  {
    id: 'R71',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: '{count} with a conflict of interest stayed for the item.',
    remedy: 'Take the vote again, without those who have to withdraw.',
    source: source.interests,
    from: '2014-01-01',
    weighsEvent: true,
    unmet: ofVote(({ conflictedStayed: count = 0 }) => (count === 0 ? null : { count })),
  },
  {
    id: 'R72',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: '{count} votes of associate members were counted; they have none at the full board.',
    remedy: 'Count the votes of the governors alone.',
    source: source.quorum,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ associateVotes: count = 0 }) => (count === 0 ? null : { count })),
  },
  {
    id: 'R73',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'Whoever gave the casting vote is not a governor.',
    remedy: 'Leave the votes equal, or vote again with a governor in the chair.',
    source: source.quorum,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ votes, castByGovernor }) =>
      votes.casting !== null && castByGovernor === false ? MISSING : null,
    ),
  },
  {
    id: 'R74',
    gates: ['board.resolved'],
    strength: 'practice',
    effect: 'block',
    isAbsolute: true,
    sentence: 'The votes by category do not add up to the votes that were counted.',
    remedy: 'Count the votes of each category again.',
    source: source.quorum,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote(({ votes, ledger }) =>
      ledger === undefined || adds(ledger, votes) ? null : MISSING,
    ),
  },
  {
    id: 'R75',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence:
      'The test for this school asks for votes of these governors, and none is for it: {governors}.',
    remedy: 'The resolution falls without them. Put it to another meeting, or do not apply.',
    source: source.federations,
    from: '2012-09-01',
    weighsEvent: true,
    unmet: ofVote(({ prescribed, purpose }, { facts }) => {
      const lacking = prescribed?.lacking ?? [];
      const met = !asksPrescribed(facts, purpose) || lacking.length === 0;
      return met ? null : { governors: lacking };
    }),
  },
  {
    id: 'R76',
    gates: ['board.resolved'],
    strength: 'practice',
    effect: 'block',
    sentence: 'The board put this decision off until {notBefore}.',
    remedy: 'Wait until that day, or record that the board chose another one.',
    source: source.notice,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote((vote, { facts: { postponed } }) =>
      postponed?.purpose === vote.purpose && vote.on < postponed.notBefore
        ? { notBefore: postponed.notBefore }
        : null,
    ),
  },
  {
    id: 'R77',
    gates: ['board.resolved'],
    strength: 'practice',
    effect: 'block',
    sentence: 'This meeting has already refused it.',
    remedy: 'Put it to another meeting, with notice of its own.',
    source: source.notice,
    from: '2013-09-01',
    weighsEvent: true,
    unmet: ofVote((vote, { facts }) => {
      const earlier = vote.purpose === 'final' ? facts.finalDecision : facts.resolvedToApply;
      const again = vote.purpose === 'apply' || vote.purpose === 'final';
      return again && earlier?.meeting === vote.meeting ? MISSING : null;
    }),
  },
  {
    id: 'R78',
    gates: ['trust.chosen'],
    strength: 'practice',
    effect: 'warn',
    sentence: 'The board refused becoming an academy at all, not one trust alone.',
    remedy: 'Put the question to the board again before another trust is asked.',
    source: source.applicationsByBoards,
    from: '2010-07-27',
    unmet: unless(
      ({ facts: { resolvedToApply: vote } }) =>
        vote === undefined || carried(vote.votes) || vote.refuses !== 'conversion',
    ),
  },
  {
    id: 'R79',
    gates: ['application.submitted'],
    strength: 'practice',
    effect: 'warn',
    sentence: 'The minutes of the resolution to apply are an unapproved draft.',
    remedy: 'Send the draft as certified by the clerk, or add the minutes once they are approved.',
    source: source.minutes,
    from: '2013-09-01',
    unmet: unless(
      ({ facts: { resolvedToApply, minutesApproved } }) =>
        resolvedToApply === undefined ||
        (minutesApproved?.purpose === 'apply' && minutesApproved.on >= resolvedToApply.on),
    ),
  },
];

/** The test of s.3(6) is of applying and of converting, not of what the board says besides. */
export const asksPrescribed = (facts: CaseFacts, purpose: Purpose): boolean =>
  facts.inFederation && (purpose === 'apply' || purpose === 'final');

function adds(ledger: NonNullable<BoardResolved['ledger']>, votes: BoardResolved['votes']) {
  const sum = (of: 'for' | 'against' | 'abstained') =>
    Object.values(ledger).reduce((total, tally) => total + tally[of], 0);
  return (['for', 'against', 'abstained'] as const).every((of) => sum(of) === votes[of]);
}

/** A rule that asks only of a vote of the board, with its facts. */
export function ofVote(
  ask: (vote: BoardResolved, situation: Situation) => Missing | null,
): (situation: Situation) => Missing | null {
  return (situation) =>
    situation.event.type === 'board.resolved' ? ask(situation.event, situation) : null;
}
