import { journey, onOtherTrust, remember } from '../journey.setup.js';

const resolving = {
  'board.resolved': [
    {
      guard: 'resolvesToApply',
      target: 'resolvedToApply',
      actions: remember('resolvedToApply'),
    },
    { guard: 'declinesToApply', target: 'refused', actions: remember('resolvedToApply') },
  ],
} as const;

const deciding = {
  'board.resolved': [
    { guard: 'decidesToConvert', target: 'decided', actions: remember('finalDecision') },
    { guard: 'decidesAgainst', target: 'rejected', actions: remember('finalDecision') },
  ],
} as const;

/**
 * The board's two decisions (Academies Act 2010 s.3(1) and s.5(1)): to apply, with an open mind,
 * and, after considering the consultation, whether the conversion should take place. A board that
 * said no may be asked again at another meeting.
 */
export const board = journey.createStateConfig({
  initial: 'undecided',
  states: {
    undecided: { on: resolving },
    refused: { on: resolving },
    resolvedToApply: {
      on: {
        ...deciding,
        ...onOtherTrust('undecided', 'resolvedToApply'),
      },
    },
    decided: { on: onOtherTrust('undecided', 'resolvedToApply', 'finalDecision') },
    rejected: {
      on: {
        ...deciding,
        ...onOtherTrust('undecided', 'resolvedToApply', 'finalDecision'),
      },
    },
  },
});
