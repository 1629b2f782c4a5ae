import { commitText } from '#evidence';
import type { CommittedText, JsonFacts } from '#evidence';
import { Refusal } from '#platform';
import type { Sql, Tx } from '#platform';
import { askedQuestions } from './write-questions.js';
import type { Question } from './question.js';

/** What somebody says to one question: the id of an option, or words; null: they did not say. */
export interface GivenAnswer {
  readonly question: string;
  /** Whether the form that they answered on asked it. */
  readonly asked: boolean;
  readonly option: string | null;
  readonly words: string | null;
}

/** An answer as it stands now. */
export interface Answer extends GivenAnswer {
  /** Whether words were given that are lawfully erased since. */
  readonly erased: boolean;
  /** Who marked it in the words of a reply, and when; null where its author gave it. */
  readonly markedBy: string | null;
  readonly markedAt: Date | null;
}

/** What was typed or chosen, by the id of the question. */
export type AnswersTyped = Readonly<Record<string, string | undefined>>;

/**
 * The answers of somebody who was asked, one for each question; of somebody who was not, those alone
 * that they gave. Refuses `invalid` for an option that the question does not have.
 */
export async function answersTo(
  sql: Sql,
  consultation: string,
  typed: AnswersTyped,
  { asked }: { readonly asked: boolean },
): Promise<readonly GivenAnswer[]> {
  const questions = await askedQuestions(sql, consultation);
  return questions
    .map((question) => answerTo(question, typed[question.id]?.trim() ?? '', asked))
    .filter(({ option, words }) => asked || option !== null || words !== null);
}

function answerTo({ id, kind, options }: Question, said: string, asked: boolean): GivenAnswer {
  const nothing = { question: id, asked, option: null, words: null };
  if (said === '') return nothing;
  if (kind === 'words') return { ...nothing, words: said };
  if (options.some((option) => option.id === said)) return { ...nothing, option: said };
  throw new Refusal('invalid', { question: id, option: said });
}

/** Answers with their words committed to, ready for the entry that names them. */
export interface CommittedAnswers {
  readonly rows: readonly (GivenAnswer & { readonly commitment: string | null })[];
  readonly stored: readonly CommittedText[];
  /** What the entry says: options as they are, words by their commitments. */
  readonly data: JsonFacts;
  readonly texts: Readonly<Record<string, string>>;
}

export function commitAnswers(given: readonly GivenAnswer[]): CommittedAnswers {
  const all = given.map((answer) => ({
    answer,
    text: answer.words === null ? null : commitText(asStored(answer.words)),
  }));
  const worded = all.flatMap(({ answer, text }) => (text === null ? [] : [{ answer, text }]));
  const said = given.map(({ question, asked, option }) => ({ question, asked, option }));
  return {
    rows: all.map(({ answer, text }) => ({ ...answer, commitment: text?.commitment ?? null })),
    stored: worded.map(({ text }) => text),
    data: given.length === 0 ? {} : { answers: said },
    texts: Object.fromEntries(
      worded.map(({ answer, text }) => [`answer-${answer.question}`, text.commitment]),
    ),
  };
}

const asStored = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

export interface AnswersKept {
  readonly response: string;
  readonly at: Date;
  readonly by: string;
  readonly seq: number;
}

/** Keeps answers beside their response, each as the newest of its question. */
export async function insertAnswers(
  tx: Tx,
  { rows }: CommittedAnswers,
  { response, at, by, seq }: AnswersKept,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO response_answer
       (response, question, seq, asked, option, words_commitment, at, by, record_seq)
     SELECT $1, a.question, coalesce((SELECT max(r.seq) FROM response_answer r
          WHERE r.response = $1 AND r.question = a.question), 0) + 1,
        a.asked, a.option, decode(a.commitment, 'hex'), $6, $7, $8
       FROM unnest($2::text[], $3::boolean[], $4::text[], $5::text[])
         AS a (question, asked, option, commitment)`,
    [
      response,
      rows.map(({ question }) => question),
      rows.map(({ asked }) => asked),
      rows.map(({ option }) => option),
      rows.map(({ commitment }) => commitment),
      ...[at, by, seq],
    ],
  );
}

/** The answers that stand, by response; a response that was asked nothing is not among them. */
export async function answersOf(
  sql: Sql,
  responses: readonly string[],
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const { rows } = await sql.query<Answer & { response: string }>(
    `SELECT DISTINCT ON (a.response, length(a.question), a.question) a.response, a.question, a.asked,
        a.option, w.text AS words, a.words_commitment IS NOT NULL AND w.text IS NULL AS erased,
        CASE WHEN NOT a.asked OR a.seq > 1 THEN coalesce(p.name, a.by) END AS "markedBy",
        CASE WHEN NOT a.asked OR a.seq > 1 THEN a.at END AS "markedAt"
       FROM response_answer a
       LEFT JOIN private_text w ON w.commitment = a.words_commitment
       LEFT JOIN person p ON p.id::text = a.by
      WHERE a.response = ANY ($1::uuid[])
      ORDER BY a.response, length(a.question), a.question, a.seq DESC`,
    [responses],
  );
  return Map.groupBy(rows, ({ response }) => response);
}
