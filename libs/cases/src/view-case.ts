import type { Actor, Sql } from '#platform';
import type { Document } from '#evidence';
import { tasks } from '#journey';
import type { Task } from '#journey';
import { papersOfCase } from './case-papers.js';
import { overridesOf } from './overrides.js';
import type { CaseOverride } from './overrides.js';
import { readCase, readCaseWithNewest } from './read-case.js';
import type { CaseAtDoor } from './read-case.js';
import type { TimelineEntry } from './timeline.js';

/** A case with its steps, as the actor may see it. */
export interface CaseView extends CaseAtDoor {
  readonly tasks: readonly Task[];
  /** The overrides of rules that were asked for, with how each stands: every view shows them. */
  readonly overrides: readonly CaseOverride[];
  /** The newest of its timeline, as many as were asked for. */
  readonly newest: readonly TimelineEntry[];
}

/**
 * The case and how each of its steps stands, with so many of the newest entries of its timeline, read
 * in the same round trip; refused as `not-found` when it is not theirs.
 */
export async function viewCase(
  sql: Sql,
  actor: Actor,
  caseId: string,
  { newest = 0 }: { newest?: number } = {},
): Promise<CaseView> {
  const found =
    newest === 0
      ? { ...(await readCase(sql, caseId, actor, [])), newest: [] }
      : await readCaseWithNewest(sql, caseId, actor, newest);
  const attempt = { now: found.now.toISOString(), actor };
  const overrides = await overridesOf(sql, found);
  return { ...found, tasks: tasks(found.snapshot, attempt), overrides };
}

/** The documents of a case and of its groups, oldest first, superseded ones included. */
export async function caseDocuments(
  sql: Sql,
  actor: Actor,
  caseId: string,
  ids?: readonly string[],
): Promise<readonly Document[]> {
  await readCase(sql, caseId, actor, []);
  return papersOfCase(sql, caseId, ids);
}
