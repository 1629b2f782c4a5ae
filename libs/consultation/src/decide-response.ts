import { append, commitText, storeTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { streamOf } from './consultation.js';
import { referenceOf } from './record-response.js';
import type { Standing } from './stakeholders.js';

export interface ResponseDecision {
  readonly consultation: string;
  readonly response: string;
  readonly decision: 'counted' | 'not-counted';
  readonly reason: string;
}

/** Decides whether a response counts, with the reason; the response itself stays as it is. */
export async function decideResponse(
  tx: Tx,
  actor: Actor,
  { consultation, response, decision, reason }: ResponseDecision,
): Promise<void> {
  const found = await lockResponse(tx, consultation, response);
  if (found.standing === decision) return;
  if (found.standing === 'withdrawn' || found.standing === 'superseded') {
    throw new Refusal('conflict', { response, standing: found.standing });
  }
  await note(tx, actor, { consultation, response, decision, number: found.number, reason });
}

/** Takes a response out at its author's wish. It stays in the record, as withdrawn. */
export async function withdrawResponse(
  tx: Tx,
  actor: Actor,
  { consultation, response }: { readonly consultation: string; readonly response: string },
): Promise<void> {
  const { standing, number } = await lockResponse(tx, consultation, response);
  if (standing === 'withdrawn') return;
  if (standing === 'superseded') throw new Refusal('conflict', { response, standing });
  await note(tx, actor, { consultation, response, decision: 'withdrawn', number, reason: null });
}

interface Found {
  readonly standing: Standing;
  readonly number: number;
}

/** Holds the consultation's row first, as whoever records a response does. */
async function lockResponse(tx: Tx, consultation: string, response: string): Promise<Found> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const { rows } = await tx.query<Found>(
    'SELECT standing, number FROM response_standing WHERE consultation_id = $1 AND id = $2',
    [consultation, response],
  );
  if (rows[0] === undefined) throw new Refusal('not-found');
  return rows[0];
}

interface Decision {
  readonly consultation: string;
  readonly response: string;
  readonly number: number;
  readonly decision: 'counted' | 'not-counted' | 'withdrawn';
  readonly reason: string | null;
}

async function note(tx: Tx, actor: Actor, decided: Decision): Promise<void> {
  const at = await now(tx);
  const reason = decided.reason === null ? null : commitText(decided.reason);
  if (reason !== null) await storeTexts(tx, [reason]);
  const { seq } = await append(
    tx,
    streamOf(decided.consultation),
    {
      kind: 'act',
      type: decided.decision === 'withdrawn' ? 'response.withdrawn' : 'response.decided',
      actor,
      data: {
        response: decided.response,
        reference: referenceOf(decided.number),
        decision: decided.decision,
      },
      ...(reason === null ? {} : { texts: { reason: reason.commitment } }),
    },
    at,
  );
  await tx.query(
    `INSERT INTO response_decision (response, seq, decision, at, by, reason_commitment, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, decode($5, 'hex'), $6
       FROM response_decision WHERE response = $1`,
    [decided.response, decided.decision, at, actor.person, reason?.commitment ?? null, seq],
  );
}
