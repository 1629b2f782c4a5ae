export { papersHash, recordAnswer, recordRequest } from './record-consent.js';
export type { ConditionGiven, RequestGiven, AnswerGiven } from './record-consent.js';
export { consentPapers, consentWords } from './read-consent.js';
export type { AnswerRead, ConditionRead, RequestRead } from './read-consent.js';
export {
  SCHOOL_KINDS,
  policiesOf,
  policyFor,
  policyInForce,
  policyVersion,
  publishPolicy,
  schoolKindOf,
} from './policy.js';
export type { Acceptance, Policy, PolicyGiven, SchoolKind } from './policy.js';
export { addCommitteeDate, committeeDates, removeCommitteeDate } from './committee-dates.js';
export type { CommitteeDate } from './committee-dates.js';
