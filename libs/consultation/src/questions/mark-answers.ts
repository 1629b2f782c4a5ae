import { append, storeTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { findResponse } from '../read-responses.js';
import { answersOf, answersTo, commitAnswers, insertAnswers } from './answers.js';
import type { Answer, AnswersTyped, GivenAnswer } from './answers.js';

/** What a clerk finds in the words of a reply, question by question. */
export interface AnswersMarked {
  readonly consultation: string;
  readonly response: string;
  readonly typed: AnswersTyped;
}

/**
 * Records which of the questions a reply answers in its own words, as a person read it: nothing is
 * guessed. The reply stays as it is. Refuses `invalid` for words that the reply does not have, and
 * `conflict` for a reply whose author answered the questions on the page.
 */
export async function markAnswers(
  tx: Tx,
  actor: Actor,
  { consultation, response, typed }: AnswersMarked,
): Promise<void> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const whole = await findResponse(tx, consultation, response);
  if (whole === null) throw new Refusal('not-found', { response });
  const { reference, standing, channel } = whole;
  if (channel === 'page' || standing === 'withdrawn' || standing === 'superseded') {
    throw new Refusal('conflict', { response, standing });
  }
  const before = (await answersOf(tx, [response])).get(response) ?? [];
  const given = await answersTo(tx, consultation, typed, { asked: true });
  requireTheirWords(given, before, whole.words ?? '');
  const marked = given.flatMap((answer) => changed(answer, before));
  if (marked.length === 0) return;
  const at = await now(tx);
  const answers = commitAnswers(marked);
  await storeTexts(tx, answers.stored);
  const data = { response, reference, ...answers.data };
  const { texts } = answers;
  const entry = { kind: 'act', type: 'response.answers-marked', actor, data, texts } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await insertAnswers(tx, answers, { response, at, by: actor.person, seq });
}

/** Who was asked stays asked; to whoever was not, a taken back mark leaves that nothing was said. */
function changed(answer: GivenAnswer, before: readonly Answer[]): readonly GivenAnswer[] {
  const last = before.find(({ question }) => question === answer.question);
  const { option = null, words = null, asked = false } = last ?? {};
  const isSame = option === answer.option && words === answer.words;
  return isSame ? [] : [{ ...answer, asked }];
}

function requireTheirWords(
  given: readonly GivenAnswer[],
  before: readonly Answer[],
  words: string,
): void {
  const faults = given.flatMap(({ question, words: said }) => {
    const isKept = before.some((one) => one.question === question && one.words === said);
    const isTheirs = said === null || isKept || spaced(words).includes(spaced(said));
    return isTheirs ? [] : [[`answer-${question}`, NOT_THEIRS] as const];
  });
  if (faults.length > 0) throw new Refusal('invalid', { faults: Object.fromEntries(faults) });
}

const NOT_THEIRS = 'Copy the words exactly as the reply has them.';

/** Where a line ended in the mail is not part of what was said. */
const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
