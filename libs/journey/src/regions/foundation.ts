import { journey, remember } from '../journey.setup.js';

/** Consulting the school's foundation before the application (Academies Act 2010 s.3(3)). */
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
      on: { 'foundation.consulted': { target: 'consulted', actions: remember('foundation') } },
    },
    consulted: {},
    notApplicable: {},
  },
});
