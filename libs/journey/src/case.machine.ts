import { board } from './regions/board.js';
import { consultation } from './regions/consultation.js';
import { dfe } from './regions/dfe.js';
import { diligence } from './regions/diligence.js';
import { exploring } from './regions/exploring.js';
import { foundation } from './regions/foundation.js';
import { legal } from './regions/legal.js';
import { opening } from './regions/opening.js';
import { trust } from './regions/trust.js';
import { tupe } from './regions/tupe.js';
import { journey } from './journey.setup.js';

/** One school's passage: regions side by side while it lives, and the four ways in which it ends. */
export const caseMachine = journey.createMachine({
  id: 'case',
  context: ({ input }) => input,
  initial: 'live',
  states: {
    live: {
      type: 'parallel',
      states: {
        exploring,
        trust,
        foundation,
        board,
        diligence,
        consultation,
        dfe,
        tupe,
        legal,
        opening,
      },
    },
    converted: { type: 'final' },
    withdrawn: { type: 'final' },
    declined: { type: 'final' },
    revoked: { type: 'final' },
  },
});
