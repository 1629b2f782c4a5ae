import { MISSING, unless } from './rule.js';
import type { Missing, Rule, Situation } from './rule.js';
import * as source from './sources.js';

/** Fairness: enough time, an open mind, and a report that the board has read before it decides. */
export const consultation: readonly Rule[] = [
  {
    id: 'R9',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'The final decision came before {missing}.',
    remedy: 'Close the consultation, issue the report, and send it with the papers of the meeting.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: notYetConsidered,
  },
  {
    id: 'R25',
    gates: ['consultation.launched', 'consultation.extended'],
    strength: 'law',
    effect: 'block',
    sentence: 'The closing instant is not later than {floor}.',
    remedy: 'Choose a later closing time; an open consultation is never made shorter.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: notLater,
  },
  {
    id: 'R26',
    gates: ['consultation.closed'],
    strength: 'law',
    effect: 'block',
    sentence: 'The consultation is open until its closing time.',
    remedy: 'It closes by itself.',
    source: source.fairness,
    from: '2010-07-27',
    unmet: ({ facts, now }) =>
      facts.consultation !== undefined && now < facts.consultation.closesAt ? MISSING : null,
  },
  {
    id: 'R27',
    gates: ['consultation.launched'],
    strength: 'practice',
    effect: 'warn',
    sentence: 'No due diligence on the trust is on the record.',
    remedy: 'People can only answer well if they can read what was found about the trust.',
    source: source.diligenceGuide,
    from: '2010-07-27',
    unmet: unless(({ regions }) => regions.diligence.ofTrust === 'reported'),
  },
];

function notYetConsidered({ event, regions, facts }: Situation): Missing | null {
  if (event.type !== 'board.resolved' || event.purpose !== 'final') return null;
  if (regions.consultation === 'notApplicable') return null;
  if (['planned', 'open'].includes(regions.consultation))
    return { missing: 'the consultation had closed' };
  const report = facts.consultationReport?.report;
  if (report === undefined) return { missing: 'the consultation report was issued' };
  return event.papers.includes(report)
    ? null
    : { missing: 'the report had gone out with the papers' };
}

function notLater({ event, facts, now }: Situation): Missing | null {
  if (event.type === 'consultation.launched') return event.closesAt > now ? null : { floor: 'now' };
  if (event.type !== 'consultation.extended') return null;
  const current = facts.consultation?.closesAt ?? '';
  return event.closesAt > current ? null : { floor: 'the present one' };
}
