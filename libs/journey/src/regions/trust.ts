import { forget, journey, remember } from '../journey.setup.js';

const choosing = {
  guard: 'trustIsOpen',
  target: 'named',
  actions: [remember('trust'), forget('trustConsent', 'incorporation', 'formation')],
} as const;

/** What a trust that is formed shows of itself, and when it is a company. */
const forming = {
  'formation.presented': { guard: 'isForming', actions: remember('formation') },
  'trust.incorporated': { guard: 'isForming', actions: remember('incorporation') },
} as const;

/**
 * The trust that the school would join. Until the application it can change, and what was given
 * for the earlier one falls; an application, or an order, is for one trust alone.
 */
export const trust = journey.createStateConfig({
  initial: 'unnamed',
  states: {
    unnamed: { on: { 'trust.chosen': choosing } },
    named: {
      on: {
        ...forming,
        'trust.chosen': choosing,
        'trust.consented': { target: 'consented', actions: remember('trustConsent') },
      },
    },
    consented: {
      on: {
        ...forming,
        'trust.chosen': choosing,
        'application.submitted': { guard: 'isByApplication', target: 'fixed' },
        'order.made': { guard: 'isDirective', target: 'fixed' },
      },
    },
    fixed: {
      on: {
        ...forming,
        'order.rescinded': { guard: 'rescindsTheOrder', target: 'consented' },
        'dfe.decided': { guard: 'takesBackTheApplication', target: 'consented' },
      },
    },
  },
});
