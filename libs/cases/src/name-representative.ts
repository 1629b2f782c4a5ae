import { addBody, addMembership, addPerson } from '#identity';
import { STAFF_PART, putBodyOnCase } from './case-people.js';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface RepresentativeNamed {
  /** The union that is recognised, or the group that elected a representative. */
  readonly name: string;
  readonly person: string;
  readonly email: string;
  readonly on: string;
}

/**
 * Names one more of those who stand for the staff on their transfer, with a desk of their own.
 * Refuses `not-now` once the consultation with staff is complete, and then adds nobody.
 */
export async function nameRepresentative(
  office: Office,
  act: Act,
  { name, person, email, on }: RepresentativeNamed,
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const body = await addBody(tx, { kind: 'union', name });
    const added = await addPerson(tx, { name: person, email });
    await addMembership(tx, { person: added.id, body: body.id, role: 'union-officer' });
    await putBodyOnCase(tx, act.caseId, STAFF_PART, body.id);
    const { rows } = await tx.query<{ body: string }>(
      `SELECT body FROM case_body WHERE case_id = $1 AND part = $2 AND until IS NULL
        ORDER BY since, body`,
      [act.caseId, STAFF_PART],
    );
    const representatives = rows.map((row) => row.body);
    return { event: { type: 'tupe.representatives-named', on, representatives } };
  });
}
