import { journey, remember } from '../journey.setup.js';

/**
 * The funding agreement: once it is signed the conversion is agreed in law (Academies Act 2010
 * s.1), and the board can no longer withdraw.
 */
export const legal = journey.createStateConfig({
  initial: 'preparing',
  states: {
    preparing: {
      on: { 'funding-agreement.signed': { target: 'agreed', actions: remember('agreement') } },
    },
    agreed: {},
  },
});
