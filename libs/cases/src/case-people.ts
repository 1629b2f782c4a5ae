import { Refusal, inTransaction } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { addMembership, addPerson } from '#identity';
import type { HumanRole } from '#identity';
import type { Office } from './office.js';
import { IS_THEIRS } from './theirs.js';

/** The parts on a case that are not consents, and the role in which people hold them. */
export type OtherPart =
  'governing-board' | 'trust' | 'local-authority' | 'regional-director' | 'union';

/** The part of those who stand for the staff: never that of the unions that are consulted. */
export const STAFF_PART = 'staff';

/** The roles that letters and desks know, by the part of the person's body. */
const roleForPart: Readonly<Record<string, HumanRole>> = {
  'governing-board': 'chair',
  trust: 'trust-officer',
  'local-authority': 'authority-officer',
  'regional-director': 'regional-officer',
  union: 'union-officer',
  [STAFF_PART]: 'union-officer',
};

/** The role of somebody who speaks for the body that has this part; a consent's is faith officer. */
export const roleOfPart = (part: string): HumanRole => roleForPart[part] ?? 'faith-officer';

/** Puts a body on a case in a part, and with it those of its officers who already have a desk. */
export async function putBodyOnCase(
  tx: Tx,
  caseId: string,
  part: string,
  body: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO case_body (case_id, part, body, since) VALUES ($1, $2, $3, assent_now())
     ON CONFLICT (case_id, part, body) DO UPDATE SET until = NULL`,
    [caseId, part, body],
  );
  await tx.query(
    `INSERT INTO case_person (case_id, person, role, body, since)
     SELECT $1, m.person, m.role, m.body, assent_now() FROM membership m
      WHERE m.body = $2 AND m.role = $3 AND m.until IS NULL
     ON CONFLICT (case_id, person, role, body) DO UPDATE SET until = NULL`,
    [caseId, body, roleOfPart(part)],
  );
  await tx.query(
    `UPDATE case_person_by_post SET until = NULL
      WHERE case_id = $1 AND body = $2 AND role = $3 AND until IS NOT NULL`,
    [caseId, body, roleOfPart(part)],
  );
}

/** Takes every body but one off a part of the case, and with it those of its officers who have no other. */
export async function takeBodiesOff(
  tx: Tx,
  caseId: string,
  part: string,
  keep: string | null,
): Promise<void> {
  await tx.query(
    `WITH gone AS (
       UPDATE case_body SET until = assent_now()
        WHERE case_id = $1 AND part = $2 AND until IS NULL AND body IS DISTINCT FROM $3
        RETURNING body),
     left_case AS (
       SELECT body FROM gone WHERE NOT EXISTS (SELECT FROM case_body other
         WHERE other.case_id = $1 AND other.body = gone.body AND other.part <> $2
           AND other.until IS NULL)),
     by_post AS (
       UPDATE case_person_by_post p SET until = assent_now() FROM left_case
        WHERE p.case_id = $1 AND p.body = left_case.body AND p.role = $4 AND p.until IS NULL)
     UPDATE case_person p SET until = assent_now() FROM left_case
      WHERE p.case_id = $1 AND p.body = left_case.body AND p.role = $4 AND p.until IS NULL`,
    [caseId, part, keep, roleOfPart(part)],
  );
}

export async function putPersonOnCase(
  tx: Tx,
  caseId: string,
  { person, role, body }: { person: string; role: string; body: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO case_person (case_id, person, role, body, since)
     VALUES ($1, $2, $3, $4, assent_now())
     ON CONFLICT (case_id, person, role, body) DO UPDATE SET until = NULL`,
    [caseId, person, role, body],
  );
}

export interface NewCasePerson {
  readonly actor: Actor;
  readonly caseId: string;
  /** The part of their body on the case: a consent's name, 'trust', 'governing-board'… */
  readonly part: string;
  readonly name: string;
  readonly email: string;
  /** A governor who is not the chair. */
  readonly asGovernor?: boolean;
}

/**
 * Puts a person on the case for a body that has a part on it, with a desk of their own where their
 * role has one. Refuses `not-found` for another desk's case and for a part that no body has yet.
 */
export async function addCasePerson(office: Office, given: NewCasePerson): Promise<void> {
  await inTransaction(office.pool, async (tx) => {
    const body = await bodyOfPart(tx, given);
    const role = given.asGovernor ? 'governor' : roleOfPart(given.part);
    const person = await addPerson(tx, given);
    await addMembership(tx, { person: person.id, body, role });
    await putPersonOnCase(tx, given.caseId, { person: person.id, role, body });
  });
}

/** Takes a person off the case; what they did on it stays, and they are no longer written to. */
export async function removeCasePerson(
  office: Office,
  given: { actor: Actor; caseId: string; person: string; role: string; body: string },
): Promise<void> {
  const { rowCount } = await office.pool.query(
    `UPDATE case_person p SET until = assent_now() FROM cases c
      WHERE p.case_id = $1 AND c.id = p.case_id AND ${IS_THEIRS}
        AND p.person = $4 AND p.role = $5 AND p.body = $6 AND p.until IS NULL`,
    [given.caseId, given.actor.body, given.actor.role, given.person, given.role, given.body],
  );
  if (rowCount === 0) throw new Refusal('not-found');
}

async function bodyOfPart(tx: Tx, { actor, caseId, part }: NewCasePerson): Promise<string> {
  await requireCase(tx, actor, caseId);
  const { rows } = await tx.query<{ body: string }>(
    `SELECT body FROM case_body WHERE case_id = $1 AND part = $2 AND until IS NULL
     UNION ALL SELECT board FROM cases WHERE id = $1 AND $2 = 'governing-board' LIMIT 1`,
    [caseId, part],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { part });
  return rows[0].body;
}

/** Refuses `not-found` unless the case is one of the actor's. */
export async function requireCase(sql: Sql, actor: Actor, caseId: string): Promise<void> {
  const { rowCount } = await sql.query({
    name: 'require-case',
    text: `SELECT FROM cases c WHERE c.id = $1 AND ${IS_THEIRS}`,
    values: [caseId, actor.body, actor.role],
  });
  if (rowCount === 0) throw new Refusal('not-found', { case: caseId });
}
