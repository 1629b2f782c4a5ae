import { forget, journey, onOtherTrust, remember } from '../journey.setup.js';

const otherTrust = onOtherTrust(
  'planned',
  'consultation',
  'consultationClosed',
  'consultationReport',
);

/**
 * The consultation on whether the conversion should take place (Academies Act 2010 s.5), before or
 * after the application (s.5(3)). It closes by the clock alone; it can be made longer, never
 * shorter, and opened again until its report is issued. People answered about one trust: for another they are asked again.
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
        ...otherTrust,
        'consultation.extended': { target: 'open', actions: 'extend' },
        'consultation.closed': { target: 'closed', actions: remember('consultationClosed') },
      },
    },
    closed: {
      on: {
        ...otherTrust,
        'consultation.reopened': {
          target: 'open',
          actions: ['extend', forget('consultationClosed')],
        },
        'consultation.reported': { target: 'reported', actions: remember('consultationReport') },
      },
    },
    reported: {
      on: {
        ...otherTrust,
        'board.resolved': { guard: 'decidesFinally', target: 'considered' },
      },
    },
    considered: {
      on: {
        ...otherTrust,
        'board.resolved': { guard: 'takesBackADecision', target: 'reported' },
      },
    },
    notApplicable: {},
  },
});
