import { dateReasons, decisionReasons } from '../codes.js';
import { fundingAgreements } from './agreement.js';
import { MISSING } from './rule.js';
import type { Rule } from './rule.js';
import * as source from './sources.js';

const ofDepartment = { strength: 'dfe', effect: 'block', from: '2010-07-27' } as const;

/** The Department's decision with its codes, the date that is moved, and the conditions met. */
export const completion: readonly Rule[] = [
  {
    ...ofDepartment,
    id: 'R80',
    gates: ['dfe.decided'],
    sentence: 'The reasons do not fit the decision.',
    remedy: 'Give the Department’s reasons where it did not approve, and none where it did.',
    source: source.preparing,
    weighsEvent: true,
    unmet: ({ event }) => {
      if (event.type !== 'dfe.decided') return null;
      const { reasons = [], outcome } = event;
      const listed = decisionReasons[outcome];
      const isGiven = reasons.length > 0 === listed.length > 0;
      return isGiven && reasons.every((reason) => listed.includes(reason)) ? null : MISSING;
    },
  },
  {
    ...ofDepartment,
    id: 'R80a',
    gates: ['dfe.decided'],
    sentence: 'A reason has no details.',
    remedy: 'Write what the letter says of each reason.',
    source: source.preparing,
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'dfe.decided' && (event.reasons ?? []).length > 0 && event.detailed !== true
        ? MISSING
        : null,
  },
  {
    ...ofDepartment,
    id: 'R80b',
    gates: ['dfe.decided'],
    sentence: 'The conditions do not fit the decision.',
    remedy: 'Write each condition of an approval with conditions, and none of another decision.',
    source: source.preparing,
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type !== 'dfe.decided' ||
      (event.outcome === 'approved-with-conditions') === (event.conditions ?? []).length > 0
        ? null
        : MISSING,
  },
  {
    ...ofDepartment,
    id: 'R81',
    gates: ['conditions.met'],
    sentence: 'Conditions of the Department’s decision are still open: {conditions}.',
    remedy: 'Show each condition met with a document.',
    source: source.preparing,
    unmet: ({ facts: { decision, decisionMet = {} } }) => {
      const open = (decision?.conditions ?? []).filter(({ id }) => !Object.hasOwn(decisionMet, id));
      return open.length === 0 ? null : { conditions: open.map(({ id }) => id) };
    },
  },
  {
    ...ofDepartment,
    id: 'R82',
    gates: ['opening-date.set'],
    sentence: 'A reason for the move has no note, or is not on the Department’s list for it.',
    remedy: 'Choose reasons that fit an earlier or a later date, each with a note.',
    source: source.transferring,
    weighsEvent: true,
    unmet: ({ event, facts: { opening } }) => {
      if (event.type !== 'opening-date.set' || opening === undefined) return null;
      const listed = dateReasons(opening.opens, event.opens);
      const { reasons, noted = [] } = event;
      const fits = reasons.every((reason) => listed.includes(reason) && noted.includes(reason));
      return fits ? null : MISSING;
    },
  },
  {
    ...ofDepartment,
    id: 'R83',
    gates: ['conditions.met'],
    sentence: 'The opening date is still provisional.',
    remedy: 'Confirm the date with everybody concerned, and record it.',
    source: source.transferring,
    unmet: ({ facts: { opening } }) => (opening?.standing === 'confirmed' ? null : MISSING),
  },
  {
    ...ofDepartment,
    id: 'R84',
    gates: ['conditions.met'],
    sentence: 'Nobody has said which further legal documents this school needs.',
    remedy: 'Ask the solicitors, and record their answer.',
    source: source.transferring,
    unmet: ({ facts: { instruments } }) => (instruments === undefined ? MISSING : null),
  },
  {
    ...ofDepartment,
    id: 'R84a',
    gates: ['funding-agreement.signed'],
    sentence: 'The funding agreement is not signed by every party: {documents}.',
    remedy: 'Record the signature of the trust and that for the Secretary of State.',
    source: source.transferring,
    unmet: ({ snapshot: { documents } }) => {
      const unsigned = fundingAgreements.filter((id) => {
        const part = documents[id];
        return part?.value === 'cleared' && part.context.parties.length > 0;
      });
      return unsigned.length === 0 ? null : { documents: unsigned };
    },
  },
  {
    ...ofDepartment,
    id: 'R85',
    gates: ['conditions.met'],
    sentence: 'The Department’s tasks that are conditions are not done: {tasks}.',
    remedy: 'Show each of them by its evidence on the completion page.',
    source: source.transferring,
    weighsEvent: true,
    unmet: ({ event }) => {
      if (event.type !== 'conditions.met') return null;
      const { outstanding } = event;
      if (outstanding === undefined) return { tasks: ['all-conditions-met'] };
      return outstanding.length === 0 ? null : { tasks: outstanding };
    },
  },
  {
    ...ofDepartment,
    id: 'R86',
    gates: ['task.shown'],
    sentence: 'Nothing shows that the task is done.',
    remedy: 'Add the paper that shows it; a tick is not evidence.',
    source: source.transferring,
    isAbsolute: true,
    weighsEvent: true,
    unmet: ({ event }) =>
      event.type === 'task.shown' && event.evidence.length === 0 ? MISSING : null,
  },
  {
    ...ofDepartment,
    id: 'R86a',
    gates: ['school.opened'],
    sentence: 'The academy has no number of its own yet.',
    remedy: 'Give the six digits of the academy’s URN; it is not that of the school that closed.',
    source: source.transferring,
    weighsEvent: true,
    unmet: ({ event, facts }) =>
      event.type === 'school.opened' &&
      (!/^\d{6}$/.test(event.urn ?? '') || event.urn === facts.urn)
        ? MISSING
        : null,
  },
];
