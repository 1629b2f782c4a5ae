import { newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import type { BodyName } from '#journey';

/** A body of a school as a clerk found it, on an earlier case or on this one. */
export interface SchoolBody {
  readonly body: string;
  readonly kind: BodyName['kind'];
  readonly code: string | null;
  readonly name: string;
  /** The consent that it has, by its name on the case. */
  readonly part: string;
  readonly foundBy: string | null;
  readonly foundAt: Date;
  /** Null where the words were lawfully erased. */
  readonly reason: string | null;
  readonly caseId: string;
  readonly reference: string;
}

export interface BodiesFound {
  readonly caseId: string;
  readonly urn: string;
  readonly parts: readonly { readonly part: string; readonly body: string }[];
  /** The commitment of the reason that stands beside the record of the case. */
  readonly reason: string;
}

/** Keeps for a school which bodies a clerk found to hold its consents; the next case asks for them. */
export async function keepSchoolBodies(
  tx: Tx,
  actor: Actor,
  { caseId, urn, parts, reason }: BodiesFound,
): Promise<void> {
  for (const { part, body } of parts) {
    await tx.query(
      `INSERT INTO school_body (id, urn, part, body, reason, case_id, found_by, found_at)
       VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, assent_now())`,
      [newId(), urn, part, body, reason, caseId, actor.person],
    );
  }
}

/**
 * The bodies of a school as clerks found them, one for each part, the latest finding first to count.
 * What was corrected or found otherwise since on its case is not among them.
 */
export async function schoolBodies(sql: Sql, urn: string): Promise<readonly SchoolBody[]> {
  const { rows } = await sql.query<SchoolBody>(
    `SELECT DISTINCT ON (s.part) s.part, s.body, b.kind, b.code, b.name, p.name AS "foundBy",
        s.found_at AS "foundAt", t.text AS reason, c.id AS "caseId", c.reference
       FROM school_body s JOIN body b ON b.id = s.body JOIN cases c ON c.id = s.case_id
       LEFT JOIN person p ON p.id::text = s.found_by
       LEFT JOIN private_text t ON t.commitment = s.reason
      WHERE s.urn = $1 AND EXISTS (SELECT FROM case_body w WHERE w.case_id = s.case_id
              AND w.part = s.part AND w.body = s.body AND w.until IS NULL)
      ORDER BY s.part, s.found_at DESC, s.id DESC`,
    [urn],
  );
  return rows;
}
