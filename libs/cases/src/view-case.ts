import type { Actor, Sql } from '#platform';
import { readDocuments } from '#evidence';
import type { Document } from '#evidence';
import { tasks } from '#journey';
import type { Task } from '#journey';
import { streamOf } from './office.js';
import { readCase } from './read-case.js';
import type { CaseAtDoor } from './read-case.js';

/** A case with its steps, as the actor may see it. */
export interface CaseView extends CaseAtDoor {
  readonly tasks: readonly Task[];
}

/** The case and how each of its steps stands; refused as `not-found` when it is not theirs. */
export async function viewCase(sql: Sql, actor: Actor, caseId: string): Promise<CaseView> {
  const found = await readCase(sql, caseId, actor, []);
  const attempt = { now: found.now.toISOString(), actor };
  return { ...found, tasks: tasks(found.snapshot, attempt) };
}

/** The documents of a case, oldest first, superseded ones included. */
export async function caseDocuments(
  sql: Sql,
  actor: Actor,
  caseId: string,
  ids?: readonly string[],
): Promise<readonly Document[]> {
  await readCase(sql, caseId, actor, []);
  return readDocuments(sql, { streams: [streamOf(caseId)], ...(ids === undefined ? {} : { ids }) });
}
