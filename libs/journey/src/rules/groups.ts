import type { ApplyingSchool } from '../events.js';
import { MISSING } from './rule.js';
import type { Rule } from './rule.js';
import * as source from './sources.js';

/** Schools that go together, and the trust that some of them form. */
export const groups: readonly Rule[] = [
  {
    id: 'R46',
    gates: ['application.submitted', 'funding-agreement.signed', 'school.opened'],
    strength: 'practice',
    effect: 'block',
    sentence: 'This school depends on one that has left its group: {schools}.',
    remedy: 'Review what that means for the others, and record the review.',
    source: source.applying,
    from: '2010-07-27',
    unmet: ({ facts, regions }) =>
      regions.group === 'reviewDue' ? { schools: facts.membersLeft ?? [] } : null,
  },
  {
    id: 'R90',
    gates: ['funding-agreement.signed'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The new trust is not a company yet.',
    remedy: 'Record its certificate of incorporation.',
    source: source.transferring,
    from: '2010-07-27',
    unmet: ({ facts }) => (facts.incorporation === undefined ? MISSING : null),
  },
  {
    id: 'R91',
    gates: ['application.submitted'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The papers of the new trust are not on the record of this school.',
    remedy: 'Record them: reasons, vision, growth, improvement, governance and key people.',
    source: source.applying,
    from: '2010-07-27',
    unmet: ({ facts }) => (facts.formation === undefined ? MISSING : null),
  },
  {
    id: 'R92',
    gates: ['application.submitted'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'An application to join a trust is for one school, and this one names {schools} too.',
    remedy: 'Make an application for each school. A group links them.',
    source: source.applying,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'application.submitted' ? named(event.together ?? []) : null,
  },
  {
    id: 'R93',
    gates: ['application.submitted'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'This application names schools of another group: {schools}.',
    remedy: 'Add them to the group that forms the trust, or apply without them.',
    source: source.applying,
    from: '2010-07-27',
    weighsEvent: true,
    unmet: ({ event, facts }) => {
      if (event.type !== 'application.submitted') return null;
      const own = facts.group?.group ?? null;
      return named((event.together ?? []).filter(({ group }) => group === null || group !== own));
    },
  },
  {
    id: 'R94',
    gates: ['group.joined'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'A group that forms a trust is for schools on that route.',
    remedy:
      'Make a group of schools that go together, or open the case on the route of a new trust.',
    source: source.applying,
    from: '2010-07-27',
    isAbsolute: true,
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      event.type === 'group.joined' && event.kind === 'formation' && facts.route !== 'form'
        ? MISSING
        : null,
  },
  {
    id: 'R95',
    gates: ['group.joined'],
    strength: 'practice',
    effect: 'block',
    sentence: 'A school cannot depend on itself.',
    remedy: 'Choose other schools of the group.',
    source: source.applying,
    from: '2010-07-27',
    isAbsolute: true,
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      event.type === 'group.joined' && (event.dependsOn ?? []).includes(facts.urn) ? MISSING : null,
  },
];

const named = (schools: readonly ApplyingSchool[]) =>
  schools.length === 0 ? null : { schools: schools.map(({ name }) => name) };
