import type { Actor, Sql } from '#platform';
import type { Stage } from '#journey';
import { scopeOf, theirs } from './theirs.js';

/** A case as lists show it. */
export interface ListedCase {
  readonly id: string;
  readonly reference: string;
  readonly urn: string;
  readonly schoolName: string;
  readonly trustName: string | null;
  readonly stage: Stage;
  readonly waitingFor: string | null;
  readonly waitingForName: string | null;
  readonly dueOn: string | null;
  readonly movedAt: Date;
}

export interface CaseList {
  readonly cases: readonly ListedCase[];
  /** The key from which the next page goes on; null on the last. */
  readonly next: string | null;
}

export interface CaseQuery {
  readonly after?: string | undefined;
  readonly stage?: string | undefined;
  /** Words of the school's name, a reference or its beginning, or a URN. */
  readonly search?: string | undefined;
  readonly limit?: number;
}

/** One page of the cases that are the actor's, newest first, by key; never more than 200. */
export async function listCases(
  sql: Sql,
  actor: Actor,
  { after, stage, search = '', limit = 50 }: CaseQuery = {},
): Promise<CaseList> {
  const scope = scopeOf(actor);
  // The service itself has no desk, and so no list.
  if (scope === 'system') return { cases: [], next: null };
  const size = Math.min(limit, 200);
  const values: unknown[] = [actor.body, size + 1];
  const bound = (value: unknown) => `$${values.push(value)}`;
  const claims = [
    theirs(scope, '$1'),
    ...(after === undefined ? [] : [`c.reference < ${bound(after)}`]),
    ...(stage === undefined ? [] : [`c.stage = ${bound(stage)}`]),
    ...searchClaims(search, bound),
  ];
  const text = `SELECT ${COLUMNS} FROM cases c WHERE ${claims.join(' AND ')}
      ORDER BY c.reference DESC LIMIT $2`;
  // A search is planned for its own words: rare ones by the index of fragments, common ones along
  // the references. All other lists are planned once.
  const shape = [scope, after !== undefined && 'after', stage !== undefined && 'stage']
    .filter(Boolean)
    .join(' ');
  const planned = search.trim() === '' ? { name: `list-cases ${shape}` } : {};
  const { rows } = await sql.query<ListedCase>({ ...planned, text, values });
  const cases = rows.slice(0, size);
  return { cases, next: rows.length > size ? (cases.at(-1)?.reference ?? null) : null };
}

const COLUMNS = `c.id, c.reference, c.urn, c.school_name AS "schoolName",
  c.trust_name AS "trustName", c.stage, c.waiting_for AS "waitingFor", c.due_on::text AS "dueOn",
  c.moved_at AS "movedAt",
  CASE WHEN starts_with(c.waiting_for, 'consent:') THEN (
    SELECT b.name FROM case_body w JOIN body b ON b.id = w.body
     WHERE w.case_id = c.id AND w.part = substr(c.waiting_for, 9) AND w.until IS NULL
     LIMIT 1) END AS "waitingForName"`;

const MOST_WORDS = 6;

function searchClaims(search: string, bound: (value: unknown) => string): readonly string[] {
  const sought = search.trim();
  if (sought === '') return [];
  if (/^\d{4}-\d*$/.test(sought)) return [`c.reference LIKE ${bound(`${sought}%`)}`];
  if (/^\d{6}$/.test(sought)) return [`c.urn = ${bound(sought)}`];
  return sought
    .split(/\s+/)
    .slice(0, MOST_WORDS)
    .map((word) => `c.school_name ILIKE ${bound(`%${asPattern(word)}%`)}`);
}

/** Apostrophes are typed in many ways, and % and _ mean themselves. */
const asPattern = (word: string): string => word.replace(/[\\%_]/g, '\\$&').replace(/['‘’`]/g, '_');
