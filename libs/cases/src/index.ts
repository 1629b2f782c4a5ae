export { advance } from './door.js';
export type { Moved } from './door.js';
export type { Move } from './move.js';
export { CaseInMemory } from './case-in-memory.js';
export type { OpeningInMemory } from './case-in-memory.js';
export type { Office } from './office.js';
export { openCase, openIn } from './open-case.js';
export type { CaseOpening, OpenedCase } from './open-case.js';
export { filePapers, keepTexts, takeStep } from './take-step.js';
export type { Act, Done, Paper, Step } from './take-step.js';
export { chooseTrust, newTrust } from './choose-trust.js';
export { schoolFindings } from './settle-duties.js';
export type { DutiesFound, NamedIn } from './settle-duties.js';
export type { SchoolBody } from './school-bodies.js';
export { nameRepresentative } from './name-representative.js';
export type { RepresentativeNamed } from './name-representative.js';
export { papersOfCase } from './case-papers.js';
export { projectGroups } from './groups/index.js';
export type {
  Candidate,
  Group,
  GroupKind,
  Invitation,
  ListedGroup,
  Member,
  OwnCase,
  PaperUse,
  SentInvitation,
} from './groups/index.js';
export { applicationOf, submitApplication } from './submit-application.js';
export type { ResolutionGiven } from './record-resolution.js';
export { boardRoom } from './board-room.js';
export type { BoardAct, BoardOfCase, BoardsCase, ShownBy } from './board-of-case.js';
export type { TestAsked, TestStanding } from './ask-test.js';
export type { ConveneGiven } from './convene-meeting.js';
export { askConsent, furtherPapers } from './ask-consent.js';
export type { Asking } from './ask-consent.js';
export { acceptCondition, answerConsent } from './answer-consent.js';
export type { Answering } from './answer-consent.js';
export { extendConsultation, launchConsultation } from './consult.js';
export type { Window } from './consult.js';
export { passDeadlines } from './pass-deadlines.js';
export { correctEntry } from './correct-entry.js';
export type { Correction } from './correct-entry.js';
export { upgradeCases } from './upgrade-cases.js';
export { verifyCases } from './verify-cases.js';
export type { VerifiedRecord } from './verify-cases.js';
export { listCases } from './list-cases.js';
export type { CaseList, ListedCase } from './list-cases.js';
export { overrideDesk } from './overrides.js';
export type { CaseOverride, ListedOverride, OverrideWord } from './overrides.js';
export { timeline } from './timeline.js';
export { caseDocuments, viewCase } from './view-case.js';
export { bodyDesk } from './body-desk.js';
export type { BodysConsent } from './body-desk.js';
export { clerkDesk } from './clerk-desk.js';
export type { DeskCase, DeskCases, WaitingAtCase } from './clerk-desk.js';
export type { CasePart, PartNaming, PersonOfPart } from './case-parts.js';
export type { DocumentUse } from './case-details.js';
export type { CorrectionPreview } from './preview-correction.js';
export type { TimelineEntry } from './timeline.js';
export type { CaseView } from './view-case.js';
export { addCasePerson, removeCasePerson, requireCase } from './case-people.js';
export { nameCaseBody } from './case-parts.js';
export type { CaseBody, CasePerson } from './read-case.js';
export { inWords } from './words.js';
export { inviteOfficer } from './invite-officer.js';
export { journeySchool } from './school-facts.js';
export { previewStep } from './preview-step.js';
export type { StepPreview } from './preview-step.js';
export { keepDraft, readDraft } from './step-draft.js';
export type { StepDraft } from './step-draft.js';
export { consultationDesk } from './consultation-desk.js';
export type { CheckedReply, ListedConsultation, Outcome, Phase } from './public-consultations.js';
export type { PublishedConsultation } from './published-consultation.js';
