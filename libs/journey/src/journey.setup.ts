import { assign, setup } from 'xstate';
import type { BoardResolved, CaseEvent, DfeOutcome, DiligenceReported, Purpose } from './events.js';
import type { ConsultationExtended, ConsultationReopened } from './events.js';
import type { CaseFacts, CaseMemory, Override, ShownTask } from './facts.js';

/**
 * The ground of the case machine: what its events are, what its guards claim, and the actions by
 * which it remembers and forgets. Guards decide between outcomes (was the vote carried?); whether
 * an event is lawful now is asked of the rules before the machine is moved.
 */
export const journey = setup({
  types: {
    context: {} as CaseFacts,
    events: {} as CaseEvent,
    input: {} as CaseFacts,
  },
  actions: {
    remember: assign(({ context, event }, { as }: { as: CaseMemory }) => {
      const { type: _, ...facts } = event;
      return { ...context, [as]: facts };
    }),
    forget: assign(({ context }, { what }: { what: readonly CaseMemory[] }) => ({
      ...context,
      ...Object.fromEntries(what.map((key) => [key, undefined])),
    })),
    extend: assign(({ context, event }) =>
      (event.type === 'consultation.extended' || event.type === 'consultation.reopened') &&
      context.consultation !== undefined
        ? { ...context, consultation: extended(context.consultation, event) }
        : context,
    ),
    moveOnRules: assign(({ context, event }) =>
      event.type === 'rules.moved-on' ? { ...context, ruleSet: event.to } : context,
    ),
    settleDuties: assign(({ context, event }) => {
      if (event.type !== 'duties.settled') return context;
      const { category, employer, inFederation, foundationMustBeConsulted, unknown } = event;
      const school = event.school ?? context.school;
      const found = { category, employer, inFederation, foundationMustBeConsulted, unknown };
      return { ...context, ...found, ...(school === undefined ? {} : { school }) };
    }),
    meetDecision: assign(({ context, event }) =>
      event.type === 'dfe.condition-met'
        ? {
            ...context,
            decisionMet: { ...context.decisionMet, [event.condition]: event.evidence },
          }
        : context,
    ),
    noteMemberLeft: assign(({ context, event }) =>
      event.type === 'group.member-left'
        ? {
            ...context,
            membersLeft: [...new Set([...(context.membersLeft ?? []), event.name ?? event.school])],
          }
        : context,
    ),
    noteConsulted: assign(({ context, event }) =>
      event.type === 'order.consulted'
        ? {
            ...context,
            consultedForOrder: {
              ...context.consultedForOrder,
              ...Object.fromEntries((event.bodies ?? []).map((body) => [body, event.on])),
            },
          }
        : context,
    ),
    logReply: assign(({ context, event }) =>
      event.type === 'tupe.replied'
        ? {
            ...context,
            tupeReplies: [...new Set([...(context.tupeReplies ?? []), event.representative])],
          }
        : context,
    ),
    showTask: assign(({ context, event }) => {
      if (event.type !== 'task.shown') return context;
      const { on, evidence, answers } = event;
      return withTask(context, event.task, { standing: 'shown', on, evidence, answers });
    }),
    setTaskAside: assign(({ context, event }) => {
      if (event.type !== 'task.set-aside') return context;
      const { on, advice } = event;
      return withTask(context, event.task, { standing: 'set-aside', on, advice });
    }),
    askOverride: assign(({ context, event }) => {
      if (event.type !== 'override.asked') return context;
      const { rule, event: gate, part, purpose, by } = event;
      const scope = { rule, event: gate, part, purpose };
      return withOverride(context, event.override, { ...scope, standing: 'asked', askedBy: by });
    }),
    decideOverride: assign(({ context, event }) => {
      if (event.type !== 'rule.overridden' && event.type !== 'override.refused') return context;
      const asked = context.overrides?.[event.override];
      if (asked === undefined) return context;
      const standing = event.type === 'rule.overridden' ? 'granted' : 'refused';
      return withOverride(context, event.override, { ...asked, standing, decidedBy: event.by });
    }),
  },
  guards: {
    resolvesToApply: ({ event }) => votes(event, 'apply', true),
    declinesToApply: ({ event }) => votes(event, 'apply', false),
    decidesToConvert: ({ event }) => votes(event, 'final', true),
    decidesAgainst: ({ event }) => votes(event, 'final', false),
    decidesFinally: ({ context, event }) =>
      event.type === 'board.resolved' &&
      event.purpose === 'final' &&
      context.resolvedToApply !== undefined &&
      carried(context.resolvedToApply.votes),
    votesOn: ({ event }, { purpose }: { purpose: Purpose }) =>
      event.type === 'board.resolved' && event.purpose === purpose,
    rescinds: ({ event }, { what }: { what: readonly ('apply' | 'final')[] }) =>
      votes(event, 'rescind', true) &&
      event.type === 'board.resolved' &&
      event.rescinds !== undefined &&
      what.includes(event.rescinds),
    /** Only a decision that was made can be taken back: one that was lost is voted on again. */
    takesBackADecision: ({ context, event }) => {
      if (!votes(event, 'rescind', true) || event.type !== 'board.resolved') return false;
      const made = event.rescinds === 'apply' ? context.resolvedToApply : context.finalDecision;
      return made !== undefined && carried(made.votes);
    },
    // An order under the old duty (s.4(A1)) came before anybody knew who the sponsor would be.
    trustIsOpen: ({ context: { application, order, agreement } }) =>
      application === undefined &&
      (order === undefined || (order.basis === 's.4(A1)' && agreement === undefined)),
    isReportOf: ({ event }, { of }: { of: DiligenceReported['of'] }) =>
      event.type === 'diligence.reported' && event.of === of,
    outcomeIs: ({ event }, { among }: { among: readonly DfeOutcome[] }) =>
      event.type === 'dfe.decided' && among.includes(event.outcome),
    isOpenConditionOfDecision: ({ context, event }) =>
      event.type === 'dfe.condition-met' &&
      (context.decision?.conditions ?? []).some(({ id }) => id === event.condition) &&
      context.decisionMet?.[event.condition] === undefined,
    isDirective: ({ context }) => context.route === 'sponsored',
    isForming: ({ context }) => context.route === 'form',
    isByApplication: ({ context }) => context.route !== 'sponsored',
    isNotAgreed: ({ context }) => context.agreement === undefined,
    /** The trust goes free with the order, and only with an order that was made. */
    rescindsTheOrder: ({ context }) =>
      context.order !== undefined && context.agreement === undefined,
    takesBackTheApplication: ({ context, event }) =>
      event.type === 'dfe.decided' &&
      event.outcome === 'withdrawn' &&
      context.application !== undefined &&
      context.decision?.outcome.startsWith('approved') !== true,
    isAskedOverride: ({ context, event }) =>
      (event.type === 'rule.overridden' || event.type === 'override.refused') &&
      context.overrides?.[event.override]?.standing === 'asked' &&
      context.overrides[event.override]?.rule === event.rule,
    isDependent: ({ context: { group }, event }) =>
      event.type === 'group.member-left' &&
      group?.dependent === true &&
      (group.dependsOn ?? [event.school]).includes(event.school),
    foundationMustBeConsulted: ({ context }) => context.foundationMustBeConsulted,
    findsFoundation: ({ event }) =>
      event.type === 'duties.settled' && event.foundationMustBeConsulted,
    findsNoFoundation: ({ event }) =>
      event.type === 'duties.settled' && !event.foundationMustBeConsulted,
    consultationApplies: ({ context }) => context.consultationApplies,
  },
});

/** The window goes on to another closing time, counted anew where the event says so. */
const extended = (
  consultation: NonNullable<CaseFacts['consultation']>,
  { closesAt, window }: ConsultationExtended | ConsultationReopened,
): CaseFacts['consultation'] => ({
  ...consultation,
  closesAt,
  ...(window === undefined ? {} : { window }),
});

function votes(event: CaseEvent, purpose: BoardResolved['purpose'], carries: boolean): boolean {
  return (
    event.type === 'board.resolved' && event.purpose === purpose && carried(event.votes) === carries
  );
}

const withTask = (context: CaseFacts, task: string, shown: ShownTask): CaseFacts => ({
  ...context,
  shown: { ...context.shown, [task]: shown },
});

const withOverride = (context: CaseFacts, id: string, override: Override): CaseFacts => ({
  ...context,
  overrides: { ...context.overrides, [id]: override },
});

/** A majority of those voting; on equality the chair's casting vote (SI 2013/1624 reg 14). */
export function carried(cast: BoardResolved['votes']): boolean {
  return cast.for > cast.against || (cast.for === cast.against && cast.casting === 'for');
}

/** The action by which an event's facts stay on the case under a name. */
export const remember = <K extends CaseMemory>(as: K) =>
  ({ type: 'remember', params: { as } }) as const;

/** What another trust undoes: until the application, and never after it. */
export const onOtherTrust = <const T extends string>(target: T, ...what: CaseMemory[]) =>
  ({
    'trust.chosen': { guard: 'trustIsOpen', target, actions: forget(...what) },
  }) as const;

/** The action by which what no longer holds leaves the case; the journal keeps it. */
export const forget = (...what: CaseMemory[]) => ({ type: 'forget', params: { what } }) as const;
