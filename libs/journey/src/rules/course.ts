import type { EventType } from '../events.js';
import { MISSING, unless } from './rule.js';
import type { Rule } from './rule.js';
import * as source from './sources.js';

/** What nobody does to a case that is on hold; bodies, the Department and the clock go on. */
const notWhileHeld: readonly EventType[] = [
  'options.presented',
  'trust.chosen',
  'articles.chosen',
  'foundation.consulted',
  'consent.requested',
  'board.resolved',
  'trust.consented',
  'consultation.launched',
  'application.submitted',
  'tupe.informed',
  'document.signed',
  'document.sealed',
  'funding-agreement.signed',
  'conditions.met',
  'school.opened',
];

/** The course of the case itself: on hold, in a group, moved to newer rules, overridden. */
export const course: readonly Rule[] = [
  {
    id: 'R50',
    gates: notWhileHeld,
    strength: 'practice',
    effect: 'block',
    sentence: 'The case is on hold.',
    remedy: 'Resume the case first.',
    source: source.applicationsByBoards,
    from: '2010-07-27',
    unmet: unless(({ regions }) => regions.course !== 'held'),
  },
  {
    id: 'R51',
    gates: ['rule.overridden', 'override.refused'],
    strength: 'practice',
    effect: 'block',
    sentence: 'Whoever asks for an override cannot decide on it.',
    remedy: 'A second, senior person decides.',
    source: source.applicationsByBoards,
    from: '2010-07-27',
    isAbsolute: true,
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      (event.type === 'rule.overridden' || event.type === 'override.refused') &&
      facts.overrides?.[event.override]?.askedBy === event.by
        ? MISSING
        : null,
  },
  {
    id: 'R40',
    gates: ['application.submitted'],
    strength: 'law',
    effect: 'block',
    sentence: 'Facts about the school that decide who must consent are not known yet.',
    remedy: 'Find them out, and record them with the paper that shows them.',
    source: source.religiousBodies,
    from: '2010-07-27',
    unmet: unless(({ facts }) => (facts.unknown ?? []).every((what) => what === 'pfi')),
  },
];
