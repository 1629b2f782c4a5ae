import { Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import type { JourneySnapshot, Stage } from '#journey';
import type { CaseBody } from '../read-case.js';

/** `conversion`: schools that go together into trusts that exist. `formation`: they form one. */
export type GroupKind = 'conversion' | 'formation';

/** Schools that go together, on the desk of one clerking service. */
export interface Group {
  readonly id: string;
  readonly desk: string;
  readonly kind: GroupKind;
  readonly name: string;
  readonly madeAt: Date;
}

/** A school in a group, with its case as it stands. */
export interface Member {
  readonly caseId: string;
  readonly reference: string;
  readonly urn: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  readonly stage: Stage;
  readonly version: number;
  readonly snapshot: JourneySnapshot;
  readonly bodies: readonly CaseBody[];
  readonly since: Date;
  /** Why it depends on others, in the words that were recorded last. */
  readonly reason: string | null;
  /** When it left the group; null while it is in it, whatever became of its case. */
  readonly until: Date | null;
}

const COLUMNS = 'g.id, g.desk, g.kind, g.name, g.made_at AS "madeAt"';

/** The group, held against others until the transaction ends; `not-found` when it is not theirs. */
export async function holdGroup(tx: Tx, actor: Actor, id: string): Promise<Group> {
  return oneGroup(tx, actor, id, 'FOR UPDATE');
}

/** A group of the clerk's desk; refused as `not-found` when it is not theirs, or is not there. */
export async function readGroup(
  sql: Sql,
  actor: Actor,
  id: string,
): Promise<{ readonly group: Group; readonly members: readonly Member[]; readonly now: Date }> {
  const group = await oneGroup(sql, actor, id, '');
  const { rows } = await sql.query<{ now: Date }>('SELECT assent_now() AS now');
  return { group, members: await membersOf(sql, id), now: rows[0]!.now };
}

async function oneGroup(sql: Sql, actor: Actor, id: string, lock: string): Promise<Group> {
  const { rows } = await sql.query<Group>(
    `SELECT ${COLUMNS} FROM project_group g WHERE g.id = $1 AND g.desk = $2 AND $3 = 'clerk' ${lock}`,
    [id, actor.body, actor.role],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { group: id });
  return rows[0];
}

/** Everybody who is or was in a group, in the order in which they came. */
export async function membersOf(sql: Sql, group: string): Promise<readonly Member[]> {
  const { rows } = await sql.query<Member>(
    `SELECT c.id AS "caseId", c.reference, c.urn, c.school_name AS "schoolName",
        c.trust_name AS "trustName", c.stage, c.version, c.snapshot, m.since, m.until,
        (SELECT coalesce(json_agg(json_build_object(
             'part', b.part, 'body', b.body, 'name', body.name)), '[]')
           FROM case_body b JOIN body ON body.id = b.body
          WHERE b.case_id = c.id AND b.until IS NULL) AS bodies,
        (SELECT t.text FROM journal j
           LEFT JOIN private_text t ON t.commitment = decode(j.entry #>> '{texts,reason}', 'hex')
          WHERE j.stream = 'case:' || c.id AND j.type = 'group.joined'
          ORDER BY j.seq DESC LIMIT 1) AS reason
       FROM group_member m JOIN cases c ON c.id = m.case_id
      WHERE m.group_id = $1 ORDER BY m.since, c.reference`,
    [group],
  );
  return rows;
}

/** Whether a member is still in the group with a case that goes on. */
export const isGoing = ({ until, stage }: { until: Date | null; stage: string }): boolean =>
  until === null && !['withdrawn', 'declined', 'revoked', 'superseded'].includes(stage);

/** Whether a member was declared not to go without this school. */
export function dependsOn({ snapshot }: Pick<Member, 'snapshot'>, urn: string): boolean {
  const { group } = snapshot.case.context;
  return group?.dependent === true && (group.dependsOn ?? [urn]).includes(urn);
}

/** A group as the list of a desk shows it. */
export interface ListedGroup extends Group {
  readonly schools: number;
  /** Schools that have to look at the group again before they go on. */
  readonly reviewsDue: number;
}

const MOST = 200;

/** The groups of these desks, the newest first. */
export async function listGroups(
  sql: Sql,
  desks: readonly string[],
): Promise<readonly ListedGroup[]> {
  const { rows } = await sql.query<ListedGroup>(
    `SELECT ${COLUMNS}, count(c.id)::int AS schools,
        count(*) FILTER (WHERE c.ended_at IS NULL
          AND c.snapshot #>> '{case,value,live,group}' = 'reviewDue')::int AS "reviewsDue"
       FROM project_group g
       LEFT JOIN group_member m ON m.group_id = g.id AND m.until IS NULL
       LEFT JOIN cases c ON c.id = m.case_id
      WHERE g.desk = ANY ($1::uuid[]) GROUP BY g.id ORDER BY g.made_at DESC LIMIT ${MOST}`,
    [desks],
  );
  return rows;
}

/** A case of the desk that could join: it goes on, and is in no group. */
export interface Candidate {
  readonly caseId: string;
  readonly reference: string;
  readonly schoolName: string;
  readonly urn: string;
  readonly trustName: string | null;
}

/** Cases of the desk that could join a group of this kind; those that fit the search. */
export async function candidatesFor(
  sql: Sql,
  { desk, kind }: Pick<Group, 'desk' | 'kind'>,
  search: string,
): Promise<readonly Candidate[]> {
  const pattern = `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql.query<Candidate>(
    `SELECT c.id AS "caseId", c.reference, c.school_name AS "schoolName", c.urn,
        c.trust_name AS "trustName"
       FROM cases c
      WHERE c.desk = $1 AND c.ended_at IS NULL
        AND ($2 = 'conversion' OR c.snapshot #>> '{case,context,route}' = 'form')
        AND (c.school_name ILIKE $3 OR c.reference ILIKE $3 OR c.urn ILIKE $3)
        AND NOT EXISTS (SELECT FROM group_member m WHERE m.case_id = c.id AND m.until IS NULL)
      ORDER BY c.reference DESC LIMIT 25`,
    [desk, kind, pattern],
  );
  return rows;
}
