import { Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { findConsultation } from './consultation.js';
import { answersTo } from './questions/answers.js';
import type { AnswersTyped } from './questions/answers.js';
import { recordResponse } from './record-response.js';
import type { RecordedResponse } from './record-response.js';
import type { Group, View } from './stakeholders.js';

/** What a clerk types in: a letter, a form from the school's office, a view said at a meeting. */
export interface EnteredResponse {
  readonly consultation: string;
  readonly channel: 'paper' | 'meeting';
  /** The day on which it came, in London: '2026-06-04'. */
  readonly receivedOn: string;
  readonly consultee: string | null;
  /** Whose it is, where they are not among the consultees; null: nobody signed it. */
  readonly author: string | null;
  readonly group: Group | null;
  readonly view: View | null;
  readonly words: string;
  /** What they say to the questions, and whether it was the consultation's own form that asked them. */
  readonly answers?: { readonly typed: AnswersTyped; readonly asked: boolean };
}

/**
 * Records a response that came on paper or by word of mouth, under the name of the clerk who typed
 * it. What came on the day of closing came in time: nobody knows the hour.
 */
export async function enterResponse(
  tx: Tx,
  actor: Actor,
  entered: EnteredResponse,
): Promise<RecordedResponse> {
  const consultation = await findConsultation(tx, { id: entered.consultation });
  if (!consultation?.launchedAt)
    throw new Refusal('not-now', { consultation: entered.consultation });
  const receivedAt = await instantOf(tx, entered.receivedOn, consultation.id);
  const { typed = {}, asked = false } = entered.answers ?? {};
  const answers = await answersTo(tx, consultation.id, typed, { asked });
  return recordResponse(tx, actor, { ...entered, receivedAt, answers, grade: 'entered' });
}

/** The first moment of that day, but never before the consultation opened. */
async function instantOf(tx: Tx, day: string, consultation: string): Promise<Date> {
  const { rows } = await tx.query<{ at: Date; future: boolean; early: boolean }>(
    `SELECT greatest($1::date::timestamp AT TIME ZONE 'Europe/London', c.opens_at) AS at,
        $1::date > (assent_now() AT TIME ZONE 'Europe/London')::date AS future,
        $1::date < (c.opens_at AT TIME ZONE 'Europe/London')::date AS early
       FROM consultation c WHERE c.id = $2`,
    [day, consultation],
  );
  const { at, future, early } = rows[0]!;
  if (future) throw faulty('Date received must be today or in the past');
  if (early) throw faulty('Date received must be the day the consultation opened or later');
  return at;
}

const faulty = (receivedOn: string) => new Refusal('invalid', { faults: { receivedOn } });
