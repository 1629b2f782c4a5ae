import type { Sql } from '#platform';
import { countAnswers } from '../questions/count-answers.js';
import type { QuestionKind } from '../questions/question.js';
import type { InTimeAndLate } from './replies.js';

/** One of the consultation's own questions, with how the replies that count answered it. */
export interface ReportedQuestion<N = number> {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly wording: string;
  /** Empty where the answer is in words. */
  readonly options: readonly (InTimeAndLate<N> & { readonly text: string })[];
  /** Every reply is in one of these three. */
  readonly answered: InTimeAndLate<N>;
  readonly silent: InTimeAndLate<N>;
  readonly unasked: InTimeAndLate<N>;
}

export async function questionsAt(
  sql: Sql,
  consultation: string,
  asOf: Date,
): Promise<readonly ReportedQuestion[]> {
  const counted = await countAnswers(sql, consultation, asOf);
  return counted.map(({ id, kind, wording, options, inTime, late }) => {
    const both = (key: 'answered' | 'silent' | 'unasked') => ({
      ...{ inTime: inTime[key], late: late[key] },
    });
    return {
      ...{ id, kind, wording },
      options: options.map(({ id: option, text }) => ({
        ...{ text, inTime: inTime.byOption[option] ?? 0, late: late.byOption[option] ?? 0 },
      })),
      ...{ answered: both('answered'), silent: both('silent'), unasked: both('unasked') },
    };
  });
}
