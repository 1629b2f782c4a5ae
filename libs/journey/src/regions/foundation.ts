import { journey, remember } from '../journey.setup.js';

/**
 * Consulting the school's foundation before the application (Academies Act 2010 s.3(3)). Whether
 * the school has one may only be found out on the way.
 */
export const foundation = journey.createStateConfig({
  initial: 'asking',
  states: {
    asking: {
      always: [
        { guard: 'foundationMustBeConsulted', target: 'notConsulted' },
        { target: 'notApplicable' },
      ],
    },
    notConsulted: {
      on: {
        'foundation.consulted': { target: 'consulted', actions: remember('foundation') },
        'duties.settled': {
          guard: 'findsNoFoundation',
          target: 'notApplicable',
          actions: 'settleDuties',
        },
      },
    },
    consulted: {},
    notApplicable: {
      on: {
        'duties.settled': {
          guard: 'findsFoundation',
          target: 'notConsulted',
          actions: 'settleDuties',
        },
      },
    },
  },
});
