import { journey, onOtherTrust, remember } from '../journey.setup.js';

const otherTrust = onOtherTrust(
  'notStarted',
  'measures',
  'tupeInformed',
  'tupeReplies',
  'tupeCompleted',
);

/** What may come at any time before the staff's consultation is complete. */
const preparing = {
  'tupe.measures-received': { actions: remember('measures') },
  'tupe.representatives-named': { actions: remember('representatives') },
  'tupe.liability-received': { actions: remember('liability') },
} as const;

/**
 * Informing and consulting staff and their representatives on the transfer (TUPE 2006 reg 13): its
 * own consulter, consultees and question, whatever becomes of the consultation under section 5.
 */
export const tupe = journey.createStateConfig({
  initial: 'notStarted',
  states: {
    notStarted: {
      on: {
        ...preparing,
        ...otherTrust,
        'tupe.informed': { target: 'informed', actions: remember('tupeInformed') },
      },
    },
    informed: {
      on: {
        ...preparing,
        ...otherTrust,
        'tupe.informed': { actions: remember('tupeInformed') },
        'tupe.replied': { actions: 'logReply' },
        'tupe.completed': { target: 'complete', actions: remember('tupeCompleted') },
      },
    },
    complete: {
      on: {
        ...otherTrust,
        'tupe.replied': { actions: 'logReply' },
        'tupe.liability-received': { actions: remember('liability') },
      },
    },
  },
});
