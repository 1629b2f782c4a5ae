import { assign, setup } from 'xstate';
import type { ConsentEvent, TrustChosen } from './events.js';
import type { ConsentFacts } from './facts.js';

const consent = setup({
  types: {
    context: {} as ConsentFacts,
    events: {} as ConsentEvent | TrustChosen,
    input: {} as ConsentFacts,
  },
  actions: {
    askAbout: assign(({ context, event }) =>
      event.type === 'consent.requested' || event.type === 'consent.more-given'
        ? {
            ...context,
            requestedOn: event.on,
            papers: event.papers,
            papersHash: event.papersHash,
            decidedOn: undefined,
            conditions: [],
          }
        : context,
    ),
    decide: assign(({ context, event }) =>
      event.type === 'consent.decided'
        ? { ...context, decidedOn: event.on, conditions: event.conditions }
        : context,
    ),
    meetCondition: assign(({ context, event }) =>
      event.type === 'consent.condition-met'
        ? {
            ...context,
            conditions: context.conditions.map((condition) =>
              condition.id === event.condition ? { ...condition, met: event.evidence } : condition,
            ),
          }
        : context,
    ),
  },
  guards: {
    isGranted: ({ event }) =>
      event.type === 'consent.decided' &&
      event.decision === 'granted' &&
      event.conditions.length === 0,
    isGrantedConditionally: ({ event }) =>
      event.type === 'consent.decided' &&
      event.decision === 'granted' &&
      event.conditions.length > 0,
    isRefused: ({ event }) => event.type === 'consent.decided' && event.decision === 'refused',
    isOpenCondition: ({ context, event }) =>
      event.type === 'consent.condition-met' &&
      context.conditions.some(({ id, met }) => id === event.condition && met === undefined),
    isLastCondition: ({ context, event }) =>
      event.type === 'consent.condition-met' &&
      context.conditions.some(({ id, met }) => id === event.condition && met === undefined) &&
      context.conditions.every(({ id, met }) => id === event.condition || met !== undefined),
  },
});

const request = { 'consent.requested': { target: 'requested', actions: 'askAbout' } } as const;
const supersede = { 'trust.chosen': 'superseded' } as const;
const decide = {
  'consent.decided': [
    { guard: 'isGranted', target: 'granted', actions: 'decide' },
    { guard: 'isGrantedConditionally', target: 'conditional', actions: 'decide' },
    { guard: 'isRefused', target: 'refused', actions: 'decide' },
  ],
  'consent.more-asked': 'underConsideration',
} as const;

/**
 * One body's consent in one capacity. Only the body's own word moves it past a request: silence is
 * never consent, and a change of trust voids what was given for another (journey.md §2.2).
 */
export const consentMachine = consent.createMachine({
  id: 'consent',
  context: ({ input }) => input,
  initial: 'notRequested',
  states: {
    notRequested: { on: { ...request } },
    requested: {
      on: { ...decide, ...supersede, 'consent.acknowledged': 'acknowledged' },
    },
    acknowledged: { on: { ...decide, ...supersede } },
    underConsideration: {
      on: {
        ...decide,
        ...supersede,
        'consent.more-given': { target: 'requested', actions: 'askAbout' },
      },
    },
    granted: { on: { ...supersede, 'consent.withdrawn': 'withdrawn' } },
    conditional: {
      on: {
        ...supersede,
        'consent.condition-met': [
          { guard: 'isLastCondition', target: 'granted', actions: 'meetCondition' },
          { guard: 'isOpenCondition', target: 'conditional', actions: 'meetCondition' },
        ],
        'consent.withdrawn': 'withdrawn',
      },
    },
    refused: { on: { ...request, ...supersede } },
    withdrawn: { on: { ...request, ...supersede } },
    superseded: { on: { ...request } },
  },
});
