import { forget, journey, remember } from '../journey.setup.js';

const outcome = <const T extends readonly string[]>(...among: T) =>
  ({ type: 'outcomeIs', params: { among } }) as const;

/** Before the order (s.4(1A)) or, on who the sponsor is, after one under the old duty (s.5A). */
const consulting = {
  'order.consulted': {
    guard: 'isDirective',
    actions: [remember('orderConsulted'), 'noteConsulted'],
  },
} as const;

/**
 * The application, the Secretary of State's decision and the academy order (s.3, s.4). On the
 * sponsored route there is no application: the order is the Secretary of State's own act, after
 * those with an interest were consulted.
 */
export const dfe = journey.createStateConfig({
  initial: 'notApplied',
  states: {
    notApplied: {
      on: {
        'application.submitted': {
          guard: 'isByApplication',
          target: 'applied',
          actions: remember('application'),
        },
        ...consulting,
        'order.made': { guard: 'isDirective', target: 'ordered', actions: remember('order') },
      },
    },
    applied: {
      on: {
        'dfe.decided': [
          {
            guard: outcome('approved', 'approved-with-conditions'),
            target: 'approved',
            actions: remember('decision'),
          },
          { guard: outcome('deferred'), target: 'applied', actions: remember('decision') },
          {
            guard: outcome('withdrawn'),
            target: 'notApplied',
            actions: [remember('decision'), forget('application')],
          },
          { guard: outcome('declined'), target: '#case.declined', actions: remember('decision') },
        ],
      },
    },
    approved: {
      on: { 'order.made': { target: 'ordered', actions: remember('order') } },
    },
    ordered: {
      on: {
        ...consulting,
        'order.revoked': { target: '#case.revoked', actions: remember('revoked') },
        'order.rescinded': {
          guard: 'isNotAgreed',
          target: 'notApplied',
          actions: forget('application', 'decision', 'decisionMet', 'order'),
        },
      },
    },
  },
});
