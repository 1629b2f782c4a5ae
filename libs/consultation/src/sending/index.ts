import { orders } from './orders.js';
import { byGroup, countRecipients, people, personAmong } from './people.js';
import { lastAskedAt, progressOf } from './progress.js';
import { wavesOf } from './waves.js';

/** Who will get what, in which order, who ordered it, and how far it is. */
export const sendings = {
  ...orders,
  byGroup,
  people,
  personAmong,
  countRecipients,
  wavesOf,
  progressOf,
  lastAskedAt,
};
