export { caseMachine } from './case.machine.js';
export { consentMachine } from './consent.machine.js';
export { dateReasons, decisionReasons } from './codes.js';
export { decide, explain } from './decide.js';
export type {
  Attempt,
  Condition,
  Decision,
  Explanation,
  Intent,
  Outlined,
  Verdict,
} from './decide.js';
export { silentUntil } from './deadlines.js';
export type { Deadline, DeadlineKind } from './deadlines.js';
export { documentMachine } from './document.machine.js';
export { furtherDocuments } from './duties/documents.js';
export { duties } from './duties/duties.js';
export type {
  Duties,
  DutiesQuestion,
  Following,
  RequiredConsent,
  RequiredConsultee,
  Unknown,
} from './duties/duties.js';
export type { Category } from './duties/categories.js';
export type { BodyName, Denomination } from './duties/denominations.js';
export type { Coded, Findings, School, SchoolFacts } from './duties/school.js';
export { settlement } from './duties/settle.js';
export type { BodyIn, Finding } from './duties/settle.js';
export type * from './events.js';
export type {
  ArticlesModel,
  Capacity,
  CaseFacts,
  ConsentFacts,
  ConsentPolicy,
  ConsentScope,
  DocumentFacts,
  Employer,
  Override,
  Route,
  ShownTask,
} from './facts.js';
export { carried } from './journey.setup.js';
export { MACHINE_VERSION, openJourney } from './open.js';
export type { ConsentOwed, Opening } from './open.js';
export { correct, replay } from './replay.js';
export type { Recorded, RecordedCorrection, RecordedMove, Replayed } from './replay.js';
export { quorumOf } from './rules/board-meetings.js';
export { isInForce, ruleSetOn, ruleSets, rules, rulesFor } from './rules/rule-sets.js';
export type { Rule, Source } from './rules/rule.js';
export { whatWouldChange } from './what-would-change.js';
export type { RuleChange } from './what-would-change.js';
export { ending, live, regionsOf } from './snapshot.js';
export type { ConsentPart, DocumentPart, Ending, JourneySnapshot, LiveValue } from './snapshot.js';
export { events } from './table.js';
export type { EventDescriptor, Recipient, Region, Sender } from './table.js';
export { stageOf, tasks } from './tasks.js';
export { upgrade } from './versions.js';
export type { Stage, Task, TaskStatus } from './tasks.js';
