import { hash } from 'node:crypto';
import { append } from '#evidence';
import { fill, now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { leadOf } from '../joint/joint.js';
import { handOnWords } from '../joint/lead-words.js';
import { questionOf, questionWords } from './question.js';
import type { Question, QuestionGiven } from './question.js';

/** More than this nobody answers. */
const MOST_QUESTIONS = 12;

/** The questions of a consultation beside the one on the proposal, in their order. */
export interface QuestionList {
  /** 0 where none was ever written. */
  readonly version: number;
  readonly questions: readonly Question[];
}

/** The newest list, as a clerk has it before the launch. */
export async function newestQuestions(sql: Sql, consultation: string): Promise<QuestionList> {
  const { rows } = await sql.query<QuestionList>(
    `SELECT version, body::json AS questions FROM consultation_questions
      WHERE consultation_id = $1 ORDER BY version DESC LIMIT 1`,
    [consultation],
  );
  return rows[0] ?? { version: 0, questions: [] };
}

/** The questions that people are asked since the launch; none before it. */
export async function askedQuestions(
  sql: Sql,
  consultation: string,
  asOf: Date | null = null,
): Promise<readonly Question[]> {
  const { rows } = await sql.query<QuestionList>(
    `SELECT q.body::json AS questions FROM consultation_questions q
       JOIN consultation_questions_asked a USING (consultation_id, version)
      WHERE consultation_id = $1 AND ($2::timestamptz IS NULL OR a.asked_at <= $2)
      ORDER BY a.asked_at DESC, version DESC LIMIT 1`,
    [consultation, asOf],
  );
  return rows[0]?.questions ?? [];
}

export interface ListSeen {
  readonly consultation: string;
  /** The version of the list that the writer saw; 0: none. */
  readonly seen: number;
}

/** Adds a question at the end; refused as `not-now` once the consultation was launched. */
export async function addQuestion(
  tx: Tx,
  actor: Actor,
  { given, ...seen }: ListSeen & { readonly given: QuestionGiven },
): Promise<void> {
  await keep(tx, actor, seen, async (questions) => {
    if (questions.length >= MOST_QUESTIONS) {
      const wording = fill(questionWords().tooMany, { most: MOST_QUESTIONS });
      throw new Refusal('invalid', { faults: { wording } });
    }
    return [...questions, questionOf(await nextId(tx, seen.consultation), given)];
  });
}

/** A number is never given again, so that no answer could be taken for another question's. */
async function nextId(tx: Tx, consultation: string): Promise<string> {
  const { rows } = await tx.query<{ last: number }>(
    `SELECT coalesce(max(substr(q ->> 'id', 2)::int), 0) AS last
       FROM consultation_questions, json_array_elements(body::json) q WHERE consultation_id = $1`,
    [consultation],
  );
  return `q${rows[0]!.last + 1}`;
}

interface OneOfList extends ListSeen {
  readonly question: string;
}

/** Words a question anew. */
export function changeQuestion(
  tx: Tx,
  actor: Actor,
  { given, question, ...seen }: OneOfList & { readonly given: QuestionGiven },
): Promise<void> {
  return keep(tx, actor, seen, (questions) =>
    questions.map((one) => (one.id === question ? questionOf(question, given) : one)),
  );
}

export function takeOutQuestion(
  tx: Tx,
  actor: Actor,
  { question, ...seen }: OneOfList,
): Promise<void> {
  return keep(tx, actor, seen, (questions) => questions.filter(({ id }) => id !== question));
}

/** Moves a question one place up or down; the first stays first when it is moved up. */
export function moveQuestion(
  tx: Tx,
  actor: Actor,
  { question, by, ...seen }: OneOfList & { readonly by: -1 | 1 },
): Promise<void> {
  return keep(tx, actor, seen, (questions) => {
    const from = questions.findIndex(({ id }) => id === question);
    const others = questions.toSpliced(from, 1);
    return others.toSpliced(Math.max(0, from + by), 0, questions[from]!);
  });
}

type Change = (
  questions: readonly Question[],
) => readonly Question[] | Promise<readonly Question[]>;

/** Keeps the changed list as a new version; the list of somebody else meanwhile is not overwritten. */
async function keep(tx: Tx, actor: Actor, { consultation, seen }: ListSeen, change: Change) {
  const { rows } = await tx.query<{ launched: boolean }>(
    'SELECT launched_at IS NOT NULL AS launched FROM consultation WHERE id = $1 FOR UPDATE',
    [consultation],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation });
  if (rows[0].launched) throw new Refusal('not-now', { consultation });
  if ((await leadOf(tx, consultation)) !== null) {
    throw new Refusal('invalid', { faults: { wording: questionWords().led } });
  }
  const { version, questions } = await newestQuestions(tx, consultation);
  if (version !== seen) {
    throw new Refusal('invalid', { faults: { wording: questionWords().gone } });
  }
  const body = JSON.stringify(await change(questions));
  if (body === JSON.stringify(questions)) return;
  await tx.query(
    `INSERT INTO consultation_questions
       (consultation_id, version, body, sha256, written_by, written_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      ...[consultation, version + 1, body, hash('sha256', body, 'buffer')],
      ...[actor.person, await now(tx)],
    ],
  );
  await handOnWords(tx, actor, consultation);
}

/** Asks the newest list from now on and records its hash, before the launch ends the writing. */
export async function askQuestions(
  tx: Tx,
  actor: Actor,
  consultation: string,
  at: Date,
): Promise<void> {
  const { rows } = await tx.query<{ version: number; sha256: string; questions: number }>(
    `SELECT version, encode(sha256, 'hex') AS sha256,
        json_array_length(body::json) AS questions
       FROM consultation_questions WHERE consultation_id = $1 ORDER BY version DESC LIMIT 1`,
    [consultation],
  );
  const [data] = rows;
  if (data === undefined || data.questions === 0) return;
  const entry = { kind: 'act', type: 'consultation.questions-asked', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_questions_asked
       (consultation_id, version, asked_by, asked_at, record_seq) VALUES ($1, $2, $3, $4, $5)`,
    [consultation, data.version, actor.person, at, seq],
  );
}
