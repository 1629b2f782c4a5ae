import { journey, remember } from '../journey.setup.js';

/** Thinking it over, without commitment: the options put to the board as a paper. */
export const exploring = journey.createStateConfig({
  initial: 'considering',
  states: {
    considering: {
      on: { 'options.presented': { target: 'presented', actions: remember('options') } },
    },
    presented: {},
  },
});
