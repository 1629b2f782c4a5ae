import { forget, journey, remember } from '../journey.setup.js';

const joining = { 'group.joined': { target: 'together', actions: remember('group') } } as const;

const leaving = {
  'group.left': { target: 'alone', actions: forget('group', 'membersLeft') },
} as const;

const others = {
  'group.member-left': { guard: 'isDependent', target: 'reviewDue', actions: 'noteMemberLeft' },
} as const;

/**
 * Schools that go together. Each passes its own gates; that another one leaves stops this one only
 * where it was declared dependent, until the group has been looked at again.
 */
export const group = journey.createStateConfig({
  initial: 'alone',
  states: {
    alone: { on: joining },
    together: { on: { ...joining, ...leaving, ...others } },
    reviewDue: {
      on: {
        ...leaving,
        ...others,
        'group.reviewed': { target: 'together', actions: forget('membersLeft') },
      },
    },
  },
});
