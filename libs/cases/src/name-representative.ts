import { Refusal, newId } from '#platform';
import type { Tx } from '#platform';
import { addBody, addMembership, addPerson } from '#identity';
import { STAFF_PART, putBodyOnCase, roleOfPart } from './case-people.js';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface RepresentativeNamed {
  /** The union that is recognised, or the group that elected a representative. */
  readonly name: string;
  readonly person: string;
  /** Null for somebody who has none: then letters are printed and posted. */
  readonly email: string | null;
  readonly postalAddress?: string | null;
  readonly on: string;
}

/**
 * Names one more of those who stand for the staff on their transfer: with a desk of their own, or,
 * without an e-mail address, to be written to on paper. Refuses `not-now` once the consultation
 * with staff is complete, and `invalid` for somebody who cannot be reached; it then adds nobody.
 */
export async function nameRepresentative(
  office: Office,
  act: Act,
  given: RepresentativeNamed,
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const { caseId } = act;
    const body = await addBody(tx, { kind: 'union', name: given.name });
    await addTheirPerson(tx, caseId, body.id, given);
    await putBodyOnCase(tx, caseId, STAFF_PART, body.id);
    const { rows } = await tx.query<{ body: string }>(
      `SELECT body FROM case_body WHERE case_id = $1 AND part = $2 AND until IS NULL
        ORDER BY since, body`,
      [caseId, STAFF_PART],
    );
    const representatives = rows.map((row) => row.body);
    return { event: { type: 'tupe.representatives-named', on: given.on, representatives } };
  });
}

async function addTheirPerson(
  tx: Tx,
  caseId: string,
  body: string,
  { person: name, email, postalAddress = null }: RepresentativeNamed,
): Promise<void> {
  const role = roleOfPart(STAFF_PART);
  if (email !== null) {
    const person = await addPerson(tx, { name, email });
    await addMembership(tx, { person: person.id, body, role });
    return;
  }
  if (postalAddress === null)
    throw new Refusal('invalid', { field: 'email', reason: 'no-address' });
  await tx.query(
    `INSERT INTO case_person_by_post (id, case_id, body, role, name, postal_address, since)
     VALUES ($1, $2, $3, $4, $5, $6, assent_now())`,
    [newId(), caseId, body, role, name, postalAddress],
  );
}
