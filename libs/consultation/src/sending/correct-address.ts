import { append, commitText, storeTexts } from '#evidence';
import { parseAddress } from '#mail';
import { now, Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { streamOf } from '../consultation.js';

export interface AddressCorrected {
  readonly consultation: string;
  readonly consultee: string;
  readonly email: string | null;
  readonly postal: string | null;
}

/** Corrects where somebody is written to. What it was stays in the record; the same again is none. */
export async function correctAddress(
  tx: Tx,
  actor: Actor,
  { consultation, consultee, email, postal }: AddressCorrected,
): Promise<void> {
  if (email !== null && parseAddress(email) === null) throw new Refusal('invalid');
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const { rowCount } = await tx.query(
    `UPDATE consultee SET email = $3, postal = $4,
        channel = CASE WHEN $3::text IS NULL THEN 'post' ELSE 'email' END
      WHERE consultation_id = $1 AND id = $2 AND removed_at IS NULL
        AND (email, postal) IS DISTINCT FROM ($3, $4)`,
    [consultation, consultee, email, postal],
  );
  if (rowCount === 0) return;
  const at = await now(tx);
  const address = commitText(JSON.stringify({ email, postal }));
  await storeTexts(tx, [address]);
  const { seq } = await append(
    tx,
    streamOf(consultation),
    {
      ...{ kind: 'act', type: 'consultee.address-corrected', actor },
      ...{ data: { consultee }, texts: { address: address.commitment } },
    },
    at,
  );
  await tx.query(
    `INSERT INTO consultee_address
       (consultee, seq, address_commitment, corrected_by, corrected_at, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, decode($2, 'hex'), $3, $4, $5
       FROM consultee_address WHERE consultee = $1`,
    [consultee, address.commitment, actor.person, at, seq],
  );
}
