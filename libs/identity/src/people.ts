import { newId, type Role, type Sql, type Tx } from '#platform';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export type BodyKind =
  | 'clerking-service'
  | 'governing-board'
  | 'trust'
  | 'local-authority'
  | 'diocesan-board'
  | 'bishop'
  | 'trustees'
  | 'appointing-body'
  | 'religious-body'
  | 'regional-director'
  | 'union'
  | 'solicitor';

export interface Body {
  readonly id: string;
  readonly kind: BodyKind;
  readonly name: string;
  /** The diocese's, authority's or trust's own code, or the URN of a board's school. */
  readonly code: string | null;
}

/** A role that a person holds in a body now. */
export interface Membership {
  readonly role: HumanRole;
  readonly body: Body;
}

export type HumanRole = Exclude<Role, 'system'>;

/** The person of this address, added when there is none; a known person keeps the name they have. */
export async function addPerson(
  tx: Tx,
  { name, email }: { name: string; email: string },
): Promise<Person> {
  await tx.query(
    `INSERT INTO person (id, name, email) VALUES ($1, $2, $3)
     ON CONFLICT (lower(email)) DO NOTHING`,
    [newId(), name, email],
  );
  const { rows } = await tx.query<Person>(
    'SELECT id, name, email FROM person WHERE lower(email) = lower($1)',
    [email],
  );
  return rows[0]!;
}

/** The body of this kind and code, added when there is none; without a code always a new one. */
export async function addBody(
  tx: Tx,
  { kind, name, code = null }: { kind: BodyKind; name: string; code?: string | null },
): Promise<Body> {
  const { rows } = await tx.query<Body>(
    `WITH added AS (
       INSERT INTO body (id, kind, name, code) VALUES ($1, $2, $3, $4)
       ON CONFLICT (kind, code) DO NOTHING RETURNING id, kind, name, code)
     SELECT * FROM added
     UNION ALL SELECT id, kind, name, code FROM body WHERE kind = $2 AND code = $4
     LIMIT 1`,
    [newId(), kind, name, code],
  );
  return rows[0] ?? addBody(tx, { kind, name, code });
}

/** Gives a person a role in a body, again if it had ended. */
export async function addMembership(
  tx: Tx,
  { person, body, role }: { person: string; body: string; role: HumanRole },
): Promise<void> {
  await tx.query(
    `INSERT INTO membership (person, body, role) VALUES ($1, $2, $3)
     ON CONFLICT (person, body, role) DO UPDATE SET until = NULL, since = CASE
       WHEN membership.until IS NULL THEN membership.since ELSE assent_now() END`,
    [person, body, role],
  );
}

/**
 * Ends a role; what the person did in it stays theirs. Their sessions end with it: whoever still has
 * one of them open is asked to sign in again, and no longer has the role.
 */
export async function endMembership(
  tx: Tx,
  { person, body, role }: { person: string; body: string; role: HumanRole },
): Promise<void> {
  await tx.query(
    `WITH over AS (
       UPDATE membership SET until = assent_now()
        WHERE person = $1 AND body = $2 AND role = $3 AND until IS NULL RETURNING person)
     UPDATE session SET ended_at = now()
      WHERE ended_at IS NULL AND person IN (SELECT person FROM over)`,
    [person, body, role],
  );
}

/** A person by id, or null. */
export async function personOf(sql: Sql, id: string): Promise<Person | null> {
  const { rows } = await sql.query<Person>('SELECT id, name, email FROM person WHERE id = $1', [
    id,
  ]);
  return rows[0] ?? null;
}

/** The roles that a person holds now, oldest first. */
export async function membershipsOf(sql: Sql, person: string): Promise<Membership[]> {
  const { rows } = await sql.query<{ memberships: Membership[] }>(
    `SELECT coalesce(${MEMBERSHIPS}, '[]') AS memberships FROM person p WHERE p.id = $1`,
    [person],
  );
  return rows[0]?.memberships ?? [];
}

/** Who holds a role in a body now, by name. */
export async function peopleOf(sql: Sql, body: string, role: HumanRole): Promise<Person[]> {
  const { rows } = await sql.query<Person>(
    `SELECT p.id, p.name, p.email FROM membership m JOIN person p ON p.id = m.person
      WHERE m.body = $1 AND m.role = $2 AND m.until IS NULL AND p.ended_at IS NULL
      ORDER BY p.name, p.id`,
    [body, role],
  );
  return rows;
}

/** For every person with a role: whom an example installation lets a newcomer sign in as. */
export async function peopleWithRoles(
  sql: Sql,
): Promise<(Person & { memberships: Membership[] })[]> {
  const { rows } = await sql.query<Person & { memberships: Membership[] }>(
    `SELECT id, name, email, memberships
       FROM (SELECT p.*, ${MEMBERSHIPS} AS memberships FROM person p WHERE p.ended_at IS NULL) all_people
      WHERE memberships IS NOT NULL ORDER BY name, id LIMIT 200`,
  );
  return rows;
}

/** The memberships of the person `p`, as JSON. */
export const MEMBERSHIPS = `(
  SELECT json_agg(json_build_object('role', m.role, 'body', json_build_object(
           'id', b.id, 'kind', b.kind, 'name', b.name, 'code', b.code)) ORDER BY m.since, b.id)
    FROM membership m JOIN body b ON b.id = m.body
   WHERE m.person = p.id AND m.until IS NULL)`;
