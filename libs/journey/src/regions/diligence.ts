import { journey, onOtherTrust, remember } from '../journey.setup.js';

/** Due diligence in both directions, and the equality assessment that the decision rests on. */
export const diligence = journey.createStateConfig({
  type: 'parallel',
  states: {
    ofTrust: {
      initial: 'open',
      states: {
        open: {
          on: {
            'diligence.reported': {
              guard: { type: 'isReportOf', params: { of: 'trust' } },
              target: 'reported',
              actions: remember('diligenceOfTrust'),
            },
          },
        },
        reported: { on: onOtherTrust('open', 'diligenceOfTrust') },
      },
    },
    ofSchool: {
      initial: 'open',
      states: {
        open: {
          on: {
            'diligence.reported': {
              guard: { type: 'isReportOf', params: { of: 'school' } },
              target: 'reported',
              actions: remember('diligenceOfSchool'),
            },
          },
        },
        reported: { on: onOtherTrust('open', 'diligenceOfSchool') },
      },
    },
    equality: {
      initial: 'open',
      states: {
        open: {
          on: { 'equality.assessed': { target: 'assessed', actions: remember('equality') } },
        },
        assessed: {},
      },
    },
  },
});
