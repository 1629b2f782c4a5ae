import { answersOf, answersTo } from './answers.js';
import { countAnswers } from './count-answers.js';
import { markAnswers } from './mark-answers.js';
import { KINDS, questionWords, readyQuestions } from './question.js';
import {
  addQuestion,
  askedQuestions,
  changeQuestion,
  moveQuestion,
  newestQuestions,
  takeOutQuestion,
} from './write-questions.js';

/** What a consultation asks beside its proposal, and what people answer to it. */
export const questions = {
  kinds: KINDS,
  words: questionWords,
  ready: readyQuestions,
  newest: newestQuestions,
  asked: askedQuestions,
  add: addQuestion,
  change: changeQuestion,
  takeOut: takeOutQuestion,
  move: moveQuestion,
  answersTo,
  answersOf,
  mark: markAnswers,
  counts: countAnswers,
};
