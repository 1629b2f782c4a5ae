import type { Mailing, Recipient } from '#mail';
import type { Tx } from '#platform';

/** The audience of a mailing to consultees. */
export interface ConsulteeAudience {
  readonly who: 'everybody' | 'not-replied';
}

/** Everybody who is asked by the mailing's consultation, those without e-mail to be printed. */
export async function consulteeRecipients(
  tx: Tx,
  { consultationId, audience }: Mailing,
): Promise<readonly Recipient[]> {
  const { rows } = await tx.query<Omit<Recipient, 'values'> & { postal: string | null }>(
    `SELECT e.id AS consultee, e.name, CASE e.channel WHEN 'email' THEN e.email END AS address,
        e.postal
       FROM consultee e
      WHERE e.consultation_id = $1 AND e.removed_at IS NULL
        AND ($2 OR NOT EXISTS (SELECT FROM response r WHERE r.consultee = e.id))
      ORDER BY e.id`,
    [consultationId ?? null, (audience as ConsulteeAudience).who !== 'not-replied'],
  );
  return rows.map(({ postal, ...to }) =>
    to.address === null && postal !== null ? { ...to, values: { postalAddress: postal } } : to,
  );
}
