import { z } from 'zod';
import { publication } from '#consultation';
import type { AnswersTyped, Question } from '#consultation';
import { ownWords } from '../http/own-words.js';

const { questions } = publication;

/** Room for some paragraphs to each question; the box of the proposal has room for the rest. */
export const MOST_ANSWER_WORDS = 2_000;
/** Chosen where nothing is said: a round button cannot be unpressed without a script. */
const NOTHING = 'none';

const fieldOf = ({ id }: Question): string => `answer-${id}`;

/** The fields of a form that asks questions; none of them has to be answered. */
export function answerFields(list: readonly Question[]): Record<string, z.ZodType<string>> {
  return Object.fromEntries(list.map((question) => [fieldOf(question), schemaOf(question)]));
}

const schemaOf = ({ options }: Question): z.ZodType<string> =>
  options.length === 0
    ? ownWords(MOST_ANSWER_WORDS)
    : z
        .enum(['', NOTHING, ...options.map(({ id }) => id)])
        .default('')
        .transform((chosen) => (chosen === NOTHING ? '' : chosen));

/** A form with these fields beside its own. */
export const withAnswers = <S extends z.ZodRawShape>(
  form: z.ZodObject<S>,
  list: readonly Question[],
): z.ZodType<z.output<z.ZodObject<S>>> =>
  form.extend(answerFields(list)) as unknown as z.ZodType<z.output<z.ZodObject<S>>>;

/** What a form with these fields says, by the id of the question. */
export const answersIn = (
  list: readonly Question[],
  form: Readonly<Record<string, unknown>>,
): AnswersTyped =>
  Object.fromEntries(
    list.map((question) => [question.id, form[fieldOf(question)] as string | undefined]),
  );

/** The same the other way: what the fields show again. */
export const answerValues = (
  list: readonly Question[],
  typed: AnswersTyped,
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(list.map((question) => [fieldOf(question), typed[question.id]]));

/** The questions as the component answer-fields.njk draws them. */
export function questionsToAsk(list: readonly Question[], nothing = questions.words().rather) {
  return list.map((question) => ({
    name: fieldOf(question),
    label: question.wording,
    most: MOST_ANSWER_WORDS,
    items:
      question.options.length === 0
        ? null
        : [
            ...question.options.map(({ id, text }) => ({ value: id, text })),
            { value: NOTHING, text: nothing },
          ],
  }));
}
