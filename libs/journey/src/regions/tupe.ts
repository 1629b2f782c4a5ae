import { journey, remember } from '../journey.setup.js';

/** Informing and consulting staff and their unions on the transfer (TUPE 2006 reg 13). */
export const tupe = journey.createStateConfig({
  initial: 'notStarted',
  states: {
    notStarted: {
      on: { 'tupe.informed': { target: 'informed', actions: remember('tupeInformed') } },
    },
    informed: {
      on: { 'tupe.completed': { target: 'complete', actions: remember('tupeCompleted') } },
    },
    complete: {},
  },
});
