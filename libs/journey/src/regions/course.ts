import { forget, journey, remember } from '../journey.setup.js';

const withdraw = {
  'case.withdrawn': {
    guard: 'isNotAgreed',
    target: 'withdrawn',
    actions: remember('withdrawn'),
  },
} as const;

const supersede = {
  'case.superseded': { target: '#case.superseded', actions: remember('superseded') },
} as const;

/**
 * Whether the case goes on: it can be held and resumed, withdrawn until the funding agreement is
 * signed, and revived where it stood. Its other regions keep their places meanwhile.
 */
export const course = journey.createStateConfig({
  initial: 'going',
  states: {
    going: {
      on: {
        ...withdraw,
        ...supersede,
        'case.held': { target: 'held', actions: remember('held') },
      },
    },
    held: {
      on: {
        ...withdraw,
        ...supersede,
        'case.resumed': { target: 'going', actions: forget('held') },
      },
    },
    withdrawn: {
      on: { 'case.revived': { target: 'going', actions: forget('withdrawn', 'held') } },
    },
  },
});
