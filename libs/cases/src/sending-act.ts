import { now } from '#platform';
import type { Actor, SentForm, Tx } from '#platform';
import type { Office } from './office.js';

/** So long after an act nothing leaves, and the act can be taken back whole. */
const HOLD_MINUTES = 5;
const A_MINUTE_MS = 60_000;
/** Where nobody has set it: from so many recipients on, a second person confirms. */
const SECOND_PERSON_ABOVE = 500;

/** The instant before which nothing leaves that is ordered now. */
export async function soonestFrom(tx: Tx): Promise<Date> {
  const at = await now(tx);
  return new Date(at.getTime() + HOLD_MINUTES * A_MINUTE_MS);
}

/** Whether so many letters take a second person. */
export const isForTwo = (office: Office, recipients: number): boolean =>
  recipients > (office.secondPersonAbove ?? SECOND_PERSON_ABOVE);

/** Does something and leaves no trace of it: what the door refuses, it refuses here. */
export async function tryOut(tx: Tx, act: () => Promise<unknown>): Promise<void> {
  await tx.query('SAVEPOINT trying_out');
  await act();
  await tx.query('ROLLBACK TO SAVEPOINT trying_out');
}

export interface SendingAct {
  readonly actor: Actor;
  readonly caseId: string;
  readonly form: SentForm;
}
