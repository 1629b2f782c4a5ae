import { append, commitText, storeTexts } from '#evidence';
import { newId, now, Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { CONSULTATION_COLUMNS, streamOf } from './consultation.js';
import type { Consultation } from './consultation.js';
import { askQuestions } from './questions/write-questions.js';

/** The case's consultation as it is being prepared; the one that is there already, if any is live. */
export async function planConsultation(
  tx: Tx,
  actor: Actor,
  { caseId, question }: { readonly caseId: string; readonly question: string },
): Promise<Consultation> {
  const at = await now(tx);
  const { rows } = await tx.query<Consultation>(
    `INSERT INTO consultation AS c (id, case_id, question, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (case_id) WHERE closed_at IS NULL DO NOTHING RETURNING ${CONSULTATION_COLUMNS}`,
    [newId(), caseId, question, actor.person, at],
  );
  const planned = rows[0];
  if (planned === undefined) return liveOne(tx, caseId);
  const data = { case: caseId, question };
  await append(
    tx,
    streamOf(planned.id),
    { kind: 'act', type: 'consultation.planned', actor, data },
    at,
  );
  return planned;
}

async function liveOne(tx: Tx, caseId: string): Promise<Consultation> {
  const { rows } = await tx.query<Consultation>(
    `SELECT ${CONSULTATION_COLUMNS} FROM consultation c WHERE case_id = $1 AND closed_at IS NULL`,
    [caseId],
  );
  return rows[0]!;
}

export interface Launch {
  readonly id: string;
  readonly closesAt: Date;
  /** The consultation document that people are asked about. */
  readonly document: string;
  /** The question as it is asked, where it differs from the planned one. */
  readonly question?: string;
}

/**
 * Opens the window from now to `closesAt`, once, and asks the questions as they are. The move of the case and the mailing are written
 * by the caller in the same transaction.
 */
export async function launchConsultation(
  tx: Tx,
  actor: Actor,
  { id, closesAt, document, question }: Launch,
): Promise<Consultation> {
  const at = await now(tx);
  if (closesAt <= at) throw new Refusal('invalid', { faults: { closesAt: NOT_LATER } });
  const launched = await change(
    tx,
    `opens_at = $2, launched_at = $2, closes_at = $3, document = $4,
       question = coalesce($5, c.question)`,
    'c.launched_at IS NULL',
    [id, at, closesAt, document, question ?? null],
  );
  await note(tx, actor, 'consultation.opened', launched, at);
  await askQuestions(tx, actor, id, at);
  return launched;
}

/** Moves the closing instant on; what came after the first one is then no longer late. */
export async function extendConsultation(
  tx: Tx,
  actor: Actor,
  { id, closesAt }: { readonly id: string; readonly closesAt: Date },
): Promise<Consultation> {
  const at = await now(tx);
  if (closesAt <= at) throw new Refusal('invalid', { faults: { closesAt: NOT_LATER } });
  const extended = await change(
    tx,
    'closes_at = $2',
    'c.launched_at IS NOT NULL AND c.closed_at IS NULL AND c.closes_at < $2',
    [id, closesAt],
  );
  await note(tx, actor, 'consultation.extended', extended, at);
  return extended;
}

export interface Reopening {
  readonly id: string;
  readonly closesAt: Date;
  /** What people are told. */
  readonly reason: string;
}

/**
 * Opens a closed window again until a later instant; it keeps its beginning. What came after the
 * closing is no longer late, as after any other extension.
 */
export async function reopenConsultation(
  tx: Tx,
  actor: Actor,
  { id, closesAt, reason }: Reopening,
): Promise<Consultation> {
  const at = await now(tx);
  if (closesAt <= at) throw new Refusal('invalid', { faults: { closesAt: NOT_LATER } });
  const { rows } = await tx.query<{ closedAt: Date; number: number }>(
    `SELECT c.closes_at AS "closedAt", (SELECT coalesce(max(number), 0) + 1
        FROM consultation_reopening WHERE consultation_id = c.id) AS number
       FROM consultation c WHERE c.id = $1 AND c.closed_at IS NOT NULL FOR UPDATE OF c`,
    [id],
  );
  const [closed] = rows;
  if (closed === undefined) throw new Refusal('not-now', { consultation: id });
  const text = commitText(reason);
  await storeTexts(tx, [text]);
  const data = {
    closedAt: closed.closedAt.toISOString(),
    closesAt: closesAt.toISOString(),
  };
  const texts = { reason: text.commitment };
  const entry = { kind: 'act', type: 'consultation.reopened', actor, data, texts } as const;
  const { seq } = await append(tx, streamOf(id), entry, at);
  await tx.query(
    `INSERT INTO consultation_reopening (consultation_id, number, closed_at, reopened_at,
       closes_at, reason, reopened_by, record_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, closed.number, closed.closedAt, at, closesAt, reason, actor.person, seq],
  );
  return change(tx, 'closed_at = NULL, closes_at = $2', 'c.closed_at IS NOT NULL', [id, closesAt]);
}

/** Notes that the window is over, once; refused while the closing instant is still to come. */
export async function closeConsultation(
  tx: Tx,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<Consultation> {
  const at = await now(tx);
  const closed = await change(tx, 'closed_at = $2', 'c.closed_at IS NULL AND c.closes_at <= $2', [
    id,
    at,
  ]);
  await note(tx, actor, 'consultation.closed', closed, at);
  return closed;
}

/** What makes a window longer, before it closes and after. */
export const longerWindow = { extend: extendConsultation, reopen: reopenConsultation };

const NOT_LATER = 'Closing time must be later than now';

async function change(
  tx: Tx,
  set: string,
  condition: string,
  values: readonly unknown[],
): Promise<Consultation> {
  const { rows } = await tx.query<Consultation>(
    `UPDATE consultation c SET ${set} WHERE c.id = $1 AND ${condition}
      RETURNING ${CONSULTATION_COLUMNS}`,
    values,
  );
  if (rows[0] === undefined) throw new Refusal('not-now', { consultation: values[0] });
  return rows[0];
}

async function note(
  tx: Tx,
  actor: Actor,
  type: string,
  { id, question, document, closesAt }: Consultation,
  at: Date,
): Promise<void> {
  const data = { question, document, closesAt: closesAt!.toISOString() };
  await append(tx, streamOf(id), { kind: 'act', type, actor, data }, at);
}
