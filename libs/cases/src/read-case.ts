import { Refusal } from '#platform';
import type { Actor, Sql } from '#platform';
import type { JourneySnapshot } from '#journey';
import { scopeOf, theirs } from './theirs.js';
import type { Scope } from './theirs.js';
import { asTimeline, newestEntries } from './timeline.js';
import type { ReadEntry, TimelineEntry } from './timeline.js';

/** A case as the door reads it: all that a move may need, in one round trip. */
export interface CaseAtDoor {
  readonly id: string;
  readonly reference: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  readonly version: number;
  readonly snapshot: JourneySnapshot;
  readonly head: { readonly seq: number; readonly hash: Buffer };
  readonly now: Date;
  readonly people: readonly CasePerson[];
  readonly bodies: readonly CaseBody[];
  readonly documents: readonly NamedDocument[];
}

export interface CasePerson {
  readonly role: string;
  readonly body: string;
  readonly person: string;
  readonly name: string;
  /** Null for somebody who is written to on paper. */
  readonly email: string | null;
  readonly postalAddress?: string;
}

/** A body on the case and the part it has there: a consent's name, 'trust', 'local-authority'. */
export interface CaseBody {
  readonly part: string;
  readonly body: string;
  readonly name: string;
}

export interface NamedDocument {
  readonly id: string;
  readonly sha256: string;
  readonly kind: string;
}

/**
 * A statement for each scope, and the documents as JSON: so written, no plan depends on its values,
 * and Postgres makes each once. To plan it takes longer than to read the case.
 */
const read = (scope: Scope) => ({
  name: `door-read ${scope}`,
  text: `SELECT ${COLUMNS} ${whereTheirs(scope)}`,
});

/** The same with the newest entries of its record beside it. */
const readWithNewest = (scope: Scope, limit: number) => ({
  name: `overview ${scope} ${limit}`,
  text: `SELECT ${COLUMNS}, ${newestEntries(limit)} AS entries ${whereTheirs(scope)}`,
});

const COLUMNS = `c.id, c.reference, c.school_name AS "schoolName", c.trust_name AS "trustName",
    c.version, c.snapshot, s.seq, s.head, assent_now() AS now,
    (SELECT coalesce(json_agg(one), '[]') FROM (
       SELECT json_build_object('role', cp.role, 'body', cp.body, 'person', p.id, 'name', p.name,
                'email', p.email) AS one
         FROM (SELECT role, body, person FROM case_person
                WHERE case_id = c.id AND until IS NULL
               UNION SELECT role, body, person FROM membership
                WHERE body = c.desk AND role = 'senior-officer' AND until IS NULL) cp
         JOIN person p ON p.id = cp.person WHERE p.ended_at IS NULL
       UNION ALL SELECT json_build_object('role', role, 'body', body, 'person', id, 'name', name,
                'email', NULL, 'postalAddress', postal_address)
         FROM case_person_by_post WHERE case_id = c.id AND until IS NULL) everybody) AS people,
    (SELECT coalesce(json_agg(json_build_object('part', cb.part, 'body', cb.body,
              'name', b.name)), '[]')
       FROM case_body cb JOIN body b ON b.id = cb.body
      WHERE cb.case_id = c.id AND cb.until IS NULL) AS bodies,
    (SELECT coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind,
              'sha256', encode(d.sha256, 'hex'))), '[]')
       FROM json_array_elements_text($3::json) AS asked
       JOIN document d ON d.id = asked::uuid AND d.stream = 'case:' || c.id) AS documents`;

const whereTheirs = (scope: Scope) => `FROM cases c JOIN stream s ON s.name = 'case:' || c.id
  WHERE c.id = $1 AND ${theirs(scope, '$2')}`;

interface ReadRow extends Omit<CaseAtDoor, 'head'> {
  readonly seq: number;
  readonly head: Buffer;
}

/** The case, if it is one of the actor's; refused as `not-found` when it is not, or is not there. */
export async function readCase(
  sql: Sql,
  caseId: string,
  actor: Actor,
  documents: readonly string[],
): Promise<CaseAtDoor> {
  const { rows } = await sql.query<ReadRow>({
    ...read(scopeOf(actor)),
    values: [caseId, actor.body, JSON.stringify([...new Set(documents)])],
  });
  const row = rows[0];
  if (row === undefined) throw new Refusal('not-found', { case: caseId });
  const { seq, head, ...found } = row;
  const shared = await papersOfGroup(sql, row, documents);
  return { ...found, documents: [...found.documents, ...shared], head: { seq, hash: head } };
}

/** A case as `readCase` reads it, without documents, and the newest of its timeline. */
export async function readCaseWithNewest(
  sql: Sql,
  caseId: string,
  actor: Actor,
  limit: number,
): Promise<CaseAtDoor & { readonly newest: readonly TimelineEntry[] }> {
  const { rows } = await sql.query<ReadRow & { readonly entries: readonly ReadEntry[] }>({
    ...readWithNewest(scopeOf(actor), limit),
    values: [caseId, actor.body, '[]'],
  });
  const row = rows[0];
  if (row === undefined) throw new Refusal('not-found', { case: caseId });
  const { seq, head, entries, ...found } = row;
  return { ...found, head: { seq, hash: head }, newest: await asTimeline(sql, caseId, entries) };
}

/** Those of the documents that the case's group holds: asked for only where there is a group. */
async function papersOfGroup(
  sql: Sql,
  { id, snapshot, documents }: ReadRow,
  wanted: readonly string[],
): Promise<readonly NamedDocument[]> {
  const isAllFound = new Set(wanted).size <= documents.length;
  if (isAllFound || snapshot.case.context.group === undefined) return [];
  const { rows } = await sql.query<NamedDocument>(
    `SELECT d.id, d.kind, encode(d.sha256, 'hex') AS sha256 FROM document d
      WHERE d.id = ANY ($2::uuid[]) AND d.stream IN (
        SELECT 'group:' || m.group_id FROM group_member m
         WHERE m.case_id = $1 AND m.until IS NULL)`,
    [id, wanted],
  );
  return rows;
}
