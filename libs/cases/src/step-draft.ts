import { Refusal, newOpaqueId } from '#platform';
import type { Actor, Sql } from '#platform';

/** What somebody typed for a step and is about to check. */
export interface StepDraft {
  readonly task: string;
  readonly seenVersion: number;
  readonly answers: unknown;
}

/** Keeps the answers to a step until they are checked; answers the draft's id. */
export async function keepDraft(
  sql: Sql,
  actor: Actor,
  caseId: string,
  draft: StepDraft,
): Promise<string> {
  const id = newOpaqueId();
  await sql.query(
    `INSERT INTO step_draft (id, case_id, person, task, seen_version, answers)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, caseId, actor.person, draft.task, draft.seenVersion, JSON.stringify(draft.answers)],
  );
  return id;
}

/** A draft of this person on this case; refused as `not-found` when it is not theirs. */
export async function readDraft(
  sql: Sql,
  actor: Actor,
  caseId: string,
  id: string,
): Promise<StepDraft> {
  const { rows } = await sql.query<StepDraft>(
    `SELECT task, seen_version AS "seenVersion", answers FROM step_draft
      WHERE id = $1 AND case_id = $2 AND person = $3`,
    [id, caseId, actor.person],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { draft: id });
  return rows[0];
}
