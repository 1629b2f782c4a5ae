import { forget, journey, remember } from '../journey.setup.js';

const choosing = {
  'articles.chosen': { guard: 'trustIsOpen', target: 'chosen', actions: remember('articles') },
} as const;

/** The articles of the trust: a faith body consents to them too, and another trust has others. */
export const articles = journey.createStateConfig({
  initial: 'unchosen',
  states: {
    unchosen: { on: choosing },
    chosen: {
      on: {
        ...choosing,
        'trust.chosen': {
          guard: 'trustIsOpen',
          target: 'unchosen',
          actions: forget('articles'),
        },
      },
    },
  },
});
