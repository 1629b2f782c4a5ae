import { Refusal, now } from '#platform';
import type { Tx } from '#platform';
import { closingInstant } from '#register';
import type { WindowDays } from '#journey';
import {
  findConsultation,
  launchConsultation as launch,
  longerWindow,
  publication,
} from '#consultation';
import type { Consultation } from '#consultation';
import { countWindow } from './count-window.js';
import type { Span } from './count-window.js';
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

/**
 * Launches the consultation: its text is published, everybody on its list is written to, and its
 * closing is set. Refused where people could not read what they must (R27a).
 */
export async function launchConsultation(
  office: Office,
  act: Act,
  window: Window & { readonly document: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const closesAt = instantOf(window);
    const { consultation, document } = window;
    await requireOwn(tx, act, consultation);
    await launch(tx, act.actor, {
      id: consultation,
      closesAt: new Date(closesAt),
      document,
      ...(window.question === undefined ? {} : { question: window.question }),
    });
    await publication.publish(tx, act.actor, { consultation, document });
    const opened = await now(tx);
    const counted = await daysOf(tx, act, { opensAt: opened, closesAt });
    const on = opened.toISOString();
    return {
      event: {
        ...{ type: 'consultation.launched', on, consultation, closesAt, document },
        window: counted,
      },
    };
  });
}

/** Gives everybody longer to answer; it can never be made shorter (R25). */
export async function extendConsultation(office: Office, act: Act, window: Window): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const closesAt = instantOf(window);
    const { opensAt, pauses } = await requireOwn(tx, act, window.consultation);
    await longerWindow.extend(tx, act.actor, {
      id: window.consultation,
      closesAt: new Date(closesAt),
    });
    const at = await now(tx);
    const counted = await daysOf(tx, act, { opensAt: opensAt ?? at, closesAt, pauses });
    const on = at.toISOString();
    return { event: { type: 'consultation.extended', on, closesAt, window: counted } };
  });
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
    const given = { id, closesAt: new Date(closesAt), reason };
    const { pauses } = await longerWindow.reopen(tx, act.actor, given);
    const at = await now(tx);
    const counted = await daysOf(tx, act, { opensAt: opensAt ?? at, closesAt, pauses });
    return {
      event: {
        ...{ type: 'consultation.reopened', on: at.toISOString(), closesAt },
        window: counted,
      },
      texts: await keepTexts(tx, { reason }),
      words: { reason },
    };
  });
}

async function requireOwn(tx: Tx, act: Act, consultation: string): Promise<Consultation> {
  const found = await findConsultation(tx, { id: consultation });
  if (found?.caseId !== act.caseId) throw new Refusal('not-found', { consultation });
  return found;
}

/** What the record keeps of a window: counted here, typed by nobody. */
async function daysOf(tx: Tx, { caseId }: Act, span: Span): Promise<WindowDays> {
  const { rows } = await tx.query<{ urn: string }>('SELECT urn FROM cases WHERE id = $1', [caseId]);
  const { urn } = rows[0]!;
  const { bankHolidays: _, ...counted } = await countWindow(tx, urn, span);
  return counted;
}

const instantOf = ({ closesOn, closesAt }: Window): string =>
  new Date(closingInstant(closesOn, closesAt)).toISOString();
