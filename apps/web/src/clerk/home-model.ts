import type { DeskCase, DeskCases, Invitation, WaitingAtCase } from '#cases';
import { tasks } from '#journey';
import { day } from '../http/dates.js';
import { wordsOfWaiting } from '../views/journey-words.js';
import { stageTag } from './case-frame.js';
import { nextOf } from './overview-model.js';

/** A case at the clerk's move, with what they would do there. */
export interface ToDo {
  readonly school: string;
  readonly reference: string;
  readonly href: string;
  readonly step: string;
  readonly stepHref: string | null;
  readonly button: string;
  readonly due: string | null;
  readonly stage: ReturnType<typeof stageTag>;
}

export interface OthersMove {
  readonly school: string;
  readonly reference: string;
  readonly href: string;
  readonly who: string;
  readonly since: string;
}

export interface Trouble {
  readonly text: string;
  readonly count: number;
  readonly href: string | null;
}

/** What the clerk would do next in a case, as its own page says it too. */
export function toDoOf(open: DeskCase, now: Date): ToDo {
  const attempt = { now: now.toISOString(), actor: { role: 'clerk' } };
  const next = nextOf({ ...open, overrides: [], tasks: tasks(open.snapshot, attempt) });
  return {
    school: open.schoolName,
    reference: open.reference,
    href: `/cases/${open.id}`,
    step: next?.title ?? '',
    stepHref: next?.href ?? null,
    button: next?.button ?? '',
    due: open.dueOn === null ? null : day(open.dueOn),
    stage: stageTag(open.stage),
  };
}

export function othersMoveOf(open: DeskCase): OthersMove {
  return {
    school: open.schoolName,
    reference: open.reference,
    href: `/cases/${open.id}`,
    who: wordsOfWaiting(open.waitingFor, open.waitingForName),
    since: day(sinceOf(open)),
  };
}

/** Since when whoever is waited for has known of it. */
function sinceOf({ waitingFor, snapshot, movedAt }: DeskCase): Date | string {
  const { consultation, application } = snapshot.case.context;
  if (waitingFor.startsWith('consent:')) {
    return snapshot.consents[waitingFor.slice('consent:'.length)]?.context.requestedOn ?? movedAt;
  }
  const known = { consultees: consultation?.on, dfe: application?.on };
  return known[waitingFor as 'dfe'] ?? movedAt;
}

const failedWords = (count: number) =>
  count === 1 ? '1 letter did not arrive' : `${count} letters did not arrive`;
const mailWords = (count: number) =>
  count === 1
    ? '1 mail waits for you to say whose it is'
    : `${count} mails wait for you to say whose they are`;

const unreachedWords = (count: number) =>
  count === 1
    ? '1 person was reached by no letter about the consultation'
    : `${count} people were reached by no letter about the consultation`;

const stuckWords = (count: number) =>
  count === 1
    ? '1 letter has waited for over a day to be sent'
    : `${count} letters have waited for over a day to be sent`;

/**
 * Letters that failed or do not leave, mail that nobody could place and invitations that nobody
 * answered: each names its case and where to see to it.
 */
export function troublesOf({
  failed,
  stuck,
  unreached,
  unmatched,
  invitations,
}: {
  readonly failed: readonly WaitingAtCase[];
  readonly stuck: readonly WaitingAtCase[];
  readonly unreached: readonly WaitingAtCase[];
  readonly unmatched: readonly WaitingAtCase[];
  readonly invitations: readonly Invitation[];
}): readonly (Trouble & { school: string })[] {
  const of = (
    found: readonly WaitingAtCase[],
    words: (count: number) => string,
    page: string,
    anywhere: string,
  ) =>
    found.map(({ id, schoolName, count }) => ({
      text: words(count),
      count,
      school: schoolName ?? 'No case yet',
      href: id === null ? anywhere : `/cases/${id}/${page}`,
    }));
  return [
    ...of(failed, failedWords, 'letters?show=failed', '/cases'),
    ...of(stuck, stuckWords, 'letters?show=stuck', '/cases'),
    ...of(unreached, unreachedWords, 'consultation/consultees/unreached', '/cases'),
    ...of(unmatched, mailWords, 'consultation/desk', '/unmatched'),
    ...invitations.map(({ id, groupName, schoolName }) => ({
      text: `An invitation to join “${groupName}” waits for your answer`,
      count: 1,
      school: schoolName,
      href: `/invitations/${id}`,
    })),
  ];
}

/** The page of a desk: nothing at all yet, all quiet, or what needs somebody. */
export function homeOf(mine: DeskCases, others: DeskCases, now: Date) {
  const toDo = mine.cases.map((open) => toDoOf(open, now));
  const ready = toDo.find(({ stepHref }) => stepHref !== null) ?? null;
  return {
    isNew: mine.total === 0 && others.total === 0,
    toDo,
    more: moreWords(mine),
    others: others.cases.map(othersMoveOf),
    moreOthers: moreWords(others),
    primary: ready ?? whileWaiting(others, now),
    isWaiting: ready === null,
  };
}

/** While every case waits for somebody else, there may still be a step that can be taken. */
function whileWaiting({ cases }: DeskCases, now: Date): ToDo | null {
  for (const open of cases) {
    const toDo = toDoOf(open, now);
    if (toDo.stepHref !== null) return toDo;
  }
  return null;
}

function moreWords({ total, isMore, cases }: DeskCases): string | null {
  const more = total - cases.length;
  if (more <= 0) return null;
  const words = `${more.toLocaleString('en-GB')} more ${more === 1 ? 'case' : 'cases'}`;
  return isMore ? `More than ${words}` : words;
}
