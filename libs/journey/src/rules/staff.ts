import { MISSING, daysBetween } from './rule.js';
import type { Rule } from './rule.js';
import * as source from './sources.js';

/** Reg 11(6): the new employer has the employee liability information so long before. */
const LIABILITY_DAYS = 28;

/** Informing and consulting staff on their transfer: whom, about what, and by when. */
export const staff: readonly Rule[] = [
  {
    id: 'R87',
    gates: ['tupe.informed'],
    strength: 'law',
    effect: 'block',
    sentence: 'Nobody is named who stands for the staff.',
    remedy: 'Name each union that is recognised, or the representatives that the staff elected.',
    source: source.tupe,
    from: '2006-04-06',
    unmet: ({ facts: { representatives } }) =>
      (representatives?.representatives ?? []).length === 0 ? MISSING : null,
  },
  {
    id: 'R87a',
    gates: ['tupe.informed'],
    strength: 'law',
    effect: 'warn',
    sentence: 'The trust has not said which measures it plans for the staff.',
    remedy: 'Ask the trust: the letter has to tell of them, or that there are none.',
    source: source.tupe,
    from: '2006-04-06',
    unmet: ({ facts: { measures } }) => (measures === undefined ? MISSING : null),
  },
  {
    id: 'R88',
    gates: ['tupe.liability-received', 'school.opened'],
    strength: 'law',
    effect: 'warn',
    sentence:
      'The trust does not have the employee liability information 28 days before the opening.',
    remedy: 'Send it now, or move the date.',
    source: source.liability,
    from: '2006-04-06',
    weighsEvent: true,
    unmet: ({ event, facts: { liability, opening } }) => {
      const received = event.type === 'tupe.liability-received' ? event.on : liability?.on;
      if (received === undefined) return MISSING;
      if (opening === undefined) return null;
      return daysBetween(received, opening.opens) >= LIABILITY_DAYS ? null : MISSING;
    },
  },
  {
    id: 'R89',
    gates: ['tupe.completed'],
    strength: 'law',
    effect: 'warn',
    sentence: 'Answers of those who stand for the staff that are not logged yet: {count}.',
    remedy: 'Log each answer; minutes of a meeting with them will do.',
    source: source.tupe,
    from: '2006-04-06',
    unmet: ({ facts: { representatives, tupeReplies = [] } }) => {
      const named = representatives?.representatives ?? [];
      const count = named.filter((one) => !tupeReplies.includes(one)).length;
      return count === 0 ? null : { count };
    },
  },
];
