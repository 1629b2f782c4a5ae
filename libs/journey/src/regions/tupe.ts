import { journey, onOtherTrust, remember } from '../journey.setup.js';

const otherTrust = onOtherTrust('notStarted', 'tupeInformed', 'tupeCompleted');

/** Informing and consulting staff and their unions on the transfer (TUPE 2006 reg 13). */
export const tupe = journey.createStateConfig({
  initial: 'notStarted',
  states: {
    notStarted: {
      on: { 'tupe.informed': { target: 'informed', actions: remember('tupeInformed') } },
    },
    informed: {
      on: {
        ...otherTrust,
        'tupe.completed': { target: 'complete', actions: remember('tupeCompleted') },
      },
    },
    complete: { on: otherTrust },
  },
});
