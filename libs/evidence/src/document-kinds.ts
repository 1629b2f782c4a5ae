/**
 * What a document of the record can be. The journey's table of events names the kinds that an
 * event needs; whether a paper is a draft, approved or signed is its status, not its kind.
 */
export const DOCUMENT_KINDS = [
  // The board's own papers.
  'optionsPaper',
  'meetingRequisition',
  'meetingNotice',
  'agendaPack',
  'attendance',
  'interestDeclaration',
  'quorumCount',
  'motion',
  'voteLedger',
  'minuteExtract',
  'resolution',
  // Consents, and what was written to ask for them.
  'foundationConsultationLetter',
  'consentLetter',
  'consentRefusal',
  'consentWithdrawal',
  'consentingBodyMinute',
  'trustConsent',
  // What both sides found out about each other.
  'dueDiligenceOfTrust',
  'dueDiligenceOfSchool',
  'equalityImpactAssessment',
  // The consultation.
  'consultationPlan',
  'consultationDocument',
  'publicationSnapshot',
  'sendLog',
  'meetingRecord',
  'response',
  'faqVersion',
  'consultationReport',
  'consultationFigures',
  'outcomeNotice',
  // The Department for Education.
  'applicationForm',
  'applicationReference',
  'laProforma',
  'dfeDecision',
  'academyOrder',
  'orderRevocation',
  'ministerApproval',
  // Staff and land.
  'tupeMeasuresLetter',
  'tupeMinutes',
  'eliReceipt',
  'landQuestionnaire',
  'titlePlan',
  'lease',
  'directionToTransfer',
  'pfiSet',
  // Legal documents.
  'masterFundingAgreement',
  'supplementalFundingAgreement',
  'articles',
  'deedOfVariation',
  'churchSupplementalAgreement',
  'membersAgreement',
  'commercialTransferAgreement',
  'trustModificationOrder',
  // The school and those it goes with.
  'instrumentOfGovernment',
  'trustDeed',
  'certificateOfIncorporation',
  'groupReview',
  'formationReasons',
  'trustVision',
  'growthPlan',
  'improvementStrategy',
  'governanceDiagram',
  'keyPeople',
  // Opening, and the rest.
  'taskConfirmation',
  'insuranceConfirmation',
  'conditionsMetConfirmation',
  'openingConfirmation',
  'redactedPublication',
  'overrideRecord',
  'legalAdvice',
  'correspondence',
] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
