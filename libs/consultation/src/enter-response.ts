import type { DocumentStore, KeptFile } from '#evidence';
import { Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { keepFiles } from './channels/keep-files.js';
import { meetingsOf } from './channels/meetings.js';
import { findConsultation } from './consultation.js';
import { consultees } from './consultees.js';
import { answersTo } from './questions/answers.js';
import type { AnswersTyped } from './questions/answers.js';
import { recordResponse } from './record-response.js';
import type { RecordedResponse } from './record-response.js';
import type { Group, Publish, ResponseForm, View } from './stakeholders.js';

/** What a clerk types in: a letter, a petition, a call, a view said at a meeting. */
export interface EnteredResponse {
  readonly consultation: string;
  readonly channel: 'paper' | 'meeting' | 'telephone';
  /** The day on which it came, in London: '2026-06-04'. */
  readonly receivedOn: string;
  /** Whose it is, where they are among those asked. */
  readonly consultee: string | null;
  /** Whose it is otherwise, or who handed it in; null: nobody signed it. */
  readonly author: string | null;
  readonly group: Group | null;
  readonly view: View | null;
  readonly words: string;
  /** What they say to the questions, and whether it was the consultation's own form that asked them. */
  readonly answers?: { readonly typed: AnswersTyped; readonly asked: boolean };
  readonly form?: ResponseForm;
  /** What a petition is called, and how many signed it as stated. */
  readonly title?: string | null;
  readonly signatories?: number | null;
  /** Whom an organisation says it speaks for. */
  readonly speaksFor?: string | null;
  readonly publish?: Publish | null;
  /** The number of the meeting at which it was said. */
  readonly meeting?: number | null;
}

/** The scan of what was typed in, in the store already. */
export interface ScanGiven {
  readonly documents: DocumentStore;
  readonly file: KeptFile;
}

/**
 * Records a response that came on paper or by word of mouth, under the name of the clerk who typed
 * it. What came on the day of closing came in time: nobody knows the hour.
 */
export async function enterResponse(
  tx: Tx,
  actor: Actor,
  entered: EnteredResponse,
  scan: ScanGiven | null = null,
): Promise<RecordedResponse> {
  const { consultation, receivedOn, meeting = null, consultee, answers, ...said } = entered;
  const found = await findConsultation(tx, { id: consultation });
  if (!found?.launchedAt) throw new Refusal('not-now', { consultation });
  if (consultee !== null && (await consultees.find(tx, consultation, consultee)) === null) {
    throw new Refusal('not-found', { consultee });
  }
  const receivedAt = await instantOf(tx, receivedOn, consultation);
  return recordResponse(tx, actor, {
    ...{ ...said, consultation, consultee, receivedAt, grade: 'entered' },
    answers: await answersTo(tx, consultation, answers?.typed ?? {}, {
      asked: answers?.asked ?? false,
    }),
    meeting: await meetingIn(tx, consultation, meeting),
    files: scan === null ? [] : await scanKept(tx, actor, consultation, scan),
  });
}

const scanKept = (tx: Tx, actor: Actor, consultation: string, { documents, file }: ScanGiven) =>
  keepFiles(
    tx,
    actor,
    { consultation, documents, files: [file] },
    { kind: 'scan', title: 'Scan of a reply' },
  );

async function meetingIn(tx: Tx, consultation: string, number: number | null) {
  if (number === null) return null;
  const found = (await meetingsOf(tx, consultation)).find((one) => one.number === number);
  if (found === undefined) throw new Refusal('not-found', { meeting: number });
  return { number, version: found.version };
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
