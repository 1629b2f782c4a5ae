import { articles } from './regions/articles.js';
import { board } from './regions/board.js';
import { consultation } from './regions/consultation.js';
import { course } from './regions/course.js';
import { dfe } from './regions/dfe.js';
import { diligence } from './regions/diligence.js';
import { exploring } from './regions/exploring.js';
import { foundation } from './regions/foundation.js';
import { group } from './regions/group.js';
import { legal } from './regions/legal.js';
import { opening } from './regions/opening.js';
import { trust } from './regions/trust.js';
import { tupe } from './regions/tupe.js';
import { journey, remember } from './journey.setup.js';

/** What moves no region, but is remembered wherever the case stands. */
const standing = {
  'rules.moved-on': { actions: 'moveOnRules' },
  'duties.settled': { actions: 'settleDuties' },
  'override.asked': { actions: 'askOverride' },
  'rule.overridden': { guard: 'isAskedOverride', actions: 'decideOverride' },
  'override.refused': { guard: 'isAskedOverride', actions: 'decideOverride' },
  'minutes.approved': { actions: remember('minutesApproved') },
  'board.postponed': { actions: remember('postponed') },
  'dfe.condition-met': { guard: 'isOpenConditionOfDecision', actions: 'meetDecision' },
  'instruments.settled': { actions: remember('instruments') },
  'task.shown': { actions: 'showTask' },
  'task.set-aside': { actions: 'setTaskAside' },
} as const;

/** What still comes when the school is an academy: the Department's tasks of the weeks after. */
const afterwards = {
  'task.shown': { actions: 'showTask' },
  'task.set-aside': { actions: 'setTaskAside' },
} as const;

/** One school's passage: regions side by side while it lives, and the ways in which it ends. */
export const caseMachine = journey.createMachine({
  id: 'case',
  context: ({ input }) => input,
  initial: 'live',
  states: {
    live: {
      type: 'parallel',
      on: standing,
      states: {
        course,
        group,
        exploring,
        trust,
        articles,
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
    converted: { on: afterwards },
    declined: { type: 'final' },
    revoked: { type: 'final' },
    superseded: { type: 'final' },
  },
});
