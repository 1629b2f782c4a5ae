import { Refusal, now } from '#platform';
import type { Tx } from '#platform';
import { closingInstant } from '#register';
import type { WindowDays } from '#journey';
import {
  extendConsultation as extend,
  findConsultation,
  launchConsultation as launch,
  publication,
} from '#consultation';
import type { Consultation } from '#consultation';
import { countWindow } from './count-window.js';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
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
    const counted = await daysOf(tx, act, opened, closesAt);
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
    const { opensAt } = await requireOwn(tx, act, window.consultation);
    await extend(tx, act.actor, { id: window.consultation, closesAt: new Date(closesAt) });
    const at = await now(tx);
    const counted = await daysOf(tx, act, opensAt ?? at, closesAt);
    const on = at.toISOString();
    return { event: { type: 'consultation.extended', on, closesAt, window: counted } };
  });
}

async function requireOwn(tx: Tx, act: Act, consultation: string): Promise<Consultation> {
  const found = await findConsultation(tx, { id: consultation });
  if (found?.caseId !== act.caseId) throw new Refusal('not-found', { consultation });
  return found;
}

/** What the record keeps of a window: counted here, typed by nobody. */
async function daysOf(
  tx: Tx,
  { caseId }: Act,
  opensAt: Date,
  closesAt: string,
): Promise<WindowDays> {
  const { rows } = await tx.query<{ urn: string }>('SELECT urn FROM cases WHERE id = $1', [caseId]);
  const { urn } = rows[0]!;
  const { days, workingDays, schoolDays } = await countWindow(tx, urn, { opensAt, closesAt });
  return { days, workingDays, schoolDays };
}

const instantOf = ({ closesOn, closesAt }: Window): string =>
  new Date(closingInstant(closesOn, closesAt)).toISOString();
