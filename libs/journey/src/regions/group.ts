import { journey, remember } from '../journey.setup.js';

const joining = { 'group.joined': { target: 'together', actions: remember('group') } } as const;

/**
 * Schools that go together. Each passes its own gates; that another one leaves stops this one only
 * where it was declared dependent, until the group has been looked at again.
 */
export const group = journey.createStateConfig({
  initial: 'alone',
  states: {
    alone: { on: joining },
    together: {
      on: {
        ...joining,
        'group.member-left': { guard: 'isDependent', target: 'reviewDue' },
      },
    },
    reviewDue: { on: { 'group.reviewed': 'together' } },
  },
});
