import { Refusal, answerOnce, inTransaction } from '#platform';
import type { Actor, SentForm, Sql, Tx } from '#platform';
import { addBody } from '#identity';
import type { Body, BodyKind } from '#identity';
import { applyPolicy } from './apply-policy.js';
import { putBodyOnCase, requireCase, takeBodiesOff } from './case-people.js';
import type { Office } from './office.js';

/** A part on a case, the bodies that have it (none while nobody has named one), and their people. */
export interface CasePart {
  readonly part: string;
  readonly isConsent: boolean;
  readonly bodies: readonly Body[];
  readonly people: readonly PersonOfPart[];
}

export interface PersonOfPart {
  readonly person: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly body: string;
}

const OTHER_PARTS = ['trust', 'local-authority', 'regional-director', 'union'] as const;

/** Every part of a case in the order of the page: the board, the consents, then the others. */
export async function caseParts(
  sql: Sql,
  actor: Actor,
  caseId: string,
): Promise<readonly CasePart[]> {
  await requireCase(sql, actor, caseId);
  const [consents, bodies, people] = await Promise.all([
    consentsOf(sql, caseId),
    bodiesOf(sql, caseId),
    peopleOf(sql, caseId),
  ]);
  return ['desk', 'governing-board', ...consents, ...OTHER_PARTS].map((part) => {
    const own = bodies.filter((body) => body.part === part);
    return {
      part,
      isConsent: consents.includes(part),
      bodies: own.map(({ part: _, ...body }) => body),
      people: people.filter(({ body }) => own.some(({ id }) => id === body)),
    };
  });
}

async function consentsOf(sql: Sql, caseId: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT key AS id FROM cases, json_each(snapshot -> 'consents')
      WHERE id = $1 AND value ->> 'value' <> 'notNeeded'`,
    [caseId],
  );
  return rows.map(({ id }) => id);
}

async function bodiesOf(sql: Sql, caseId: string): Promise<readonly (Body & { part: string })[]> {
  const { rows } = await sql.query<Body & { part: string }>(
    `SELECT p.part, b.id, b.kind, b.name, b.code
       FROM (SELECT part, body, since FROM case_body WHERE case_id = $1 AND until IS NULL
             UNION ALL SELECT 'governing-board', board, opened_at FROM cases WHERE id = $1
             UNION ALL SELECT 'desk', desk, opened_at FROM cases WHERE id = $1) p
       JOIN body b ON b.id = p.body ORDER BY p.since, b.name`,
    [caseId],
  );
  return rows;
}

async function peopleOf(sql: Sql, caseId: string): Promise<readonly PersonOfPart[]> {
  const { rows } = await sql.query<PersonOfPart>(
    `SELECT cp.person, p.name, p.email, cp.role, cp.body
       FROM (SELECT person, role, body FROM case_person WHERE case_id = $1 AND until IS NULL
             UNION SELECT m.person, m.role, m.body FROM cases c JOIN membership m ON m.body = c.desk
              WHERE c.id = $1 AND m.role = 'senior-officer' AND m.until IS NULL) cp
       JOIN person p ON p.id = cp.person WHERE p.ended_at IS NULL
      ORDER BY cp.role, p.name, p.id`,
    [caseId],
  );
  return rows;
}

/** Bodies of these kinds that the service knows already, by name. */
export async function knownBodies(
  sql: Sql,
  kinds: readonly BodyKind[],
  most = 100,
): Promise<readonly Body[]> {
  const { rows } = await sql.query<Body>(
    'SELECT id, kind, name, code FROM body WHERE kind = ANY ($1::text[]) ORDER BY name, id LIMIT $2',
    [kinds, most],
  );
  return rows;
}

export interface PartNaming {
  readonly actor: Actor;
  readonly form: SentForm;
  readonly caseId: string;
  readonly part: string;
  /** A body that is known already, or a new one by its kind and name. */
  readonly body: { readonly id: string } | { readonly kind: BodyKind; readonly name: string };
}

/** Says which body has a part on the case, in the place of any that had it before. */
export async function namePart(office: Office, given: PartNaming): Promise<void> {
  const { actor, caseId, part } = given;
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, given.form, async () => {
      await requireCase(tx, actor, caseId);
      const body = await bodyFor(tx, given.body);
      await takeBodiesOff(tx, caseId, part, body);
      await putBodyOnCase(tx, caseId, part, body);
      await applyPolicy(tx, office, { actor, caseId, part, body });
      return { body };
    }),
  );
}

export interface NamedBody {
  readonly actor: Actor;
  readonly caseId: string;
  readonly part: string;
  readonly kind: BodyKind;
  readonly name: string;
  readonly code?: string | null;
}

/**
 * Says which body has a part on the case, where the register could not: the site's trustees, say.
 * A consent has one body, and its policy counts from then on; unions and the like may be several.
 */
export async function nameCaseBody(office: Office, given: NamedBody): Promise<void> {
  const { actor, caseId, part, kind, name, code = null } = given;
  await inTransaction(office.pool, async (tx) => {
    await requireCase(tx, actor, caseId);
    const body = (await addBody(tx, { kind, name, code })).id;
    if ((await consentsOf(tx, caseId)).includes(part)) {
      await takeBodiesOff(tx, caseId, part, body);
    }
    await putBodyOnCase(tx, caseId, part, body);
    await applyPolicy(tx, office, { actor, caseId, part, body });
  });
}

async function bodyFor(tx: Tx, body: PartNaming['body']): Promise<string> {
  if (!('id' in body)) return (await addBody(tx, body)).id;
  const { rowCount } = await tx.query('SELECT FROM body WHERE id = $1', [body.id]);
  if (rowCount === 0) throw new Refusal('invalid', { faults: { body: 'Choose a body.' } });
  return body.id;
}
