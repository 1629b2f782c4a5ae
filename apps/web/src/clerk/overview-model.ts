import { content } from '#platform';
import type { CaseView } from '#cases';
import { live } from '#journey';
import type { Task } from '#journey';
import { day, dayTime } from '../http/dates.js';
import { isInPrinciple } from '../views/consent-words.js';
import { bodyName, capacityOf, capital, parts } from '../views/journey-words.js';
import { settlePath } from './duties-model.js';
import { nextStep } from './next-step.js';
import { wordsOfStep } from './steps/step-words.js';
import { taskRow } from './task-rows.js';
import type { Blocker } from './task-rows.js';

/** Somebody whose move it is: what they are to do, and since when they have known. */
export interface Wait {
  readonly who: string;
  readonly what: string;
  readonly since: string | null;
}

export interface KeyDate {
  readonly key: string;
  readonly value: string;
}

/** The one thing to do next, or why there is nothing to do. */
export interface Next {
  readonly title: string;
  readonly text: string;
  readonly href: string | null;
  readonly button: string;
}

/** As much of a case as its next step hangs on. */
export type Going = Pick<CaseView, 'id' | 'snapshot' | 'bodies' | 'tasks' | 'overrides'>;

export function nextOf(view: Going): Next | null {
  const regions = live(view.snapshot);
  if (regions === null) return null;
  if (regions.course === 'held') return resuming(view);
  const unnamed = firstUnnamed(view);
  const task = nextStep(view.tasks.filter((one) => !isUnnamed(view, one)));
  if (task !== null) {
    const { title, hint, href } = taskRow(view, task);
    return { title, text: hint ?? '', href, button: 'Start this step' };
  }
  if (unnamed !== null) return unnamed;
  return {
    title: 'There is nothing for you to do now',
    text: 'The case waits for others. You will be told when they have acted.',
    href: null,
    button: '',
  };
}

/** On hold there is one thing to do, whenever its time comes. */
function resuming({ id }: Going): Next {
  const { title, hint } = wordsOfStep('resume-case', null, []);
  return { title, text: hint, href: `/cases/${id}/steps/resume-case`, button: 'Take it up again' };
}

function isUnnamed(view: Going, { words, part }: Task): boolean {
  return words === 'request-consent' && !view.bodies.some((body) => body.part === part);
}

function firstUnnamed(view: Going): Next | null {
  const unnamed = Object.entries(view.snapshot.consents).find(
    ([consent, { value }]) =>
      value !== 'notNeeded' && !view.bodies.some((body) => body.part === consent),
  );
  if (unnamed === undefined) return null;
  const [part] = unnamed;
  return {
    title: questionAbout(part),
    text: `${whyNamed(view)}, and nobody has said yet which body it is.`,
    href: settlePath(view.id),
    button: 'Name the body',
  };
}

const whyNamed = ({ snapshot }: Going): string =>
  snapshot.case.context.route === 'sponsored'
    ? 'The Secretary of State consults this body before the order'
    : 'The law asks for this body’s consent';

const questionAbout = (part: string): string =>
  content<{ whoHoldsIt: Record<string, string> }>('clerk/words').whoHoldsIt[capacityOf(part)] ??
  'Which body is this?';

/** Everybody for whom the case waits, the clerk apart. */
export function waitsOf(view: CaseView): readonly Wait[] {
  const regions = live(view.snapshot);
  if (regions === null) return [];
  const { consultation, application } = view.snapshot.case.context;
  const waits: Wait[] = consentWaits(view);
  if (regions.consultation === 'open' && consultation !== undefined) {
    waits.push({
      who: 'Everybody who was consulted',
      what: `Can respond until ${dayTime(consultation.closesAt)}`,
      since: day(consultation.on),
    });
  }
  const byChair = view.tasks.filter(
    ({ status, by }) => status === 'ready' && !by.includes('clerk'),
  );
  for (const task of byChair) {
    const { title } = taskRow(view, task);
    waits.push({ who: parts().senders[task.by[0]!], what: title, since: null });
  }
  if (regions.dfe === 'applied' && application !== undefined) {
    waits.push({
      who: 'Department for Education',
      what: 'Decides on the application',
      since: day(application.on),
    });
  }
  return waits;
}

const CONSENT_WAITS: Readonly<Record<string, string>> = {
  requested: 'Was asked for its consent',
  acknowledged: 'Has the request and has not decided',
  conditional: 'Gave its consent on conditions that are still open',
  inPrinciple: 'Gave its consent in principle, and decides once more',
};

function consentWaits(view: CaseView): Wait[] {
  return Object.entries(view.snapshot.consents).flatMap(([consent, part]) => {
    const { value, context } = part;
    const what = CONSENT_WAITS[isInPrinciple(part) ? 'inPrinciple' : value];
    if (what === undefined) return [];
    const since = value === 'conditional' ? context.decidedOn : context.requestedOn;
    return [
      {
        who: capital(bodyName(consent, view.bodies)),
        what,
        since: since === undefined ? null : day(since),
      },
    ];
  });
}

/** A task that something holds up: the first things that are missing, and how many more there are. */
export interface Blocked {
  readonly title: string;
  readonly blockers: readonly Blocker[];
  readonly more: number;
}

const SHOWN = 3;

/** The steps that are held up: those on which most hangs come first, in the journey's order. */
export function blockedOf(view: CaseView, most = 2): readonly Blocked[] {
  const locked = view.tasks.filter(({ status }) => status === 'locked');
  return locked.slice(0, most).map((task) => {
    const { title, blockers } = taskRow(view, task);
    const stopping = blockers.filter(({ warns }) => !warns);
    return {
      title,
      blockers: stopping.slice(0, SHOWN).map(withoutRepeat),
      more: Math.max(0, stopping.length - SHOWN),
    };
  });
}

/** Whoever is named in what is missing need not be named again. */
const withoutRepeat = (one: Blocker): Blocker =>
  one.text.includes(one.owner) ? { ...one, owner: '' } : one;

/** The days that matter on the case, in their order; those ahead are among them. */
export function keyDatesOf({ snapshot }: CaseView): readonly KeyDate[] {
  const facts = snapshot.case.context;
  const dates: readonly (readonly [string, string | undefined])[] = [
    ['Resolved to apply', facts.resolvedToApply?.on],
    ['Consultation opened', facts.consultation?.on],
    ['Consultation closes', facts.consultation?.closesAt],
    ['Applied', facts.application?.on],
    ['Decision of the Department', facts.decision?.on],
    ['Academy order', facts.order?.on],
    ['Final decision of the board', facts.finalDecision?.on],
    ['Funding agreement', facts.agreement?.on],
    ['Opens as an academy', facts.opening?.opens],
  ];
  return dates.flatMap(([key, on]) =>
    on === undefined ? [] : [{ key, value: on.length > 10 ? dayTime(on) : day(on) }],
  );
}

/** The days after which consents that are in force count no more. */
export function consentEndsOf({ snapshot, bodies }: CaseView): readonly KeyDate[] {
  return Object.entries(snapshot.consents).flatMap(([consent, { value, context }]) => {
    const { validUntil } = context;
    if (validUntil === undefined || !['granted', 'conditional'].includes(value)) return [];
    return [{ key: `Consent ends: ${bodyName(consent, bodies)}`, value: day(validUntil) }];
  });
}

/** How far each part of the journey has come, as a count of its steps. */
export function progressOf(view: CaseView): { done: number; needed: number } {
  const needed = view.tasks.filter(({ status }) => status !== 'not-needed');
  return { done: needed.filter(({ status }) => status === 'done').length, needed: needed.length };
}
