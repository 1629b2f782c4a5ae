import { correctAddress } from './correct-address.js';
import { orderForNew } from './for-new.js';
import { MAIL_STATES, mailCounts, mailLog } from './mail-log.js';
import { orders } from './orders.js';
import { byGroup, countRecipients, people, personAmong } from './people.js';
import { lastAskedAt, progressOf } from './progress.js';
import { wavesOf } from './waves.js';
import { textToAskAbout, writeAgain } from './write-again.js';

/** Who will get what, in which order, who ordered it, how far it is, and what became of it. */
export const sendings = {
  ...orders,
  orderForNew,
  byGroup,
  people,
  personAmong,
  countRecipients,
  wavesOf,
  progressOf,
  lastAskedAt,
  states: MAIL_STATES,
  mailLog,
  mailCounts,
  correctAddress,
  writeAgain,
  textToAskAbout,
};
