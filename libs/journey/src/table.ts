import type { EventType } from './events.js';

/** The parts of the journey under which a clerk finds its steps, in the order of the page. */
export type Region =
  | 'course'
  | 'group'
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
export type Sender = 'clerk' | 'chair' | 'senior-officer' | 'faith-officer' | 'system';

/**
 * Who is told, as roles on the case: `the-body` is the one whose consent the event names,
 * `consenting-bodies` all of them, `voided-bodies` those whose consent or request it voids,
 * `representatives` those who stand for the staff, `consultees` everybody who was asked (by a mailing).
 * `authority-on-paper` is the local authority itself, where nobody of it is named on the case.
 */
export type Recipient =
  | 'clerk'
  | 'chair'
  | 'senior-officer'
  | 'governors'
  | 'trust'
  | 'authority'
  | 'authority-on-paper'
  | 'region'
  | 'unions'
  | 'representatives'
  | 'the-body'
  | 'consenting-bodies'
  | 'voided-bodies'
  | 'consultees';

export interface EventDescriptor {
  readonly region: Region;
  /**
   * Which machine it moves; `case-and-consents` moves the case and every consent that it concerns,
   * `all` the documents too.
   */
  readonly moves: 'case' | 'consent' | 'document' | 'case-and-consents' | 'all';
  readonly by: readonly Sender[];
  /** The event's fields that name evidence, each with the kinds of document that will do. */
  readonly evidence: readonly { readonly as: string; readonly kinds: readonly string[] }[];
  readonly tells: readonly {
    readonly letter: string;
    readonly to: readonly Recipient[];
    /** Facts that the event has to have for this letter; without them, it is written always. */
    readonly only?: Readonly<Record<string, string>>;
  }[];
}

/** Who is told of what becomes of the case as a whole: everybody who has a part in it. */
const everybody = [
  'chair',
  'trust',
  'authority',
  'consenting-bodies',
  'region',
  'unions',
] as const satisfies readonly Recipient[];

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
  'consultationReport',
  'articles',
  'membersAgreement',
  'trustConsent',
  'correspondence',
] as const;

/** Papers that can show that a body's condition is met. */
const conditionEvidence = [
  ...consentPapers,
  'masterFundingAgreement',
  'supplementalFundingAgreement',
  'churchSupplementalAgreement',
  'commercialTransferAgreement',
  'trustModificationOrder',
  'deedOfVariation',
  'lease',
  'directionToTransfer',
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

/** Papers that can show one of the Department's tasks; each task names its own among them. */
const taskEvidence = [
  ...legalDocuments,
  'correspondence',
  'minuteExtract',
  'insuranceConfirmation',
  'openingConfirmation',
  'redactedPublication',
  'taskConfirmation',
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
    tells: [{ letter: 'consent-superseded', to: ['voided-bodies'] }],
  },
  'articles.chosen': {
    region: 'trust',
    moves: 'case-and-consents',
    by: ['clerk'],
    evidence: [],
    tells: [{ letter: 'consent-superseded', to: ['voided-bodies'] }],
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
  'consent.papers-given': {
    region: 'consents',
    moves: 'consent',
    by: ['clerk'],
    evidence: [{ as: 'papers', kinds: conditionEvidence }],
    tells: [{ letter: 'consent-papers-given', to: ['the-body'] }],
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
  'consent.policy-applied': {
    region: 'consents',
    moves: 'consent',
    by: ['clerk', 'system'],
    evidence: [],
    tells: [],
  },
  'consent.policy-kept': {
    region: 'consents',
    moves: 'consent',
    by: ['clerk'],
    evidence: [],
    tells: [],
  },
  'consent.lapsed': {
    region: 'consents',
    moves: 'consent',
    by: ['system'],
    evidence: [],
    tells: [{ letter: 'consent-lapsed', to: ['clerk', 'chair', 'trust', 'the-body'] }],
  },
  'consent.silence-refused': {
    region: 'consents',
    moves: 'consent',
    by: ['system'],
    evidence: [],
    tells: [{ letter: 'consent-silence-refused', to: ['clerk', 'chair', 'trust', 'the-body'] }],
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
      {
        letter: 'board-resolved',
        to: ['chair', 'trust', 'authority', 'consenting-bodies', 'region'],
      },
      { letter: 'authority-told', to: ['authority-on-paper'] },
      { letter: 'board-resolved-published', to: ['consultees'] },
    ],
  },
  'board.postponed': {
    region: 'board',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['minuteExtract'] }],
    tells: [{ letter: 'board-postponed', to: ['chair', 'trust'] }],
  },
  'minutes.approved': {
    region: 'board',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['minuteExtract'] }],
    tells: [],
  },
  'trust.consented': {
    region: 'trust',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['trustConsent'] }],
    tells: [{ letter: 'trust-consented', to: ['chair', 'consenting-bodies'] }],
  },
  'trust.incorporated': {
    region: 'trust',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'certificate', kinds: ['certificateOfIncorporation'] }],
    tells: [],
  },
  'formation.presented': {
    region: 'trust',
    moves: 'case',
    by: ['clerk'],
    evidence: [
      { as: 'grounds', kinds: ['formationReasons'] },
      { as: 'vision', kinds: ['trustVision'] },
      { as: 'growth', kinds: ['growthPlan'] },
      { as: 'improvement', kinds: ['improvementStrategy'] },
      { as: 'governance', kinds: ['governanceDiagram'] },
      { as: 'people', kinds: ['keyPeople'] },
    ],
    tells: [],
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
  'consultation.reopened': {
    region: 'consultation',
    moves: 'case',
    by: ['clerk'],
    evidence: [],
    tells: [{ letter: 'consultation-reopened', to: ['consultees'] }],
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
      { letter: 'authority-told', to: ['authority-on-paper'] },
    ],
  },
  'dfe.decided': {
    region: 'dfe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['dfeDecision'] }],
    tells: [
      { letter: 'dfe-decided', to: ['chair', 'trust', 'authority', 'consenting-bodies'] },
      { letter: 'dfe-declined-published', to: ['consultees'], only: { outcome: 'declined' } },
    ],
  },
  'dfe.condition-met': {
    region: 'dfe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'evidence', kinds: conditionEvidence }],
    tells: [],
  },
  'order.consulted': {
    region: 'dfe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['correspondence'] }],
    tells: [{ letter: 'order-consulted', to: ['chair'] }],
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
  'order.rescinded': {
    region: 'dfe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['orderRevocation', 'correspondence'] }],
    tells: [
      { letter: 'order-rescinded', to: everybody },
      { letter: 'order-taken-back-published', to: ['consultees'] },
    ],
  },
  'order.revoked': {
    region: 'ending',
    moves: 'case',
    by: ['clerk'],
    evidence: [
      { as: 'letter', kinds: ['orderRevocation'] },
      { as: 'approval', kinds: ['ministerApproval'] },
    ],
    tells: [
      { letter: 'order-revoked', to: everybody },
      { letter: 'order-taken-back-published', to: ['consultees'] },
    ],
  },
  'tupe.measures-received': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'measures', kinds: ['tupeMeasuresLetter'] }],
    tells: [],
  },
  'tupe.representatives-named': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [],
    tells: [],
  },
  'tupe.informed': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'letter', kinds: ['tupeMeasuresLetter'] }],
    tells: [{ letter: 'tupe-informed', to: ['representatives', 'authority'] }],
  },
  'tupe.replied': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'reply', kinds: ['correspondence', 'tupeMinutes'] }],
    tells: [],
  },
  'tupe.liability-received': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'receipt', kinds: ['eliReceipt'] }],
    tells: [],
  },
  'tupe.completed': {
    region: 'tupe',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['tupeMinutes'] }],
    tells: [{ letter: 'tupe-completed', to: ['chair', 'trust', 'authority', 'representatives'] }],
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
  'document.sealed': {
    region: 'legal',
    moves: 'document',
    by: ['clerk'],
    evidence: [{ as: 'file', kinds: legalDocuments }],
    tells: [],
  },
  'document.published': {
    region: 'legal',
    moves: 'document',
    by: ['clerk'],
    evidence: [{ as: 'file', kinds: ['redactedPublication'] }],
    tells: [],
  },
  'instruments.settled': {
    region: 'legal',
    moves: 'all',
    by: ['clerk'],
    evidence: [
      { as: 'shownBy', kinds: ['correspondence', 'legalAdvice', 'landQuestionnaire', 'titlePlan'] },
    ],
    tells: [],
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
    tells: [{ letter: 'opening-date-set', to: everybody }],
  },
  'insurance.confirmed': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'confirmation', kinds: ['insuranceConfirmation'] }],
    tells: [],
  },
  'task.shown': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'evidence', kinds: taskEvidence }],
    tells: [],
  },
  'task.set-aside': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'advice', kinds: ['legalAdvice', 'correspondence'] }],
    tells: [],
  },
  'conditions.met': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'confirmation', kinds: ['conditionsMetConfirmation'] }],
    tells: [{ letter: 'conditions-met', to: ['chair', 'trust', 'authority', 'consenting-bodies'] }],
  },
  'school.opened': {
    region: 'opening',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'confirmation', kinds: ['openingConfirmation'] }],
    tells: [
      { letter: 'school-opened', to: everybody },
      { letter: 'school-opened-published', to: ['consultees'] },
    ],
  },
  'case.withdrawn': {
    region: 'ending',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['minuteExtract'] }],
    tells: [
      { letter: 'case-withdrawn', to: everybody },
      { letter: 'case-withdrawn-published', to: ['consultees'] },
    ],
  },
  'case.held': {
    region: 'course',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'paper', kinds: ['minuteExtract', 'correspondence', 'legalAdvice'] }],
    tells: [{ letter: 'case-held', to: everybody }],
  },
  'case.resumed': {
    region: 'course',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'paper', kinds: ['minuteExtract', 'correspondence', 'legalAdvice'] }],
    tells: [{ letter: 'case-resumed', to: everybody }],
  },
  'case.revived': {
    region: 'course',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'minutes', kinds: ['minuteExtract'] }],
    tells: [
      { letter: 'case-revived', to: everybody },
      { letter: 'case-revived-published', to: ['consultees'] },
    ],
  },
  'case.superseded': {
    region: 'ending',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'advice', kinds: ['correspondence', 'legalAdvice'] }],
    tells: [{ letter: 'case-superseded', to: everybody }],
  },
  'rules.moved-on': {
    region: 'course',
    moves: 'case',
    by: ['clerk'],
    evidence: [],
    tells: [],
  },
  'duties.settled': {
    region: 'consents',
    moves: 'all',
    by: ['clerk'],
    evidence: [
      {
        as: 'shownBy',
        kinds: ['instrumentOfGovernment', 'trustDeed', 'correspondence', 'legalAdvice'],
      },
    ],
    tells: [],
  },
  'override.asked': {
    region: 'course',
    moves: 'case',
    by: ['clerk', 'chair'],
    evidence: [{ as: 'paper', kinds: ['correspondence', 'legalAdvice', 'minuteExtract'] }],
    tells: [{ letter: 'override-asked', to: ['senior-officer'] }],
  },
  'rule.overridden': {
    region: 'course',
    moves: 'case',
    by: ['senior-officer'],
    evidence: [],
    tells: [{ letter: 'rule-overridden', to: ['clerk', 'chair'] }],
  },
  'override.refused': {
    region: 'course',
    moves: 'case',
    by: ['senior-officer'],
    evidence: [],
    tells: [{ letter: 'override-refused', to: ['clerk'] }],
  },
  'group.joined': {
    region: 'group',
    moves: 'case',
    by: ['clerk'],
    evidence: [],
    tells: [],
  },
  'group.left': {
    region: 'group',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'paper', kinds: ['minuteExtract', 'correspondence', 'legalAdvice'] }],
    tells: [{ letter: 'group-left', to: ['chair', 'trust'] }],
  },
  'group.member-left': {
    region: 'group',
    moves: 'case',
    by: ['system'],
    evidence: [],
    tells: [{ letter: 'group-member-left', to: ['clerk', 'chair'] }],
  },
  'group.reviewed': {
    region: 'group',
    moves: 'case',
    by: ['clerk'],
    evidence: [{ as: 'review', kinds: ['groupReview', 'minuteExtract'] }],
    tells: [{ letter: 'group-reviewed', to: ['chair', 'trust'] }],
  },
} as const satisfies Record<EventType, EventDescriptor>;

/** The descriptor of an event, with its parts as wide as their types. */
export const descriptorOf = (type: EventType): EventDescriptor => events[type];
