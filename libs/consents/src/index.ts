export { papersHash, recordAnswer, recordRequest } from './record-consent.js';
export type { ConditionGiven, RequestGiven, AnswerGiven } from './record-consent.js';
export { consentPapers, consentWords } from './read-consent.js';
export type { AnswerRead, ConditionRead, RequestRead } from './read-consent.js';
