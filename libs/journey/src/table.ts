import type { EventType } from './events.js';

/** The parts of the journey under which a clerk finds its steps, in the order of the page. */
export type Region =
  | 'exploring'
  | 'trust'
  | 'consents'
  | 'board'
  | 'diligence'
  | 'consultation'
  | 'dfe'
  | 'tupe'
  | 'legal'
  | 'opening'
  | 'ending';

/** Roles as the platform names them; only these send events. */
export type Sender = 'clerk' | 'chair' | 'faith-officer' | 'system';

/**
 * Who is told, as roles on the case: `the-body` is the one whose consent the event names,
 * `consenting-bodies` all of them, `consultees` everybody who was asked (by a mailing).
 */
export type Recipient =
  | 'clerk'
  | 'chair'
  | 'governors'
  | 'trust'
  | 'authority'
  | 'region'
  | 'unions'
  | 'the-body'
  | 'consenting-bodies'
  | 'consultees';

export interface EventDescriptor {
  readonly region: Region;
  /** Which machine it moves; `case-and-consents` moves the case and every consent asked for. */
  readonly moves: 'case' | 'consent' | 'document' | 'case-and-consents';
  readonly by: readonly Sender[];
  /** The event's fields that name evidence, each with the kinds of document that will do. */
  readonly evidence: readonly { readonly as: string; readonly kinds: readonly string[] }[];
  readonly tells: readonly { readonly letter: string; readonly to: readonly Recipient[] }[];
}

/** Papers on which a body can be asked to consent. */
const consentPapers = [
  'optionsPaper',
  'agendaPack',
  'dueDiligenceOfTrust',
  'dueDiligenceOfSchool',
  'equalityImpactAssessment',
  'consultationDocument',
  'resolution',
  'minuteExtract',
  'correspondence',
] as const;

/** Papers that can show that a body's condition is met. */
const conditionEvidence = [
  ...consentPapers,
  'articles',
  'masterFundingAgreement',
  'supplementalFundingAgreement',
  'churchSupplementalAgreement',
  'membersAgreement',
  'commercialTransferAgreement',
  'trustModificationOrder',
  'deedOfVariation',
  'lease',
  'directionToTransfer',
  'trustConsent',
  'consultationReport',
  'insuranceConfirmation',
  'conditionsMetConfirmation',
] as const;

const legalDocuments = [
  'landQuestionnaire',
  'titlePlan',
  'supplementalFundingAgreement',
  'masterFundingAgreement',
  'articles',
  'churchSupplementalAgreement',
  'commercialTransferAgreement',
  'lease',
  'directionToTransfer',
  'trustModificationOrder',
  'deedOfVariation',
  'pfiSet',
] as const;

/**
 * What there is to know of every event. Its words are content (content/journey/events.json);
 * buttons, permissions, form checks, letters and docs/journey.md come from here.
 */
export const events = {
  'options.presented': {
    region: 'exploring',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'paper', kinds: ['optionsPaper'] }],
    tells: [],
  },
  'trust.chosen': {
    region: 'trust',
    moves: 'case-and-consents',
    by: ['clerk'],
    evidence: [],
    tells: [],
  },
  'foundation.consulted': {
    region: 'consents',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['foundationConsultationLetter'] }],
    tells: [{ letter: 'foundation-consulted', to: ['consenting-bodies'] }],
  },
  'consent.requested': {
    region: 'consents',
    moves: 'consent',
    by: ['clerk'],
    evidence: [{ as: 'papers', kinds: consentPapers }],
    tells: [{ letter: 'consent-requested', to: ['the-body'] }],
  },
  'consent.acknowledged': {
    region: 'consents',
    moves: 'consent',
    by: ['faith-officer'],
    evidence: [],
    tells: [],
  },
  'consent.more-asked': {
    region: 'consents',
    moves: 'consent',
    by: ['faith-officer'],
    evidence: [],
    tells: [{ letter: 'consent-more-asked', to: ['clerk'] }],
  },
  'consent.more-given': {
    region: 'consents',
    moves: 'consent',
    by: ['clerk'],
    evidence: [{ as: 'papers', kinds: consentPapers }],
    tells: [{ letter: 'consent-requested', to: ['the-body'] }],
  },
  'consent.decided': {
    region: 'consents',
    moves: 'consent',
    by: ['faith-officer'],
    evidence: [],
    tells: [{ letter: 'consent-decided', to: ['clerk', 'chair', 'trust', 'the-body'] }],
  },
  'consent.condition-met': {
    region: 'consents',
    moves: 'consent',
    by: ['faith-officer'],
    evidence: [{ as: 'evidence', kinds: conditionEvidence }],
    tells: [{ letter: 'consent-condition-met', to: ['clerk', 'the-body'] }],
  },
  'consent.withdrawn': {
    region: 'consents',
    moves: 'consent',
    by: ['faith-officer'],
    evidence: [],
    tells: [{ letter: 'consent-withdrawn', to: ['clerk', 'chair', 'trust', 'region'] }],
  },
  'diligence.reported': {
    region: 'diligence',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'report', kinds: ['dueDiligenceOfTrust', 'dueDiligenceOfSchool'] }],
    tells: [{ letter: 'diligence-reported', to: ['chair'] }],
  },
  'equality.assessed': {
    region: 'diligence',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'assessment', kinds: ['equalityImpactAssessment'] }],
    tells: [],
  },
  'board.resolved': {
    region: 'board',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['minuteExtract'] }],
    tells: [
      { letter: 'board-resolved', to: ['chair', 'trust', 'authority', 'consenting-bodies'] },
      { letter: 'board-resolved-published', to: ['consultees'] },
    ],
  },
  'trust.consented': {
    region: 'trust',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['trustConsent'] }],
    tells: [{ letter: 'trust-consented', to: ['chair', 'consenting-bodies'] }],
  },
  'consultation.launched': {
    region: 'consultation',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'document', kinds: ['consultationDocument'] }],
    tells: [{ letter: 'consultation-launched', to: ['consultees'] }],
  },
  'consultation.extended': {
    region: 'consultation',
    moves: 'case',
    by: ['clerk'],
    evidence: [],
    tells: [{ letter: 'consultation-extended', to: ['consultees'] }],
  },
  'consultation.closed': {
    region: 'consultation',
    moves: 'case',
    by: ['system'],
    evidence: [],
    tells: [{ letter: 'consultation-closed', to: ['clerk', 'chair'] }],
  },
  'consultation.reported': {
    region: 'consultation',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'report', kinds: ['consultationReport'] }],
    tells: [{ letter: 'consultation-reported', to: ['chair', 'governors'] }],
  },
  'application.submitted': {
    region: 'dfe',
    moves: 'case',
    by: ['chair'],
    evidence: [{ as: 'form', kinds: ['applicationForm'] }],
    tells: [
      {
        letter: 'application-submitted',
        to: ['clerk', 'trust', 'authority', 'consenting-bodies'],
      },
    ],
  },
  'dfe.decided': {
    region: 'dfe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['dfeDecision'] }],
    tells: [{ letter: 'dfe-decided', to: ['chair', 'trust', 'authority', 'consenting-bodies'] }],
  },
  'order.made': {
    region: 'dfe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'order', kinds: ['academyOrder'] }],
    tells: [
      { letter: 'order-made', to: ['chair', 'trust', 'authority', 'consenting-bodies'] },
      { letter: 'order-made-published', to: ['consultees'] },
    ],
  },
  'order.revoked': {
    region: 'ending',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['orderRevocation'] }],
    tells: [{ letter: 'order-revoked', to: ['chair', 'trust', 'authority', 'consenting-bodies'] }],
  },
  'tupe.informed': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['tupeMeasuresLetter'] }],
    tells: [{ letter: 'tupe-informed', to: ['unions', 'authority'] }],
  },
  'tupe.completed': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['tupeMinutes'] }],
    tells: [{ letter: 'tupe-completed', to: ['chair', 'trust', 'authority'] }],
  },
  'document.received': {
    region: 'legal',
    moves: 'document',
    by: ['clerk'],
    evidence: [{ as: 'file', kinds: legalDocuments }],
    tells: [],
  },
  'document.cleared': {
    region: 'legal',
    moves: 'document',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['dfeDecision', 'correspondence'] }],
    tells: [{ letter: 'legal-document-cleared', to: ['chair', 'trust'] }],
  },
  'document.signed': {
    region: 'legal',
    moves: 'document',
    by: ['clerk'],
    evidence: [{ as: 'file', kinds: legalDocuments }],
    tells: [{ letter: 'legal-document-signed', to: ['chair', 'trust'] }],
  },
  'document.set-aside': {
    region: 'legal',
    moves: 'document',
    by: ['clerk'],
    evidence: [{ as: 'advice', kinds: ['legalAdvice', 'correspondence'] }],
    tells: [],
  },
  'funding-agreement.signed': {
    region: 'legal',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'agreement', kinds: ['supplementalFundingAgreement'] }],
    tells: [
      {
        letter: 'funding-agreement-signed',
        to: ['chair', 'trust', 'authority', 'consenting-bodies'],
      },
    ],
  },
  'academy.named': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [],
    tells: [],
  },
  'opening-date.set': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [],
    tells: [
      { letter: 'opening-date-set', to: ['chair', 'trust', 'authority', 'consenting-bodies'] },
    ],
  },
  'insurance.confirmed': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'confirmation', kinds: ['insuranceConfirmation'] }],
    tells: [],
  },
  'conditions.met': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'confirmation', kinds: ['conditionsMetConfirmation'] }],
    tells: [{ letter: 'conditions-met', to: ['chair', 'trust', 'authority'] }],
  },
  'school.opened': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'confirmation', kinds: ['openingConfirmation'] }],
    tells: [
      { letter: 'school-opened', to: ['chair', 'trust', 'authority', 'consenting-bodies'] },
      { letter: 'school-opened-published', to: ['consultees'] },
    ],
  },
  'case.withdrawn': {
    region: 'ending',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['minuteExtract'] }],
    tells: [
      {
        letter: 'case-withdrawn',
        to: ['chair', 'trust', 'authority', 'region', 'consenting-bodies'],
      },
      { letter: 'case-withdrawn-published', to: ['consultees'] },
    ],
  },
} as const satisfies Record<EventType, EventDescriptor>;

/** The descriptor of an event, with its parts as wide as their types. */
export const descriptorOf = (type: EventType): EventDescriptor => events[type];
