import { now } from '#platform';
import type { Sql } from '#platform';
import { countedOf, repliesAt } from '../report/replies.js';
import { askedQuestions } from './write-questions.js';
import type { Question } from './question.js';

interface Numbers {
  /** Replies that answered it, by an option or in words. */
  readonly answered: number;
  /** Replies that were asked and did not say. */
  readonly silent: number;
  /** Replies that were not asked, and did not say it unasked either. */
  readonly unasked: number;
  /** Of those that answered: how many a clerk marked in a reply that was not asked. */
  readonly marked: number;
  readonly byOption: Readonly<Record<string, number>>;
}

/** How a question was answered; `asked` differs from `answered`, and both from `unasked`. */
export interface CountedQuestion extends Question {
  readonly inTime: Numbers;
  readonly late: Numbers;
}

interface Row {
  readonly response: string;
  readonly question: string;
  readonly asked: boolean;
  readonly option: string | null;
  readonly isWords: boolean;
}

/** The answers of replies that count, question by question, as of an instant; null: as of now. */
export async function countAnswers(
  sql: Sql,
  consultation: string,
  asOf: Date | null = null,
): Promise<readonly CountedQuestion[]> {
  const at = asOf ?? (await now(sql));
  const questions = await askedQuestions(sql, consultation, at);
  if (questions.length === 0) return [];
  const replies = countedOf(await repliesAt(sql, consultation, at));
  const { rows } = await sql.query<Row>(ANSWERS, [consultation, at]);
  const [late, inTime] = [true, false].map(
    (isLate) => new Set(replies.filter((reply) => reply.late === isLate).map(({ id }) => id)),
  );
  return questions.map((question) => {
    const of = rows.filter((row) => row.question === question.id);
    return { ...question, inTime: numbersOf(of, inTime!), late: numbersOf(of, late!) };
  });
}

function numbersOf(all: readonly Row[], replies: ReadonlySet<string>): Numbers {
  const rows = all.filter(({ response }) => replies.has(response));
  const said = rows.filter(({ option, isWords }) => option !== null || isWords);
  const silent = rows.filter((row) => row.asked && !said.includes(row)).length;
  const byOption: Record<string, number> = {};
  for (const { option } of said)
    if (option !== null) byOption[option] = (byOption[option] ?? 0) + 1;
  return {
    answered: said.length,
    silent,
    unasked: replies.size - said.length - silent,
    marked: said.filter(({ asked }) => !asked).length,
    byOption,
  };
}

const ANSWERS = `
SELECT DISTINCT ON (a.response, a.question) a.response, a.question, a.asked, a.option,
    a.words_commitment IS NOT NULL AS "isWords"
  FROM response_answer a JOIN response r ON r.id = a.response
 WHERE r.consultation_id = $1 AND a.at <= $2
 ORDER BY a.response, a.question, a.seq DESC`;
