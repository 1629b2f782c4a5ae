import { forget, journey, onOtherTrust, remember } from '../journey.setup.js';

/** Votes that leave the two decisions where they are: to explore, and to launch the consultation. */
const besides = [
  {
    guard: { type: 'votesOn', params: { purpose: 'explore' } },
    actions: remember('resolvedToExplore'),
  },
  {
    guard: { type: 'votesOn', params: { purpose: 'launch' } },
    actions: remember('resolvedToLaunch'),
  },
] as const;

const resolving = [
  {
    guard: 'resolvesToApply',
    target: 'resolvedToApply',
    actions: remember('resolvedToApply'),
  },
  { guard: 'declinesToApply', target: 'refused', actions: remember('resolvedToApply') },
] as const;

const deciding = [
  { guard: 'decidesToConvert', target: 'decided', actions: remember('finalDecision') },
  { guard: 'decidesAgainst', target: 'rejected', actions: remember('finalDecision') },
] as const;

const rescinding = {
  guard: { type: 'rescinds', params: { what: ['apply'] } },
  target: 'undecided',
  actions: [remember('rescinded'), forget('resolvedToApply', 'finalDecision')],
} as const;

const rescindingFinal = {
  guard: { type: 'rescinds', params: { what: ['final'] } },
  target: 'resolvedToApply',
  actions: [remember('rescinded'), forget('finalDecision')],
} as const;

/**
 * The board's two decisions (Academies Act 2010 s.3(1) and s.5(1)): to apply, with an open mind,
 * and, after considering the consultation, whether the conversion should take place. A board that
 * said no may be asked again at another meeting; one that said yes may take it back.
 */
export const board = journey.createStateConfig({
  initial: 'undecided',
  states: {
    undecided: { on: { 'board.resolved': [...resolving, ...besides] } },
    refused: {
      on: {
        'board.resolved': [...resolving, ...besides],
        ...onOtherTrust('undecided', 'resolvedToApply'),
      },
    },
    resolvedToApply: {
      on: {
        'board.resolved': [...deciding, rescinding, ...besides],
        ...onOtherTrust('undecided', 'resolvedToApply', 'resolvedToLaunch'),
      },
    },
    decided: {
      on: {
        'board.resolved': [rescindingFinal, rescinding, ...besides],
        ...onOtherTrust('undecided', 'resolvedToApply', 'resolvedToLaunch', 'finalDecision'),
      },
    },
    rejected: {
      on: {
        'board.resolved': [...deciding, rescinding, ...besides],
        ...onOtherTrust('undecided', 'resolvedToApply', 'resolvedToLaunch', 'finalDecision'),
      },
    },
  },
});
