import { content, fill } from '#platform';
import type { CaseView } from '#cases';
import { ending, live } from '#journey';
import type { ConsentPart, LiveValue, Task } from '#journey';
import { frameOf } from '../clerk/case-frame.js';
import { keyDatesOf, waitsOf } from '../clerk/overview-model.js';
import { blockerOf } from '../clerk/task-rows.js';
import type { Blocker } from '../clerk/task-rows.js';
import { day, shortDay } from '../http/dates.js';
import { parts } from '../views/journey-words.js';
import type { OnBoard } from './on-board.js';

interface BoardWords {
  readonly steps: Readonly<Record<string, string>>;
  readonly needs: Readonly<Record<Need, { title: string; text: string }>>;
  readonly asking: Readonly<Record<'signed' | 'received', string>>;
  readonly papersHeldBack: string;
  readonly papersForGovernor: string;
}

type Need = 'ready' | 'locked' | 'done' | 'governor' | 'ended';
type StepState = 'done' | 'now' | 'to-come' | 'not-needed';

export const boardWords = (): BoardWords => content<BoardWords>('board/board');

const TABS = [
  ['overview', 'Where it stands', ''],
  ['meetings', 'Meetings', '/meetings'],
  ['papers', 'Papers', '/papers'],
  ['history', 'History', '/history'],
] as const;
export type BoardTab = (typeof TABS)[number][0];

/** What every page of the board's case shows above its own. */
export function boardFrame({ view, path }: OnBoard, active: BoardTab) {
  const { facts, school, stage, standing } = frameOf(view, 'overview');
  return {
    facts,
    school,
    stage,
    standing,
    path,
    tabs: TABS.map(([name, text, end]) => ({
      text,
      href: `${path}${end}`,
      active: name === active,
    })),
  };
}

/** Where the case stands for its board, and what needs the chair. */
export function overviewModel(on: OnBoard) {
  const { view } = on;
  return {
    frame: boardFrame(on, 'overview'),
    need: needOf(on),
    blockers: blockersOf(on),
    warnings: warningsOf(view),
    steps: stepsOf(view),
    waits: waitsOf(view).map((wait) =>
      on.isChair && wait.who === parts().senders.chair ? { ...wait, who: 'You' } : wait,
    ),
    dates: keyDatesOf(view),
  };
}

export const submissionOf = ({ tasks }: CaseView): Task | null =>
  tasks.find(({ words }) => words === 'submit-application') ?? null;

function needOf({ view, isChair, path }: OnBoard) {
  const { application } = view.snapshot.case.context;
  const need = kindOfNeed(view, isChair);
  const facts = {
    on: application === undefined ? '' : day(application.on),
    reference: application?.reference ?? '',
  };
  const { title, text } = boardWords().needs[need];
  return {
    title,
    text: fill(text, facts),
    href: need === 'ready' ? `${path}/submit` : null,
    button: 'Submit the application',
  };
}

function kindOfNeed(view: CaseView, isChair: boolean): Need {
  const status = submissionOf(view)?.status;
  if (ending(view.snapshot) !== null || status === undefined) return 'ended';
  if (status === 'done') return 'done';
  if (!isChair) return 'governor';
  return status === 'ready' ? 'ready' : 'locked';
}

/** Every condition that keeps the chair from submitting, and whose move each is. */
export function blockersOf({ view }: OnBoard): readonly Blocker[] {
  return unmetOf(view, 'block');
}

export function warningsOf(view: CaseView): readonly Blocker[] {
  return submissionOf(view)?.status === 'done' ? [] : unmetOf(view, 'warn');
}

function unmetOf(view: CaseView, effect: 'block' | 'warn'): readonly Blocker[] {
  const unmet = submissionOf(view)?.unmet ?? [];
  return unmet
    .filter((condition) => condition.effect === effect)
    .map((condition) => asSeenByBoard(blockerOf(condition, view.bodies)));
}

/** The words are the clerk's: what is theirs to do is not "you" to a chair. */
export const asSeenByBoard = (blocker: Blocker): Blocker =>
  blocker.owner === 'You' ? { ...blocker, owner: 'The clerk' } : blocker;

interface Step {
  readonly name: string;
  readonly state: (regions: LiveValue, view: CaseView) => StepState;
  readonly on?: (view: CaseView) => string | undefined;
}

const doneWhen =
  (holds: (regions: LiveValue) => boolean) =>
  (regions: LiveValue): StepState =>
    holds(regions) ? 'done' : 'to-come';

const STEPS: readonly Step[] = [
  {
    name: 'trust',
    state: doneWhen(({ trust }) => trust !== 'unnamed'),
    on: ({ snapshot }) => snapshot.case.context.trust?.on,
  },
  {
    name: 'resolution',
    state: doneWhen(({ board }) => !['undecided', 'refused'].includes(board)),
    on: ({ snapshot }) => snapshot.case.context.resolvedToApply?.on,
  },
  { name: 'consents', state: (_, view) => consentsState(view) },
  {
    name: 'consultation',
    state: ({ consultation }) => consultationState(consultation),
    on: ({ snapshot }) => snapshot.case.context.consultationReport?.on,
  },
  {
    name: 'application',
    state: doneWhen(({ dfe }) => dfe !== 'notApplied'),
    on: ({ snapshot }) => snapshot.case.context.application?.on,
  },
  {
    name: 'order',
    state: doneWhen(({ dfe }) => dfe === 'ordered'),
    on: ({ snapshot }) => snapshot.case.context.order?.on,
  },
  {
    name: 'decision',
    state: doneWhen(({ board }) => board === 'decided'),
    on: ({ snapshot }) => snapshot.case.context.finalDecision?.on,
  },
  {
    name: 'agreement',
    state: doneWhen(({ legal }) => legal === 'agreed'),
    on: ({ snapshot }) => snapshot.case.context.agreement?.on,
  },
  { name: 'opening', state: () => 'to-come' },
];

/** The journey as a board counts it: nine steps, the first that is open is where the school is. */
export function stepsOf(view: CaseView) {
  const regions = live(view.snapshot);
  const states = STEPS.map(({ state }) => {
    if (regions !== null) return state(regions, view);
    return ending(view.snapshot) === 'converted' ? 'done' : 'not-needed';
  });
  const current = states.includes('now') ? -1 : states.indexOf('to-come');
  return STEPS.map(({ name, on }, index) => {
    const state = index === current ? 'now' : states[index]!;
    const at = state === 'done' ? on?.(view) : undefined;
    return {
      text: boardWords().steps[name]!,
      state,
      note: at === undefined ? null : shortDay(at),
    };
  });
}

function consultationState(state: LiveValue['consultation']): StepState {
  if (state === 'notApplicable') return 'not-needed';
  if (state === 'planned') return 'to-come';
  return state === 'reported' || state === 'considered' ? 'done' : 'now';
}

function consentsState({ snapshot }: CaseView): StepState {
  const consents = Object.values(snapshot.consents);
  if (consents.length === 0) return 'not-needed';
  return consents.every(isInForce) ? 'done' : 'to-come';
}

const isInForce = ({ value, context }: ConsentPart): boolean =>
  value === 'granted' ||
  (value === 'conditional' &&
    context.conditions.every(({ due, met }) => due !== 'application' || met !== undefined));
