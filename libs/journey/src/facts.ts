import type { SchoolFacts } from './duties/school.js';
import type {
  BoardResolved,
  ConditionDue,
  ConsultationLaunched,
  DfeDecided,
  JourneyEvent,
  OverrideScope,
  TrustChosen,
} from './events.js';
import type { Capacity, ConsentPolicy, ConsentScope, Employer, Route } from './terms.js';

export type * from './terms.js';

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
  /** What is known of the school itself, by the register or by what was found out since. */
  readonly school?: SchoolFacts;
  readonly foundationMustBeConsulted: boolean;
  readonly consultationApplies: boolean;
  /** What is not known of the school and must be found out before the application. */
  readonly unknown?: readonly string[];
  readonly options?: Remembered<EventOf<'options.presented'>>;
  readonly trust?: Remembered<TrustChosen>;
  readonly articles?: Remembered<EventOf<'articles.chosen'>>;
  readonly incorporation?: Remembered<EventOf<'trust.incorporated'>>;
  readonly formation?: Remembered<EventOf<'formation.presented'>>;
  readonly foundation?: Remembered<EventOf<'foundation.consulted'>>;
  readonly resolvedToExplore?: Remembered<BoardResolved>;
  readonly resolvedToApply?: Remembered<BoardResolved>;
  readonly resolvedToLaunch?: Remembered<BoardResolved>;
  readonly finalDecision?: Remembered<BoardResolved>;
  readonly rescinded?: Remembered<BoardResolved>;
  readonly postponed?: Remembered<EventOf<'board.postponed'>>;
  readonly minutesApproved?: Remembered<EventOf<'minutes.approved'>>;
  readonly trustConsent?: Remembered<EventOf<'trust.consented'>>;
  readonly diligenceOfTrust?: Remembered<EventOf<'diligence.reported'>>;
  readonly diligenceOfSchool?: Remembered<EventOf<'diligence.reported'>>;
  readonly equality?: Remembered<EventOf<'equality.assessed'>>;
  readonly consultation?: Remembered<ConsultationLaunched>;
  readonly consultationClosed?: Remembered<EventOf<'consultation.closed'>>;
  readonly consultationReport?: Remembered<EventOf<'consultation.reported'>>;
  readonly application?: Remembered<EventOf<'application.submitted'>>;
  readonly decision?: Remembered<DfeDecided>;
  /** Which of the decision's conditions are met, each by its document. */
  readonly decisionMet?: Readonly<Record<string, string>>;
  readonly orderConsulted?: Remembered<EventOf<'order.consulted'>>;
  /** The last day on which each body was consulted about the order, by its part on the case. */
  readonly consultedForOrder?: Readonly<Record<string, string>>;
  readonly order?: Remembered<EventOf<'order.made'>>;
  readonly measures?: Remembered<EventOf<'tupe.measures-received'>>;
  readonly representatives?: Remembered<EventOf<'tupe.representatives-named'>>;
  readonly tupeInformed?: Remembered<EventOf<'tupe.informed'>>;
  /** The representatives who answered, each once, in the order in which they first did. */
  readonly tupeReplies?: readonly string[];
  readonly liability?: Remembered<EventOf<'tupe.liability-received'>>;
  readonly tupeCompleted?: Remembered<EventOf<'tupe.completed'>>;
  /** Absent while nobody has said which further legal documents are needed. */
  readonly instruments?: Remembered<EventOf<'instruments.settled'>>;
  readonly agreement?: Remembered<EventOf<'funding-agreement.signed'>>;
  readonly academyName?: Remembered<EventOf<'academy.named'>>;
  readonly opening?: Remembered<EventOf<'opening-date.set'>>;
  readonly insurance?: Remembered<EventOf<'insurance.confirmed'>>;
  /** The Department's tasks that are shown or set aside, by their names. */
  readonly shown?: Readonly<Record<string, ShownTask>>;
  readonly conditionsMet?: Remembered<EventOf<'conditions.met'>>;
  readonly opened?: Remembered<EventOf<'school.opened'>>;
  readonly held?: Remembered<EventOf<'case.held'>>;
  readonly withdrawn?: Remembered<EventOf<'case.withdrawn'>>;
  readonly superseded?: Remembered<EventOf<'case.superseded'>>;
  readonly revoked?: Remembered<EventOf<'order.revoked'>>;
  readonly group?: Remembered<EventOf<'group.joined'>>;
  /** The schools that left the group since it was last reviewed, by name or URN. */
  readonly membersLeft?: readonly string[];
  /** The overrides that were asked for, by their names, with how each stands. */
  readonly overrides?: Readonly<Record<string, Override>>;
}

/** `used`: it carried its event past the rule, once, and shows for ever. */
export interface Override extends OverrideScope {
  readonly standing: 'asked' | 'granted' | 'refused' | 'used';
  readonly askedBy: string;
  readonly decidedBy?: string;
}

export type ShownTask =
  | {
      readonly standing: 'shown';
      readonly on: string;
      readonly evidence: readonly string[];
      readonly answers: Readonly<Record<string, string>>;
    }
  | { readonly standing: 'set-aside'; readonly on: string; readonly advice: string };

/** The keys under which events are remembered. */
export type CaseMemory = {
  [K in keyof CaseFacts]-?: undefined extends CaseFacts[K] ? K : never;
}[keyof CaseFacts];

export interface ConsentFacts {
  /** Its own name on the case; absent before machine version 2. */
  readonly id?: string;
  readonly capacity: Capacity;
  /** The body's own policy, in the version that counts for this consent. */
  readonly policy?: ConsentPolicy;
  /** The newest version that a clerk decided not to move to, and when. */
  readonly policyKept?: { readonly instead: string; readonly on: string };
  readonly requestedOn?: string;
  readonly papers: readonly string[];
  readonly papersHash: string;
  /** Those of its papers that came after its consent in principle. */
  readonly papersSince?: readonly string[];
  readonly decidedOn?: string;
  readonly finality?: 'in-principle' | 'final';
  readonly scope?: ConsentScope;
  readonly validUntil?: string;
  readonly lapsesAt?: string;
  readonly conditions: readonly ConditionFacts[];
}

export interface ConditionFacts {
  readonly id: string;
  readonly due: ConditionDue;
  /** The document that shows it met. */
  readonly met?: string;
}

export interface DocumentFacts {
  /** Its own name on the case; absent before machine version 2. */
  readonly id?: string;
  readonly parties: readonly string[];
  readonly signedBy: readonly string[];
  readonly file?: string;
  readonly clearance?: string;
  readonly sealed?: string;
  readonly published?: string;
  /** It is not needed because of what was found out about the school. */
  readonly relieved?: true;
}
