import type { Actor, Sql } from '#platform';
import type { Stage } from '#journey';
import { IS_THEIRS } from './read-case.js';

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

/** One page of the cases that are the actor's, newest first, by key; never more than 200. */
export async function listCases(
  sql: Sql,
  actor: Actor,
  { after, stage, limit = 50 }: { after?: string; stage?: string; limit?: number } = {},
): Promise<CaseList> {
  const size = Math.min(limit, 200);
  const { rows } = await sql.query<ListedCase>({
    name: `list-cases-${scopeOf(actor)}`,
    text: LISTS[scopeOf(actor)],
    values: [actor.body, after ?? null, stage ?? null, size + 1],
  });
  const cases = rows.slice(0, size);
  return { cases, next: rows.length > size ? (cases.at(-1)?.reference ?? null) : null };
}

/** The cases at the clerk's own move, those with a day ahead first. */
export async function casesThatNeed(sql: Sql, actor: Actor): Promise<readonly ListedCase[]> {
  const { rows } = await sql.query<ListedCase>(
    `SELECT ${COLUMNS} FROM cases c
      WHERE ${IS_THEIRS} AND c.ended_at IS NULL AND $1::text IS NULL
      ORDER BY c.waiting_for <> 'clerk', c.due_on NULLS LAST, c.moved_at LIMIT 20`,
    [null, actor.body, actor.role],
  );
  return rows;
}

type Scope = 'desk' | 'board' | 'body';

function scopeOf({ role }: Actor): Scope {
  if (role === 'clerk') return 'desk';
  return role === 'chair' || role === 'governor' ? 'board' : 'body';
}

const COLUMNS = `c.id, c.reference, c.urn, c.school_name AS "schoolName",
  c.trust_name AS "trustName", c.stage, c.waiting_for AS "waitingFor", c.due_on::text AS "dueOn",
  c.moved_at AS "movedAt",
  (SELECT b.name FROM case_body w JOIN body b ON b.id = w.body
    WHERE w.case_id = c.id AND 'consent:' || w.part = c.waiting_for AND w.until IS NULL
    LIMIT 1) AS "waitingForName"`;

const PAGE = `AND ($2::text IS NULL OR c.reference < $2) AND ($3::text IS NULL OR c.stage = $3)
  ORDER BY c.reference DESC LIMIT $4`;

const LISTS: Readonly<Record<Scope, string>> = {
  desk: `SELECT ${COLUMNS} FROM cases c WHERE c.desk = $1 ${PAGE}`,
  board: `SELECT ${COLUMNS} FROM cases c WHERE c.board = $1 ${PAGE}`,
  body: `SELECT ${COLUMNS} FROM cases c WHERE EXISTS (SELECT FROM case_body t
    WHERE t.case_id = c.id AND t.body = $1 AND t.until IS NULL) ${PAGE}`,
};
