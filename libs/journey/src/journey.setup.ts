import { assign, setup } from 'xstate';
import type { BoardResolved, CaseEvent, DfeOutcome, DiligenceReported } from './events.js';
import type { CaseFacts, CaseMemory } from './facts.js';

/**
 * The ground of the case machine: what its events are, what its guards claim, and the two actions
 * by which it remembers and forgets. Guards decide between outcomes (was the vote carried?);
 * whether an event is lawful now is asked of the rules before the machine is moved.
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
    extend: assign(({ context, event }) =>
      event.type === 'consultation.extended' && context.consultation !== undefined
        ? { ...context, consultation: { ...context.consultation, closesAt: event.closesAt } }
        : context,
    ),
    forget: assign(({ context }, { what }: { what: readonly CaseMemory[] }) => ({
      ...context,
      ...Object.fromEntries(what.map((key) => [key, undefined])),
    })),
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
    trustIsOpen: ({ context }) => context.application === undefined,
    isReportOf: ({ event }, { of }: { of: DiligenceReported['of'] }) =>
      event.type === 'diligence.reported' && event.of === of,
    outcomeIs: ({ event }, { among }: { among: readonly DfeOutcome[] }) =>
      event.type === 'dfe.decided' && among.includes(event.outcome),
    foundationMustBeConsulted: ({ context }) => context.foundationMustBeConsulted,
    consultationApplies: ({ context }) => context.consultationApplies,
  },
});

function votes(event: CaseEvent, purpose: BoardResolved['purpose'], carries: boolean): boolean {
  return (
    event.type === 'board.resolved' && event.purpose === purpose && carried(event.votes) === carries
  );
}

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
