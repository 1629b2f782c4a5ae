import { forget, journey, remember } from '../journey.setup.js';

const choosing = { guard: 'trustIsOpen', target: 'named' } as const;

/**
 * The trust that the school would join. Until the application it can change, and what was given
 * for the earlier one falls; an application is for one trust alone.
 */
export const trust = journey.createStateConfig({
  initial: 'unnamed',
  states: {
    unnamed: {
      on: { 'trust.chosen': { ...choosing, actions: remember('trust') } },
    },
    named: {
      on: {
        'trust.chosen': { ...choosing, actions: remember('trust') },
        'trust.consented': { target: 'consented', actions: remember('trustConsent') },
      },
    },
    consented: {
      on: {
        'trust.chosen': { ...choosing, actions: [remember('trust'), forget('trustConsent')] },
        'application.submitted': 'fixed',
      },
    },
    fixed: {},
  },
});
