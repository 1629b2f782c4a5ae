/**
 * Whom a consultation asks, its window, and what came back: every word of it, whichever way it
 * came, in the order in which it came. Nothing here moves a case.
 */
export { findConsultation } from './consultation.js';
export type { Consultation, Pause } from './consultation.js';
export { closeConsultation, launchConsultation, longerWindow, planConsultation } from './window.js';
export type { Launch } from './window.js';
export { GROUPS, VIEWS } from './stakeholders.js';
export type {
  Grade,
  Group,
  Publish,
  ResponseChannel,
  ResponseForm,
  Standing,
  View,
} from './stakeholders.js';
export { wording } from './wording.js';
export type { Wording } from './wording.js';

export { consultees } from './people.js';
export type { Consultee, ConsulteeDraft, ConsulteeLine, WayToPeople } from './consultees.js';
export type { OtherWay, Unreached } from './channels/unreached.js';
export type { AskedGroup } from './asked-groups.js';
export type { OrderedSending, SendingKind, SendingOrder } from './sending/orders.js';
export type { GroupByWay, PersonAndWay } from './sending/people.js';
export type { MailLogLine, MailState } from './sending/mail-log.js';
export type { MailingProgress } from './sending/progress.js';
export type { Way } from './sending/ways.js';
export type { PlannedWave } from './sending/waves.js';
export { consulteeImports } from './import-consultees.js';
export type { ImportPreview, UploadedFile } from './import-consultees.js';
export type { ConsulteeAudience } from './recipients.js';

export { publication } from './publication/index.js';
export type { JointSchool } from './joint/joint.js';
export type { ReplySchool, TiedResponse } from './joint/reply-schools.js';
export type { Section, SourcedFact } from './publication/sections.js';
export type { ConsultationText, Said, TextFacts } from './publication/text.js';
export type { Gathering, GatheringSaid } from './publication/gatherings.js';
export type { AnsweredQuestion } from './publication/answers.js';
export type { ReportAsked, ReportFigures } from './report/figures.js';
export type { Answer, AnswersTyped } from './questions/answers.js';
export type { CountedQuestion } from './questions/count-answers.js';
export type { Question, QuestionGiven, QuestionKind } from './questions/question.js';
export type { IssuedReport, ReportFiles, ReportForm } from './report/issue.js';
export type { Places } from './report/percent.js';
export type { ReportModel } from './report/model.js';
export type { BoardAnswer, ThemeGiven, WrittenTheme } from './report/themes.js';

export { takeReply } from './take-reply.js';
export type { ReplyOutcome } from './take-reply.js';
export { invitations } from './invitation.js';
export type { Invitation, OwnReply, Sending, Sent } from './invitation.js';
export type { Draft, DraftChanges } from './draft.js';
export { desk } from './desk.js';
export type { DeskMail, DeskReason, OpenedMail, Placed } from './desk.js';
export { responses } from './responses.js';
export type { ResponseFilter, ResponseLine, WholeResponse } from './read-responses.js';
export type { EnteredResponse } from './enter-response.js';
export type { ResponseFile, ShownBeside } from './channels/beside-response.js';
export type { OutsideBallot } from './channels/ballots.js';
export type { NotedMeeting } from './channels/meetings.js';
export type { SurveyMapping } from './channels/survey-rows.js';
export type { WaitingSurvey } from './channels/survey-import.js';
export type { OfOnePerson } from './channels/respondents.js';
export type { ResponseDecision } from './decide-response.js';
export type { RecordedResponse } from './record-response.js';
export type { Consideration, LaterResponse, ReportedReplies } from './after-report.js';
export type { CampaignOfReplies, FoundCampaigns } from './understanding/campaigns.js';
export type { Code, CodeFrame } from './understanding/code-frame.js';
export type { CodeAgreement, ReadTwice, Sample } from './understanding/second-readings.js';
export type { CodedResponse, Coding, Mark } from './understanding/codings.js';
export type { SaidResponse } from './understanding/responses-with-words.js';
export type { CheckedRecord, Proof } from './check-record.js';
export type { CopiedResponse, Copy, Offered } from './redaction/copies.js';
export type { CopyCounts, PublishedFilter, PublishedReply } from './redaction/published-replies.js';
export type { Suggestion } from './redaction/suggest.js';
export type { Counts, Tally } from './counts.js';
