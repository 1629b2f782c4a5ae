import { journey, remember } from '../journey.setup.js';

/** The application, the Secretary of State's decision and the academy order (s.3, s.4). */
export const dfe = journey.createStateConfig({
  initial: 'notApplied',
  states: {
    notApplied: {
      on: { 'application.submitted': { target: 'applied', actions: remember('application') } },
    },
    applied: {
      on: {
        'dfe.decided': [
          {
            guard: {
              type: 'outcomeIs',
              params: { among: ['approved', 'approved-with-conditions'] },
            },
            target: 'approved',
            actions: remember('decision'),
          },
          {
            guard: { type: 'outcomeIs', params: { among: ['deferred'] } },
            target: 'applied',
            actions: remember('decision'),
          },
          {
            guard: { type: 'outcomeIs', params: { among: ['declined'] } },
            target: '#case.declined',
            actions: remember('decision'),
          },
        ],
      },
    },
    approved: {
      on: { 'order.made': { target: 'ordered', actions: remember('order') } },
    },
    ordered: {
      on: { 'order.revoked': { target: '#case.revoked', actions: remember('revoked') } },
    },
  },
});
