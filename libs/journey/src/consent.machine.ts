import { and, assign, setup } from 'xstate';
import type { ArticlesChosen, ConsentEvent, DutiesSettled, TrustChosen } from './events.js';
import type { ConsentFacts } from './facts.js';

const consent = setup({
  types: {
    context: {} as ConsentFacts,
    events: {} as ConsentEvent | TrustChosen | ArticlesChosen | DutiesSettled,
    input: {} as ConsentFacts,
  },
  actions: {
    applyPolicy: assign(({ context, event }) =>
      event.type === 'consent.policy-applied'
        ? { ...context, policy: event.policy ?? undefined, policyKept: undefined }
        : context,
    ),
    keepPolicy: assign(({ context, event }) =>
      event.type === 'consent.policy-kept'
        ? { ...context, policyKept: { instead: event.instead, on: event.on } }
        : context,
    ),
    askAbout: assign(({ context, event }) =>
      event.type === 'consent.requested' || event.type === 'consent.more-given'
        ? {
            ...context,
            requestedOn: event.on,
            papers: event.papers,
            papersHash: event.papersHash,
            papersSince: undefined,
            decidedOn: undefined,
            finality: undefined,
            scope: undefined,
            validUntil: undefined,
            lapsesAt: undefined,
            conditions: [],
          }
        : context,
    ),
    addPapers: assign(({ context, event }) =>
      event.type === 'consent.papers-given'
        ? {
            ...context,
            papers: [...context.papers, ...event.papers],
            papersHash: event.papersHash,
            papersSince: [...(context.papersSince ?? []), ...event.papers],
          }
        : context,
    ),
    decide: assign(({ context, event }) =>
      event.type === 'consent.decided'
        ? {
            ...context,
            papersSince: undefined,
            decidedOn: event.on,
            finality: event.finality ?? 'final',
            scope: event.scope,
            validUntil: event.validUntil,
            lapsesAt: event.lapsesAt,
            conditions: event.conditions,
          }
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
      event.finality !== 'in-principle' &&
      event.conditions.length === 0,
    isGrantedConditionally: ({ event }) =>
      event.type === 'consent.decided' &&
      event.decision === 'granted' &&
      (event.finality === 'in-principle' || event.conditions.length > 0),
    isInPrinciple: ({ context }) => context.finality === 'in-principle',
    isRefused: ({ event }) => event.type === 'consent.decided' && event.decision === 'refused',
    isOpenCondition: ({ context, event }) =>
      event.type === 'consent.condition-met' &&
      context.conditions.some(({ id, met }) => id === event.condition && met === undefined),
    isLastCondition: ({ context, event }) =>
      event.type === 'consent.condition-met' &&
      context.finality !== 'in-principle' &&
      context.conditions.some(({ id, met }) => id === event.condition && met === undefined) &&
      context.conditions.every(({ id, met }) => id === event.condition || met !== undefined),
    /** The body asked for silence to mean refusal, and its days have passed. */
    meansRefusal: ({ context }) => typeof context.policy?.silenceRefusesAfterDays === 'number',
    isNotOwed: ({ context, event }) =>
      event.type === 'duties.settled' && !event.consents.some(({ id }) => id === context.id),
    isOwed: ({ context, event }) =>
      event.type === 'duties.settled' && event.consents.some(({ id }) => id === context.id),
  },
});

const request = { 'consent.requested': { target: 'requested', actions: 'askAbout' } } as const;
const policy = {
  'consent.policy-applied': { actions: 'applyPolicy' },
  'consent.policy-kept': { actions: 'keepPolicy' },
} as const;
const relieve = { 'duties.settled': { guard: 'isNotOwed', target: 'notNeeded' } } as const;

/** Another trust, and other articles, void what was asked and given for those before. */
const supersede = { 'trust.chosen': 'superseded', 'articles.chosen': 'superseded' } as const;
const asked = { ...supersede, ...policy, ...relieve } as const;
const decided = [
  { guard: 'isGranted', target: 'granted', actions: 'decide' },
  { guard: 'isGrantedConditionally', target: 'conditional', actions: 'decide' },
  { guard: 'isRefused', target: 'refused', actions: 'decide' },
] as const;
const decide = {
  'consent.decided': decided,
  'consent.more-asked': 'underConsideration',
  'consent.silence-refused': { guard: 'meansRefusal', target: 'refused' },
} as const;
const given = { 'consent.withdrawn': 'withdrawn', 'consent.lapsed': 'lapsed' } as const;

/**
 * One body's consent in one capacity. Only the body's own word, or its own policy on silence, moves
 * it past a request: silence is never consent, and a change of trust or of articles voids what was
 * given for another (journey.md §2.2).
 */
export const consentMachine = consent.createMachine({
  id: 'consent',
  context: ({ input }) => input,
  initial: 'notRequested',
  states: {
    notRequested: { on: { ...request, ...policy, ...relieve } },
    requested: { on: { ...asked, ...decide, 'consent.acknowledged': 'acknowledged' } },
    acknowledged: { on: { ...asked, ...decide } },
    underConsideration: {
      on: {
        ...asked,
        ...decide,
        'consent.more-given': { target: 'requested', actions: 'askAbout' },
      },
    },
    granted: { on: { ...asked, ...given } },
    conditional: {
      on: {
        ...asked,
        ...given,
        // A body that granted in principle decides once more, finally, on what it is given by then.
        'consent.papers-given': { guard: 'isInPrinciple', actions: 'addPapers' },
        'consent.decided': [
          { guard: and(['isInPrinciple', 'isGranted']), target: 'granted', actions: 'decide' },
          {
            guard: and(['isInPrinciple', 'isGrantedConditionally']),
            target: 'conditional',
            actions: 'decide',
          },
          { guard: and(['isInPrinciple', 'isRefused']), target: 'refused', actions: 'decide' },
        ],
        'consent.condition-met': [
          { guard: 'isLastCondition', target: 'granted', actions: 'meetCondition' },
          { guard: 'isOpenCondition', target: 'conditional', actions: 'meetCondition' },
        ],
      },
    },
    refused: { on: { ...request, ...asked } },
    withdrawn: { on: { ...request, ...asked } },
    lapsed: { on: { ...request, ...asked } },
    superseded: { on: { ...request, ...policy, ...relieve } },
    notNeeded: {
      on: { ...policy, 'duties.settled': { guard: 'isOwed', target: 'notRequested' } },
    },
  },
});
