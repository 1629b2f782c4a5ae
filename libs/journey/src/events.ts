/**
 * The facts of a journey, as events. Each names the document, vote, consent or letter that shows
 * it; `on` is when it happened, never when it was recorded (the journal holds that beside it).
 * Dates are ISO days in England, instants ISO with Z. No event carries free text or a name of a
 * person: the record keeps those apart, under a commitment.
 */
export type JourneyEvent = CaseEvent | ConsentEvent | DocumentEvent;
export type EventType = JourneyEvent['type'];

/** Ids of evidence: documents in the store of the record. */
export type DocumentRef = string;

export type CaseEvent =
  | OptionsPresented
  | TrustChosen
  | FoundationConsulted
  | BoardResolved
  | TrustConsented
  | DiligenceReported
  | EqualityAssessed
  | ConsultationLaunched
  | ConsultationExtended
  | ConsultationClosed
  | ConsultationReported
  | ApplicationSubmitted
  | DfeDecided
  | OrderMade
  | OrderRevoked
  | TupeInformed
  | TupeCompleted
  | FundingAgreementSigned
  | AcademyNamed
  | OpeningDateSet
  | InsuranceConfirmed
  | ConditionsMet
  | SchoolOpened
  | CaseWithdrawn;

export type ConsentEvent =
  | ConsentRequested
  | ConsentAcknowledged
  | ConsentMoreAsked
  | ConsentMoreGiven
  | ConsentDecided
  | ConsentConditionMet
  | ConsentWithdrawn;

export type DocumentEvent = DocumentReceived | DocumentCleared | DocumentSigned | DocumentSetAside;

interface Fact<T extends string> {
  readonly type: T;
  readonly on: string;
}

export interface OptionsPresented extends Fact<'options.presented'> {
  readonly paper: DocumentRef;
}

export interface TrustChosen extends Fact<'trust.chosen'> {
  readonly trust: { readonly uid: string; readonly name: string };
}

export interface FoundationConsulted extends Fact<'foundation.consulted'> {
  readonly letter: DocumentRef;
}

export type Purpose = 'apply' | 'final';

/** A vote of the board in session, with everything that its validity hangs on. */
export interface BoardResolved extends Fact<'board.resolved'> {
  readonly purpose: Purpose;
  readonly meeting: string;
  readonly resolution: string;
  /** The group UID of the trust that the resolution names. */
  readonly trust: string;
  readonly fullBoard: boolean;
  readonly notice: {
    readonly clearDays: number;
    readonly withPapers: boolean;
    /** The chair directed shorter notice for urgency, and the notice says so. */
    readonly urgency: boolean;
  };
  readonly inPost: number;
  readonly present: number;
  readonly interestsDeclared: boolean;
  readonly withdrew: number;
  /** For a federated school: votes of the prescribed governors, and how many are needed (s.3(6)). */
  readonly prescribed: { readonly for: number; readonly needed: number } | null;
  readonly votes: {
    readonly for: number;
    readonly against: number;
    readonly abstained: number;
    readonly casting: 'for' | 'against' | null;
  };
  readonly papers: readonly DocumentRef[];
  readonly minutes: DocumentRef;
}

export interface TrustConsented extends Fact<'trust.consented'> {
  readonly letter: DocumentRef;
}

export interface DiligenceReported extends Fact<'diligence.reported'> {
  readonly of: 'trust' | 'school';
  readonly report: DocumentRef;
}

export interface EqualityAssessed extends Fact<'equality.assessed'> {
  readonly assessment: DocumentRef;
}

export interface ConsultationLaunched extends Fact<'consultation.launched'> {
  readonly consultation: string;
  readonly closesAt: string;
  readonly document: DocumentRef;
}

export interface ConsultationExtended extends Fact<'consultation.extended'> {
  readonly closesAt: string;
}

export interface ConsultationClosed extends Fact<'consultation.closed'> {
  readonly at: string;
}

export interface ConsultationReported extends Fact<'consultation.reported'> {
  readonly report: DocumentRef;
}

export interface ApplicationSubmitted extends Fact<'application.submitted'> {
  readonly reference: string;
  readonly form: DocumentRef;
}

export type DfeOutcome = 'approved' | 'approved-with-conditions' | 'declined' | 'deferred';

export interface DfeDecided extends Fact<'dfe.decided'> {
  readonly outcome: DfeOutcome;
  readonly decidedBy: string;
  readonly letter: DocumentRef;
}

export interface OrderMade extends Fact<'order.made'> {
  readonly order: DocumentRef;
}

export interface OrderRevoked extends Fact<'order.revoked'> {
  readonly letter: DocumentRef;
}

export interface TupeInformed extends Fact<'tupe.informed'> {
  readonly letter: DocumentRef;
}

export interface TupeCompleted extends Fact<'tupe.completed'> {
  readonly minutes: DocumentRef;
}

export interface FundingAgreementSigned extends Fact<'funding-agreement.signed'> {
  readonly agreement: DocumentRef;
}

export interface AcademyNamed extends Fact<'academy.named'> {
  readonly name: string;
}

export interface OpeningDateSet extends Fact<'opening-date.set'> {
  readonly opens: string;
  /** Coded reasons, in the Department for Education's own words, when an earlier date is moved. */
  readonly reasons: readonly string[];
}

export interface InsuranceConfirmed extends Fact<'insurance.confirmed'> {
  readonly confirmation: DocumentRef;
}

export interface ConditionsMet extends Fact<'conditions.met'> {
  readonly confirmation: DocumentRef;
}

export interface SchoolOpened extends Fact<'school.opened'> {
  readonly confirmation: DocumentRef;
}

export interface CaseWithdrawn extends Fact<'case.withdrawn'> {
  readonly minutes: DocumentRef;
}

/** The names of a consent's parts on the case, given by the duties: 'trustees', 'appointer-1'. */
interface OfConsent {
  readonly consent: string;
}

export interface ConsentRequested extends Fact<'consent.requested'>, OfConsent {
  readonly papers: readonly DocumentRef[];
  /** SHA-256 over the papers' hashes in order: what was asked about, frozen. */
  readonly papersHash: string;
}

export interface ConsentAcknowledged extends Fact<'consent.acknowledged'>, OfConsent {}

export interface ConsentMoreAsked extends Fact<'consent.more-asked'>, OfConsent {}

export interface ConsentMoreGiven extends Fact<'consent.more-given'>, OfConsent {
  readonly papers: readonly DocumentRef[];
  readonly papersHash: string;
}

export type ConditionDue = 'application' | 'funding-agreement' | 'opening';

export interface ConsentDecided extends Fact<'consent.decided'>, OfConsent {
  readonly decision: 'granted' | 'refused';
  readonly conditions: readonly { readonly id: string; readonly due: ConditionDue }[];
  readonly papersHash: string;
}

export interface ConsentConditionMet extends Fact<'consent.condition-met'>, OfConsent {
  readonly condition: string;
  readonly evidence: DocumentRef;
}

export interface ConsentWithdrawn extends Fact<'consent.withdrawn'>, OfConsent {}

/** The names of a legal document's part on the case: 'church-supplemental-agreement'. */
interface OfDocument {
  readonly document: string;
}

export interface DocumentReceived extends Fact<'document.received'>, OfDocument {
  readonly file: DocumentRef;
}

export interface DocumentCleared extends Fact<'document.cleared'>, OfDocument {
  readonly letter: DocumentRef;
}

export interface DocumentSigned extends Fact<'document.signed'>, OfDocument {
  readonly party: string;
  readonly file: DocumentRef;
}

export interface DocumentSetAside extends Fact<'document.set-aside'>, OfDocument {
  readonly advice: DocumentRef;
}
