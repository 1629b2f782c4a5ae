import { Refusal, now } from '#platform';
import type { Tx } from '#platform';
import { closingInstant } from '#register';
import type { ConsultationExtended, JourneyEvent, WindowDays } from '#journey';
import {
  consultees,
  findConsultation,
  launchConsultation as launch,
  longerWindow,
  publication,
} from '#consultation';
import type { Consultation } from '#consultation';
import { endingWithLead, jointWords } from './joint-consultation.js';
import { countWindow } from './count-window.js';
import type { Span } from './count-window.js';
import { advance } from './door.js';
import { lookUp } from './look-up.js';
import type { Wave } from './move.js';
import type { Office } from './office.js';
import { keepTexts, takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface Window {
  readonly consultation: string;
  /** The day and the time of day in England at which it closes. */
  readonly closesOn: string;
  readonly closesAt: string;
  /** The question as it is asked, where it differs from the planned one. */
  readonly question?: string;
}

export type LaunchGiven = Window & { readonly document: string };

/** Who acts on which case, and as which version they saw it where they saw one. */
export type OnCase = Pick<Act, 'actor' | 'caseId'> & Partial<Pick<Act, 'seenVersion'>>;

/**
 * Launches the consultation, with the lead's closing and words where another school leads it: its text is published, everybody on its list is written to, and its
 * closing is set. Refused where people could not read what they must (R27a).
 */
export async function launchConsultation(
  office: Office,
  act: Act,
  window: LaunchGiven,
): Promise<Done> {
  return takeStep(office, act, async (tx) => ({
    event: await toLaunch(tx, act, window, null),
    words: await jointWords(tx, window.consultation),
  }));
}

/**
 * The same in a transaction of the caller's, with people written to in waves. The days to answer
 * count from the last of these, when everybody could read the question.
 */
export async function launchIn(
  tx: Tx,
  baseUrl: string,
  act: OnCase,
  window: LaunchGiven,
  waves: readonly Wave[],
): Promise<void> {
  const { actor, caseId, seenVersion } = act;
  const event = await toLaunch(tx, act, window, waves.at(-1)?.notBefore ?? null);
  await advance(tx, baseUrl, {
    ...{ actor, caseId, event: await lookUp(tx, caseId, event) },
    ...(seenVersion === undefined ? {} : { seenVersion }),
    ...(waves.length === 0 ? {} : { waves }),
    words: await jointWords(tx, window.consultation),
  });
}

async function toLaunch(
  tx: Tx,
  act: OnCase,
  given: LaunchGiven,
  lastAskedAt: Date | null,
): Promise<JourneyEvent> {
  await requireOwn(tx, act, given.consultation);
  const window = await endingWithLead(tx, given);
  const closesAt = instantOf(window);
  const { consultation, document } = window;
  await publication.joint.takeLeadWords(tx, act.actor, consultation);
  await launch(tx, act.actor, {
    id: consultation,
    closesAt: new Date(closesAt),
    document,
    ...(window.question === undefined ? {} : { question: window.question }),
  });
  await publication.publish(tx, act.actor, { consultation, document });
  const opened = await now(tx);
  return {
    ...{ type: 'consultation.launched', on: opened.toISOString() },
    ...{ consultation, closesAt, document },
    window: await daysOf(tx, act, { opensAt: lastAskedAt ?? opened, closesAt }),
  };
}

/** Gives everybody longer to answer; it can never be made shorter (R25). */
export async function extendConsultation(office: Office, act: Act, window: Window): Promise<Done> {
  return takeStep(office, act, async (tx) => ({ event: await toExtend(tx, act, window) }));
}

/**
 * Opens a closed consultation again until a later closing, until its report is issued. Everybody who
 * was asked is told why; what came since the closing is in time then.
 */
export async function reopenConsultation(
  office: Office,
  act: Act,
  { reason, ...window }: Window & { readonly reason: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const closesAt = instantOf(window);
    const { id, opensAt } = await requireOwn(tx, act, window.consultation);
    const asked = await consultees.sendings.lastAskedAt(tx, id);
    const given = { id, closesAt: new Date(closesAt), reason };
    const { pauses } = await longerWindow.reopen(tx, act.actor, given);
    const at = await now(tx);
    const span = { opensAt: asked ?? opensAt ?? at, closesAt, pauses };
    const event = { type: 'consultation.reopened', on: at.toISOString(), closesAt } as const;
    return {
      event: { ...event, window: await daysOf(tx, act, span) },
      texts: await keepTexts(tx, { reason }),
      words: { reason },
    };
  });
}

/** Makes the window longer because everybody is asked anew about another text. */
export async function askAgainIn(
  tx: Tx,
  baseUrl: string,
  { actor, caseId }: OnCase,
  { again, waves, words, ...window }: Window & AskedAgain,
): Promise<void> {
  const event = { ...(await toExtend(tx, { actor, caseId }, window)), again };
  const letters = { 'consultation-extended': 'consultation-again' };
  await advance(tx, baseUrl, { actor, caseId, event, waves, words, letters });
}

/** The text about which people are asked anew, in which order, and what the letter says of it. */
export interface AskedAgain {
  readonly again: NonNullable<ConsultationExtended['again']>;
  readonly waves: readonly Wave[];
  readonly words: Readonly<Record<string, string>>;
}

async function toExtend(tx: Tx, act: OnCase, window: Window): Promise<ConsultationExtended> {
  const closesAt = instantOf(window);
  const { pauses } = await requireOwn(tx, act, window.consultation);
  const asked = await consultees.sendings.lastAskedAt(tx, window.consultation);
  await longerWindow.extend(tx, act.actor, {
    id: window.consultation,
    closesAt: new Date(closesAt),
  });
  const at = await now(tx);
  const counted = await daysOf(tx, act, { opensAt: asked ?? at, closesAt, pauses });
  return { type: 'consultation.extended', on: at.toISOString(), closesAt, window: counted };
}

async function requireOwn(tx: Tx, act: OnCase, consultation: string): Promise<Consultation> {
  const found = await findConsultation(tx, { id: consultation });
  if (found?.caseId !== act.caseId) throw new Refusal('not-found', { consultation });
  return found;
}

/** What the record keeps of a window: counted here, typed by nobody. */
async function daysOf(tx: Tx, { caseId }: OnCase, span: Span): Promise<WindowDays> {
  const { rows } = await tx.query<{ urn: string }>('SELECT urn FROM cases WHERE id = $1', [caseId]);
  const { urn } = rows[0]!;
  const { bankHolidays: _, ...counted } = await countWindow(tx, urn, span);
  return counted;
}

const instantOf = ({ closesOn, closesAt }: Window): string =>
  new Date(closingInstant(closesOn, closesAt)).toISOString();
