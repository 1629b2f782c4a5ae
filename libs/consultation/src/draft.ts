import { Refusal } from '#platform';
import type { Sql, Tx } from '#platform';
import type { AnswersTyped } from './questions/answers.js';
import type { Group, View } from './stakeholders.js';

/** A reply that is being written. */
export interface Draft {
  readonly version: number;
  readonly view: View | null;
  readonly words: string | null;
  readonly group: Group | null;
  /** To the questions beside the one on the proposal; null: none of them was shown yet. */
  readonly answers: AnswersTyped | null;
}

export interface DraftChanges {
  readonly view?: View | null;
  readonly words?: string | null;
  readonly group?: Group | null;
  readonly answers?: AnswersTyped | null;
}

const COLUMNS = 'version, view, words, group_name AS "group", answers';

export async function readDraft(sql: Sql, consultee: string): Promise<Draft | null> {
  const { rows } = await sql.query<Draft>(
    `SELECT ${COLUMNS} FROM reply_draft WHERE consultee = $1`,
    [consultee],
  );
  return rows[0] ?? null;
}

/** Changes the draft that was shown; when somebody changed it meanwhile, nothing is overwritten. */
export async function writeDraft(
  tx: Tx,
  consultee: string,
  known: number,
  shown: number,
  changes: DraftChanges,
): Promise<Draft> {
  if (known !== shown) throw new Refusal('conflict', { back: '/reply' });
  const { rows } = await (shown === 0
    ? tx.query<Draft>(BEGIN, [
        ...[consultee, changes.view, changes.words, changes.group],
        changes.answers && JSON.stringify(changes.answers),
      ])
    : tx.query<Draft>(CHANGE, [consultee, shown, JSON.stringify(changes)]));
  if (rows[0] === undefined) throw new Refusal('conflict', { back: '/reply' });
  return rows[0];
}

const BEGIN = `
INSERT INTO reply_draft (consultee, version, view, words, group_name, answers, updated_at)
VALUES ($1, 1, $2, $3, $4, $5, assent_now()) ON CONFLICT (consultee) DO NOTHING RETURNING ${COLUMNS}`;
/** What is not mentioned stays. */
const CHANGE = `
UPDATE reply_draft SET version = version + 1, updated_at = assent_now(),
    view = CASE WHEN $3::jsonb ? 'view' THEN $3::jsonb ->> 'view' ELSE view END,
    words = CASE WHEN $3::jsonb ? 'words' THEN $3::jsonb ->> 'words' ELSE words END,
    group_name = CASE WHEN $3::jsonb ? 'group' THEN $3::jsonb ->> 'group' ELSE group_name END,
    answers = CASE WHEN $3::jsonb ? 'answers' THEN $3::jsonb -> 'answers' ELSE answers END
 WHERE consultee = $1 AND version = $2 RETURNING ${COLUMNS}`;

/** Takes the draft away to be sent; null when it is not the one that was shown. */
export async function takeDraft(tx: Tx, consultee: string, version: number): Promise<Draft | null> {
  const { rows } = await tx.query<Draft>(
    `DELETE FROM reply_draft WHERE consultee = $1 AND version = $2 RETURNING ${COLUMNS}`,
    [consultee, version],
  );
  return rows[0] ?? null;
}

export async function dropDraft(tx: Tx, consultee: string): Promise<void> {
  await tx.query('DELETE FROM reply_draft WHERE consultee = $1', [consultee]);
}
