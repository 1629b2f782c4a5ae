import { journey, remember } from '../journey.setup.js';

/**
 * The consultation on whether the conversion should take place (Academies Act 2010 s.5), before or
 * after the application (s.5(3)). It closes by the clock alone; it can be made longer, never
 * shorter.
 */
export const consultation = journey.createStateConfig({
  initial: 'asking',
  states: {
    asking: {
      always: [{ guard: 'consultationApplies', target: 'planned' }, { target: 'notApplicable' }],
    },
    planned: {
      on: { 'consultation.launched': { target: 'open', actions: remember('consultation') } },
    },
    open: {
      on: {
        'consultation.extended': { target: 'open', actions: 'extend' },
        'consultation.closed': { target: 'closed', actions: remember('consultationClosed') },
      },
    },
    closed: {
      on: {
        'consultation.reported': { target: 'reported', actions: remember('consultationReport') },
      },
    },
    reported: {
      on: { 'board.resolved': { guard: 'isFinal', target: 'considered' } },
    },
    considered: {},
    notApplicable: {},
  },
});
