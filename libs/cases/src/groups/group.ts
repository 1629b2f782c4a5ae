import { Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import type { JourneySnapshot, Stage } from '#journey';
import type { CaseBody } from '../read-case.js';

/** `conversion`: schools that go together into trusts that exist. `formation`: they form one. */
export type GroupKind = 'conversion' | 'formation';

/** Schools that go together, led by the desk that made the group. */
export interface Group {
  readonly id: string;
  readonly desk: string;
  readonly deskName: string;
  readonly kind: GroupKind;
  readonly name: string;
  readonly madeAt: Date;
}

/** A school in a group: what each desk with a school in it may know of the others. */
export interface Member {
  readonly caseId: string;
  readonly urn: string;
  readonly schoolName: string;
  readonly deskName: string;
  /** Where the case stands; null to other desks once the school has left. */
  readonly stage: Stage | null;
  readonly isReviewDue: boolean;
  readonly since: Date;
  /** When it left the group; null while it is in it, whatever became of its case. */
  readonly until: Date | null;
  readonly dependence: Dependence | null;
  /** The case itself, to its own desk alone. */
  readonly own: OwnCase | null;
}

/** Whether a school depends on others; without a list, on every one of them. */
export interface Dependence {
  readonly dependent: boolean;
  readonly dependsOn?: readonly string[];
}

export interface OwnCase {
  readonly desk: string;
  readonly reference: string;
  readonly trustName: string | null;
  readonly version: number;
  readonly snapshot: JourneySnapshot;
  readonly bodies: readonly CaseBody[];
  /** Why it depends on others, in the words that were recorded last. */
  readonly reason: string | null;
}

/** A case of a group as the acts on a group weigh it: whole, and shown to nobody. */
export interface MemberCase {
  readonly caseId: string;
  readonly urn: string;
  readonly schoolName: string;
  readonly stage: Stage;
  readonly until: Date | null;
  readonly snapshot: JourneySnapshot;
}

export const GROUP_COLUMNS = `g.id, g.desk, g.kind, g.name, g.made_at AS "madeAt",
  (SELECT name FROM body WHERE id = g.desk) AS "deskName"`;

/** Whether one of these desks leads the group `g`, or has a school in it. */
const isAmong = (desks: string): string => `(g.desk = ANY (${desks}::uuid[]) OR EXISTS (
  SELECT FROM group_member own JOIN cases theirs ON theirs.id = own.case_id
   WHERE own.group_id = g.id AND own.until IS NULL AND theirs.desk = ANY (${desks}::uuid[])))`;

/**
 * The group, held against others until the transaction ends; `not-found` where the actor's desk has
 * no school in it and does not lead it.
 */
export async function holdGroup(tx: Tx, actor: Actor, id: string): Promise<Group> {
  return oneGroup(tx, actor, id, 'FOR UPDATE OF g');
}

/** The same for what only the desk that leads the group does: `not-allowed` to the others in it. */
export async function holdLedGroup(tx: Tx, actor: Actor, id: string): Promise<Group> {
  const group = await holdGroup(tx, actor, id);
  if (group.desk !== actor.body) throw new Refusal('not-allowed', { group: id });
  return group;
}

/**
 * A group that the clerk's desk leads or has a school in, with its schools: their own cases whole,
 * those of other desks as far as a group shares them. `not-found` to everybody else.
 */
export async function readGroup(
  sql: Sql,
  actor: Actor,
  id: string,
): Promise<{ readonly group: Group; readonly members: readonly Member[]; readonly now: Date }> {
  const group = await oneGroup(sql, actor, id, '');
  const { rows } = await sql.query<{ now: Date }>('SELECT assent_now() AS now');
  return { group, members: await membersFor(sql, id, actor.body), now: rows[0]!.now };
}

async function oneGroup(sql: Sql, actor: Actor, id: string, lock: string): Promise<Group> {
  const { rows } = await sql.query<Group>(
    `SELECT ${GROUP_COLUMNS} FROM project_group g
      WHERE g.id = $1 AND $3 = 'clerk' AND ${isAmong('$2')} ${lock}`,
    [id, [actor.body], actor.role],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { group: id });
  return rows[0];
}

/** Whether the desk `$2` led the group `$1`, or had a school in it, at this moment. */
const wasThere = (moment: string): string => `(
  EXISTS (SELECT FROM project_group WHERE id = $1 AND desk = $2)
  OR ${moment} > (SELECT min(own.since) FROM group_member own JOIN cases theirs
       ON theirs.id = own.case_id WHERE own.group_id = $1 AND theirs.desk = $2))`;

/**
 * Everybody who is or was in a group, in the order in which they came, as this desk may see them: a
 * school of another that left before the desk came is not shown.
 */
async function membersFor(
  sql: Sql,
  group: string,
  desk: string | null,
): Promise<readonly Member[]> {
  const { rows } = await sql.query<Member>(
    `SELECT c.id AS "caseId", c.urn, c.school_name AS "schoolName", m.since, m.until,
        (SELECT name FROM body WHERE id = c.desk) AS "deskName",
        CASE WHEN c.desk = $2 OR m.until IS NULL THEN c.stage END AS stage,
        (m.until IS NULL AND c.ended_at IS NULL
          AND c.snapshot #>> '{case,value,live,group}' IS NOT DISTINCT FROM 'reviewDue'
        ) AS "isReviewDue",
        CASE WHEN m.until IS NULL
          THEN c.snapshot #> '{case,context,group}' END AS dependence,
        CASE WHEN c.desk = $2 THEN json_build_object('desk', c.desk, 'reference', c.reference,
          'trustName', c.trust_name, 'version', c.version, 'snapshot', c.snapshot, 'bodies',
          (SELECT coalesce(json_agg(json_build_object(
               'part', b.part, 'body', b.body, 'name', body.name)), '[]')
             FROM case_body b JOIN body ON body.id = b.body
            WHERE b.case_id = c.id AND b.until IS NULL), 'reason',
          (SELECT t.text FROM journal j LEFT JOIN private_text t
               ON t.commitment = decode(j.entry #>> '{texts,reason}', 'hex')
            WHERE j.stream = 'case:' || c.id AND j.type = 'group.joined'
            ORDER BY j.seq DESC LIMIT 1)) END AS own
       FROM group_member m JOIN cases c ON c.id = m.case_id
      WHERE m.group_id = $1 AND (m.until IS NULL OR c.desk = $2 OR ${wasThere('m.until')})
      ORDER BY m.since, c.reference`,
    [group, desk],
  );
  return rows;
}

/** The cases that are or were in a group, of every desk: for the acts on it, never for a page. */
export async function casesOf(sql: Sql, group: string): Promise<readonly MemberCase[]> {
  const { rows } = await sql.query<MemberCase>(
    `SELECT c.id AS "caseId", c.urn, c.school_name AS "schoolName", c.stage, c.snapshot, m.until
       FROM group_member m JOIN cases c ON c.id = m.case_id
      WHERE m.group_id = $1 ORDER BY m.since, c.reference`,
    [group],
  );
  return rows;
}

/** Whether a member is still in the group with a case that goes on. */
export const isGoing = ({ until, stage }: { until: Date | null; stage: string | null }): boolean =>
  until === null && !['withdrawn', 'declined', 'revoked', 'superseded'].includes(stage ?? '');

/** Whether a member was declared not to go without this school. */
export function dependsOn({ dependence }: Pick<Member, 'dependence'>, urn: string): boolean {
  return dependence?.dependent === true && (dependence.dependsOn ?? [urn]).includes(urn);
}

/** A group as the list of a desk shows it. */
export interface ListedGroup extends Group {
  readonly schools: number;
  /** Schools of these desks that have to look at the group again before they go on. */
  readonly reviewsDue: number;
}

const MOST = 200;

/** The groups that these desks lead or have a school in, the newest first. */
export async function listGroups(
  sql: Sql,
  desks: readonly string[],
): Promise<readonly ListedGroup[]> {
  const { rows } = await sql.query<ListedGroup>(
    `SELECT ${GROUP_COLUMNS}, count(c.id)::int AS schools,
        count(*) FILTER (WHERE c.ended_at IS NULL AND c.desk = ANY ($1::uuid[])
          AND c.snapshot #>> '{case,value,live,group}' = 'reviewDue')::int AS "reviewsDue"
       FROM project_group g
       LEFT JOIN group_member m ON m.group_id = g.id AND m.until IS NULL
       LEFT JOIN cases c ON c.id = m.case_id
      WHERE ${isAmong('$1')} GROUP BY g.id ORDER BY g.made_at DESC LIMIT ${MOST}`,
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
