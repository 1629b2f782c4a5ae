import type { Pool } from 'pg';
import { Refusal, SYSTEM, inTransaction, now } from '#platform';
import type { Tx } from '#platform';
import { closingInstant } from '#register';
import {
  closeConsultation as close,
  extendConsultation as extend,
  findConsultation,
  launchConsultation as launch,
} from '#consultation';
import { advance } from './door.js';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done, Paper } from './take-step.js';

export interface Window {
  readonly consultation: string;
  /** The day and the time of day in England at which it closes. */
  readonly closesOn: string;
  readonly closesAt: string;
  /** The question as it is asked, where it differs from the planned one. */
  readonly question?: string;
}

/** Launches the consultation: everybody on its list is written to, and its closing is set. */
export async function launchConsultation(
  office: Office,
  act: Act,
  document: Paper,
  window: Window,
): Promise<Done> {
  return takeStep(office, act, [document], async ([paper], tx) => {
    const closesAt = instantOf(window);
    const { consultation } = window;
    await requireOwn(tx, act, consultation);
    await launch(tx, act.actor, {
      id: consultation,
      closesAt: new Date(closesAt),
      document: paper!,
      ...(window.question === undefined ? {} : { question: window.question }),
    });
    const on = (await now(tx)).toISOString();
    return {
      event: { type: 'consultation.launched', on, consultation, closesAt, document: paper! },
    };
  });
}

/** Gives everybody longer to answer; it can never be made shorter (R25). */
export async function extendConsultation(office: Office, act: Act, window: Window): Promise<Done> {
  return takeStep(office, act, [], async (_, tx) => {
    const closesAt = instantOf(window);
    await requireOwn(tx, act, window.consultation);
    await extend(tx, act.actor, { id: window.consultation, closesAt: new Date(closesAt) });
    const on = (await now(tx)).toISOString();
    return { event: { type: 'consultation.extended', on, closesAt } };
  });
}

async function requireOwn(tx: Tx, act: Act, consultation: string): Promise<void> {
  const found = await findConsultation(tx, { id: consultation });
  if (found?.caseId !== act.caseId) throw new Refusal('not-found', { consultation });
}

const instantOf = ({ closesOn, closesAt }: Window): string =>
  new Date(closingInstant(closesOn, closesAt)).toISOString();

/**
 * Passes every deadline that is due, each in its own transaction: the consultation closes by
 * itself at its instant. Safe in several processes at once; answers how many it passed.
 */
export async function passDeadlines(pool: Pool, baseUrl: string): Promise<number> {
  let passed = 0;
  while (await passNext(pool, baseUrl)) passed += 1;
  return passed;
}

async function passNext(pool: Pool, baseUrl: string): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: string; case_id: string; due_at: Date }>(
      `SELECT id, case_id, due_at FROM deadline
        WHERE due_at <= assent_now() AND passed_at IS NULL AND cancelled_at IS NULL
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    const due = rows[0];
    if (due === undefined) return false;
    await tx.query('UPDATE deadline SET passed_at = assent_now() WHERE id = $1', [due.id]);
    const at = due.due_at.toISOString();
    await tx.query('SAVEPOINT closing');
    try {
      await advance(tx, baseUrl, {
        caseId: due.case_id,
        actor: SYSTEM,
        event: { type: 'consultation.closed', on: at, at },
      });
      const consultation = await findConsultation(tx, { caseId: due.case_id });
      if (consultation !== null) await close(tx, SYSTEM, { id: consultation.id });
    } catch (error) {
      // The case ended meanwhile, or it is closed already: the deadline has nothing left to do.
      if (!(error instanceof Refusal)) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT closing');
    }
    return true;
  });
}
