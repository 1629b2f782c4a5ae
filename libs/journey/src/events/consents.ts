import type { ConsentPolicy, ConsentScope } from '../terms.js';
import type { DocumentRef, Fact } from './fact.js';

/** What passes between the case and one body whose consent it needs, in one capacity. */
export type ConsentEvent =
  | ConsentPolicyApplied
  | ConsentPolicyKept
  | ConsentRequested
  | ConsentAcknowledged
  | ConsentMoreAsked
  | ConsentMoreGiven
  | ConsentPapersGiven
  | ConsentDecided
  | ConsentConditionMet
  | ConsentWithdrawn
  | ConsentLapsed
  | ConsentSilenceRefused;

/** The names of a consent's parts on the case, given by the duties: 'trustees', 'appointer-1'. */
interface OfConsent {
  readonly consent: string;
}

/** A version of the body's own policy counts for this consent from now on; null where it has none. */
export interface ConsentPolicyApplied extends Fact<'consent.policy-applied'>, OfConsent {
  readonly policy: ConsentPolicy | null;
}

/** A newer version of the body's policy does not count for this consent: the one it has goes on. */
export interface ConsentPolicyKept extends Fact<'consent.policy-kept'>, OfConsent {
  /** The newer version. */
  readonly instead: string;
}

export interface ConsentRequested extends Fact<'consent.requested'>, OfConsent {
  readonly papers: readonly DocumentRef[];
  /** SHA-256 over the papers' hashes in order: what was asked about, frozen. */
  readonly papersHash: string;
  /** The kinds of the papers, looked up; absent before machine version 2. */
  readonly kinds?: readonly string[];
}

export interface ConsentAcknowledged extends Fact<'consent.acknowledged'>, OfConsent {}

export interface ConsentMoreAsked extends Fact<'consent.more-asked'>, OfConsent {}

export interface ConsentMoreGiven extends Fact<'consent.more-given'>, OfConsent {
  readonly papers: readonly DocumentRef[];
  readonly papersHash: string;
  readonly kinds?: readonly string[];
}

/** Papers that a body which consented in principle is given for its final decision. */
export interface ConsentPapersGiven extends Fact<'consent.papers-given'>, OfConsent {
  /** The new ones alone; those that were there before stay. */
  readonly papers: readonly DocumentRef[];
  /** Over all of them, in the order in which they came. */
  readonly papersHash: string;
}

export type ConditionDue = 'application' | 'funding-agreement' | 'opening';

export interface ConsentDecided extends Fact<'consent.decided'>, OfConsent {
  readonly decision: 'granted' | 'refused';
  /**
   * Whether more is to come: a body that decides twice grants in principle first. Absent before
   * machine version 2: final.
   */
  readonly finality?: 'in-principle' | 'final';
  /** The trust and the articles, as they stood; absent in earlier entries. */
  readonly scope?: ConsentScope;
  readonly conditions: readonly { readonly id: string; readonly due: ConditionDue }[];
  /** The last day on which the consent holds, where the body set one. */
  readonly validUntil?: string;
  /** The instant in London at which that day has ended. */
  readonly lapsesAt?: string;
  /** The papers on which it was decided, in the order of the hash; absent in earlier entries. */
  readonly papers?: readonly DocumentRef[];
  readonly papersHash: string;
}

export interface ConsentConditionMet extends Fact<'consent.condition-met'>, OfConsent {
  readonly condition: string;
  readonly evidence: DocumentRef;
}

export interface ConsentWithdrawn extends Fact<'consent.withdrawn'>, OfConsent {}

/** The last day of a consent has passed. */
export interface ConsentLapsed extends Fact<'consent.lapsed'>, OfConsent {}

/** A body whose own policy says so has refused by letting its deadline pass. */
export interface ConsentSilenceRefused extends Fact<'consent.silence-refused'>, OfConsent {}
