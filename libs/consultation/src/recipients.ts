import type { Mailing, Recipient } from '#mail';
import type { Tx } from '#platform';
import { WANTS_REMINDERS } from './reminders.js';

/** The audience of a mailing to consultees. */
export interface ConsulteeAudience {
  /**
   * `not-replied`: who is to be reminded, and has not asked to be spared it. `not-asked`: who came on the list later and has no letter of this consultation yet.
   */
  readonly who: 'everybody' | 'not-replied' | 'not-asked';
}

/**
 * Everybody who is asked by the mailing's consultation, those without e-mail to be printed. Whoever
 * asked to be told by telephone gets no letter: to call them is somebody's task.
 */
export async function consulteeRecipients(
  tx: Tx,
  { consultationId, audience }: Mailing,
): Promise<readonly Recipient[]> {
  const { rows } = await tx.query<Omit<Recipient, 'values'> & { postal: string | null }>(
    `SELECT e.id AS consultee, e.name, CASE e.channel WHEN 'email' THEN e.email END AS address,
        e.postal
       FROM consultee e
      WHERE e.consultation_id = $1 AND e.removed_at IS NULL AND e.channel <> 'telephone'
        AND ($2 <> 'not-replied' OR (${WANTS_REMINDERS('e.id')} AND NOT EXISTS (
          SELECT FROM response r WHERE r.consultee = e.id)))
        AND ($2 <> 'not-asked' OR NOT EXISTS (
          SELECT FROM letter l WHERE l.consultation_id = $1 AND l.consultee = e.id))
      ORDER BY e.id`,
    [consultationId ?? null, (audience as ConsulteeAudience).who],
  );
  return rows.map(({ postal, ...to }) =>
    to.address === null && postal !== null ? { ...to, values: { postalAddress: postal } } : to,
  );
}
