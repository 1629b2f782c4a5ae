import type {
  BoardResolved,
  ConditionDue,
  ConsultationLaunched,
  JourneyEvent,
  TrustChosen,
} from './events.js';

/** An event as the case remembers it: its facts, without its name. */
export type Remembered<E> = Omit<E, 'type'>;
type EventOf<T extends JourneyEvent['type']> = Extract<JourneyEvent, { type: T }>;

/** What a case remembers: everything a gate may weigh, put there by the event that showed it. */
export interface CaseFacts {
  readonly urn: string;
  readonly category: string;
  readonly route: Route;
  readonly ruleSet: string;
  readonly employer: Employer;
  readonly inFederation: boolean;
  readonly foundationMustBeConsulted: boolean;
  readonly consultationApplies: boolean;
  readonly options?: Remembered<EventOf<'options.presented'>>;
  readonly trust?: Remembered<TrustChosen>;
  readonly foundation?: Remembered<EventOf<'foundation.consulted'>>;
  readonly resolvedToApply?: Remembered<BoardResolved>;
  readonly finalDecision?: Remembered<BoardResolved>;
  readonly trustConsent?: Remembered<EventOf<'trust.consented'>>;
  readonly diligenceOfTrust?: Remembered<EventOf<'diligence.reported'>>;
  readonly diligenceOfSchool?: Remembered<EventOf<'diligence.reported'>>;
  readonly equality?: Remembered<EventOf<'equality.assessed'>>;
  readonly consultation?: Remembered<ConsultationLaunched>;
  readonly consultationClosed?: Remembered<EventOf<'consultation.closed'>>;
  readonly consultationReport?: Remembered<EventOf<'consultation.reported'>>;
  readonly application?: Remembered<EventOf<'application.submitted'>>;
  readonly decision?: Remembered<EventOf<'dfe.decided'>>;
  readonly order?: Remembered<EventOf<'order.made'>>;
  readonly tupeInformed?: Remembered<EventOf<'tupe.informed'>>;
  readonly tupeCompleted?: Remembered<EventOf<'tupe.completed'>>;
  readonly agreement?: Remembered<EventOf<'funding-agreement.signed'>>;
  readonly academyName?: Remembered<EventOf<'academy.named'>>;
  readonly opening?: Remembered<EventOf<'opening-date.set'>>;
  readonly insurance?: Remembered<EventOf<'insurance.confirmed'>>;
  readonly conditionsMet?: Remembered<EventOf<'conditions.met'>>;
  readonly opened?: Remembered<EventOf<'school.opened'>>;
  readonly withdrawn?: Remembered<EventOf<'case.withdrawn'>>;
  readonly revoked?: Remembered<EventOf<'order.revoked'>>;
}

export type Route = 'join';

/** The keys under which events are remembered. */
export type CaseMemory = {
  [K in keyof CaseFacts]-?: undefined extends CaseFacts[K] ? K : never;
}[keyof CaseFacts];

/** Who employs the staff before the transfer, and so owes them the TUPE duties. */
export type Employer = 'local-authority' | 'governing-board' | 'unknown';

export interface ConsentFacts {
  readonly capacity: Capacity;
  readonly requestedOn?: string;
  readonly papers: readonly string[];
  readonly papersHash: string;
  readonly decidedOn?: string;
  readonly conditions: readonly ConditionFacts[];
}

export interface ConditionFacts {
  readonly id: string;
  readonly due: ConditionDue;
  /** The document that shows it met. */
  readonly met?: string;
}

/** In what right a body consents (Academies Act 2010 s.3(4); DBE Measure 2021 s.8(3)). */
export type Capacity =
  'trustee' | 'foundation-governor-appointer' | 'diocesan-authority' | 'religious-body';

export interface DocumentFacts {
  readonly parties: readonly string[];
  readonly signedBy: readonly string[];
  readonly file?: string;
  readonly clearance?: string;
}
