import type { Actor, Sql } from '#platform';
import type { ConsentPart, Stage } from '#journey';
import { publishBodysPolicy } from './publish-policy.js';

/** A consent that a body is or was asked for, as the body's desk lists it. */
export interface BodysConsent {
  readonly caseId: string;
  readonly reference: string;
  readonly urn: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  readonly stage: Stage;
  readonly hasEnded: boolean;
  readonly body: string;
  readonly consent: string;
  readonly standing: ConsentPart;
  /** When the body is reminded next, while it is waited for. */
  readonly remindAt: Date | null;
}

const MOST = 500;

/** The consents that these officers' bodies have a part in, and no other's; those asked first come first. */
async function consentsOf(sql: Sql, officers: readonly Actor[]): Promise<readonly BodysConsent[]> {
  const { rows } = await sql.query<BodysConsent>(
    `SELECT c.id AS "caseId", c.reference, c.urn, c.school_name AS "schoolName",
        c.trust_name AS "trustName", c.stage, c.ended_at IS NOT NULL AS "hasEnded", w.body,
        w.part AS consent, c.snapshot -> 'consents' -> w.part AS standing,
        (SELECT min(d.due_at) FROM deadline d
          WHERE d.case_id = c.id AND d.kind = 'remind-body' AND d.subject = w.part
            AND d.passed_at IS NULL AND d.cancelled_at IS NULL) AS "remindAt"
       FROM case_body w JOIN cases c ON c.id = w.case_id
      WHERE w.body = ANY ($1::uuid[]) AND w.until IS NULL
        AND c.snapshot -> 'consents' -> w.part IS NOT NULL
      ORDER BY c.ended_at IS NOT NULL,
        c.snapshot -> 'consents' -> w.part -> 'context' ->> 'requestedOn' NULLS LAST, c.reference
      LIMIT ${MOST}`,
    [officers.map(({ body }) => body)],
  );
  return rows;
}

/** What a body's own pages look up and do, beside its answers. */
export const bodyDesk = { consentsOf, publishPolicy: publishBodysPolicy };
