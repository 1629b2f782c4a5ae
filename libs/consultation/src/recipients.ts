import type { Mailing, Recipient } from '#mail';
import type { Tx } from '#platform';
import { WANTS_REMINDERS } from './reminders.js';
import type { Group } from './stakeholders.js';
import { ASKING, PEOPLE_AND_WAYS } from './sending/ways.js';

/** The audience of a mailing to consultees. */
export interface ConsulteeAudience {
  /**
   * `not-replied`: who is to be reminded, and has not asked to be spared it. `not-asked`: who came
   * on the list later and has no letter of this consultation yet. `these`: whom a clerk chose, at
   * their addresses as they are now, whatever came back before.
   */
  readonly who: 'everybody' | 'not-replied' | 'not-asked' | 'these';
  /** People of these groups alone. */
  readonly groups?: readonly Group[];
  readonly consultees?: readonly string[];
}

/**
 * Everybody who is asked by the mailing's consultation, those whom no e-mail reaches to be printed.
 * Who is on the list twice gets one letter, and so does who is on those of several schools that ask
 * together. Whoever asked to be told by telephone gets none: to call
 * them is somebody's task.
 */
export async function consulteeRecipients(
  tx: Tx,
  { consultationId, audience, template }: Mailing,
): Promise<readonly Recipient[]> {
  const { who, groups, consultees } = audience as ConsulteeAudience;
  const { rows } = await tx.query<Omit<Recipient, 'values'> & { postal: string | null }>(
    `SELECT e.id AS consultee, e.name, e.postal,
        CASE WHEN e."ownWay" = 'email' OR $2 = 'these' THEN e.email END AS address
       FROM (${PEOPLE_AND_WAYS}) e
      WHERE e."ownWay" NOT IN ('duplicate', 'telephone')
        AND (e.way <> 'joint' OR $2 = 'these' OR NOT $5)
        AND ($2 <> 'not-replied' OR (${WANTS_REMINDERS('e.id')} AND NOT EXISTS (
          SELECT FROM response r WHERE r.consultee = e.id) AND NOT EXISTS (
          SELECT FROM letter l WHERE l.consultation_id = $1 AND l.consultee = e.id
            AND l.status = 'replied')))
        AND ($2 <> 'not-asked' OR NOT EXISTS (
          SELECT FROM letter l WHERE l.consultation_id = $1 AND l.consultee = e.id))
        AND ($2 <> 'these' OR e.id = ANY ($4::uuid[]))
        AND ($3::text[] IS NULL OR e."group" = ANY ($3))
      ORDER BY e.id`,
    [...[consultationId ?? null, who, groups ?? null, consultees ?? []], ASKING.includes(template)],
  );
  return rows.map(({ postal, ...to }) =>
    to.address === null && postal !== null ? { ...to, values: { postalAddress: postal } } : to,
  );
}
