import type { EventType, JourneyEvent } from '../events.js';
import { MISSING, isLater, unless } from './rule.js';
import type { Missing, Rule, Situation } from './rule.js';
import * as source from './sources.js';

/** Each of these says until when people can answer. */
const SETS_ITS_END = [
  'consultation.launched',
  'consultation.extended',
  'consultation.reopened',
] as const satisfies readonly EventType[];

/** Fairness: enough time, an open mind, and a report that the board has read before it decides. */
export const consultation: readonly Rule[] = [
  {
    id: 'R9',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'The final decision came before {missing}.',
    remedy: 'Let the consultation close, and issue its report before the board meets.',
    source: source.fairness,
    from: '2010-07-27',
    unmet: notYetReported,
  },
  {
    id: 'R9a',
    gates: ['board.resolved'],
    strength: 'law',
    effect: 'block',
    sentence: 'The consultation report was not among the papers of the meeting.',
    remedy: 'Send the report with the papers of a meeting, and take the decision there.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: notAmongPapers,
  },
  {
    id: 'R9b',
    gates: ['board.resolved'],
    strength: 'practice',
    effect: 'block',
    sentence: 'Replies came after the report, and nothing is decided on {replies} of them.',
    remedy: 'Say of each whether the board considered it, and why: Consultation, After the report.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'board.resolved' &&
      event.purpose === 'final' &&
      (event.undecidedReplies ?? 0) > 0
        ? { replies: event.undecidedReplies! }
        : null,
  },
  {
    id: 'R25',
    gates: SETS_ITS_END,
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
    id: 'R25a',
    gates: SETS_ITS_END,
    strength: 'practice',
    effect: 'warn',
    sentence: 'People have {schoolDays} school days to answer, fewer than {fewest}.',
    remedy: 'Choose a later closing time, so that everybody has time in term to answer.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: tooFewSchoolDays,
  },
  {
    id: 'R25b',
    gates: SETS_ITS_END,
    strength: 'practice',
    effect: 'warn',
    sentence:
      'Of {workingDays} working days only {schoolDays} are school days; the others are holidays.',
    remedy: 'Move the consultation into term, or give it more time there.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: halfInHolidays,
  },
  {
    id: 'R25c',
    gates: SETS_ITS_END,
    strength: 'practice',
    effect: 'warn',
    sentence: 'Term dates are not held for every day of the consultation, so nobody counted them.',
    remedy: 'Look up the term dates, or ask an administrator to enter them.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: schoolDaysUnknown,
  },
  {
    id: 'R25d',
    gates: SETS_ITS_END,
    strength: 'practice',
    effect: 'warn',
    sentence: 'The consultation closes on a day that is no school day.',
    remedy: 'Choose a school day, so that the office can take what is brought on the last day.',
    source: source.fairness,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      setsItsEnd(event) && event.window?.closesOnSchoolDay === false ? MISSING : null,
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
      facts.consultation !== undefined && isLater(facts.consultation.closesAt, now)
        ? MISSING
        : null,
  },
  {
    id: 'R27a',
    gates: ['consultation.launched'],
    strength: 'practice',
    effect: 'block',
    sentence: 'People cannot read {sections}.',
    remedy: 'Write it under Consultation, What people read, or say where the document has it.',
    source: source.alternatives,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: lacksSections,
  },
  {
    id: 'R27b',
    gates: ['consultation.launched'],
    strength: 'law',
    effect: 'warn',
    sentence: 'Nobody is asked of these groups, and nobody said why: {groups}.',
    remedy: 'Ask some of them, or say under Consultation, People asked, why they are left out.',
    source: source.consultations,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'consultation.launched' && (event.unexplained ?? []).length > 0
        ? { groups: event.unexplained! }
        : null,
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

function notYetReported({ event, regions }: Situation): Missing | null {
  if (event.type !== 'board.resolved' || event.purpose !== 'final') return null;
  if (['planned', 'open'].includes(regions.consultation))
    return { missing: 'the consultation had closed' };
  return regions.consultation === 'closed'
    ? { missing: 'the consultation report was issued' }
    : null;
}

function notAmongPapers({ event, facts }: Situation): Missing | null {
  if (event.type !== 'board.resolved' || event.purpose !== 'final') return null;
  if (facts.consultationReport === undefined) return null;
  const { report, forms = [] } = facts.consultationReport;
  return [report, ...forms].some((form) => event.papers.includes(form)) ? null : MISSING;
}

/** What nobody looked up is not there. */
function lacksSections({ event }: Situation): Missing | null {
  if (event.type !== 'consultation.launched') return null;
  const sections = event.text?.missing ?? ['nothing'];
  return sections.length === 0 ? null : { sections };
}

/** Good practice is six weeks of which at least four are in term. */
const FEWEST_SCHOOL_DAYS = 20;

type EndSet = Extract<JourneyEvent, { type: (typeof SETS_ITS_END)[number] }>;

const setsItsEnd = (event: JourneyEvent): event is EndSet =>
  (SETS_ITS_END as readonly string[]).includes(event.type);

/** The school days of a window as it was counted, where they are known. */
function counted({ event }: Situation): { workingDays: number; schoolDays: number } | null {
  if (!setsItsEnd(event)) return null;
  const { workingDays = 0, schoolDays = null } = event.window ?? {};
  return schoolDays === null ? null : { workingDays, schoolDays };
}

function tooFewSchoolDays(situation: Situation): Missing | null {
  const window = counted(situation);
  if (window === null || window.schoolDays >= FEWEST_SCHOOL_DAYS) return null;
  return { schoolDays: window.schoolDays, fewest: FEWEST_SCHOOL_DAYS };
}

/** Weekends are nobody's time to lose, so working days are weighed, as they are in term and out. */
function halfInHolidays(situation: Situation): Missing | null {
  const window = counted(situation);
  return window === null || 2 * window.schoolDays > window.workingDays ? null : { ...window };
}

function schoolDaysUnknown(situation: Situation): Missing | null {
  return counted(situation) === null ? MISSING : null;
}

/** Later than now, and than the present closing time: what has passed is not made longer either. */
function notLater({ event, facts, now }: Situation): Missing | null {
  if (!setsItsEnd(event)) return null;
  if (!isLater(event.closesAt, now)) return { floor: 'now' };
  const current = event.type === 'consultation.launched' ? undefined : facts.consultation?.closesAt;
  return current === undefined || isLater(event.closesAt, current)
    ? null
    : { floor: 'the present one' };
}
