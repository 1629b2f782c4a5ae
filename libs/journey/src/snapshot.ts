import type { CaseFacts, ConsentFacts, DocumentFacts } from './facts.js';

/** Where a case stands, as plain data: what the machines need to go on from, and no more. */
export interface JourneySnapshot {
  readonly case: { readonly value: CaseValue; readonly context: CaseFacts };
  readonly consents: Readonly<Record<string, ConsentPart>>;
  readonly documents: Readonly<Record<string, DocumentPart>>;
}

export interface ConsentPart {
  readonly value: ConsentState;
  readonly context: ConsentFacts;
}

export interface DocumentPart {
  readonly value: DocumentState;
  readonly context: DocumentFacts;
}

export type CaseValue = Ending | { readonly live: LiveValue };
export type Ending = 'converted' | 'withdrawn' | 'declined' | 'revoked';

export interface LiveValue {
  readonly exploring: 'considering' | 'presented';
  readonly trust: 'unnamed' | 'named' | 'consented' | 'fixed';
  readonly foundation: 'notConsulted' | 'consulted' | 'notApplicable';
  readonly board: 'undecided' | 'refused' | 'resolvedToApply' | 'decided' | 'rejected';
  readonly diligence: {
    readonly ofTrust: 'open' | 'reported';
    readonly ofSchool: 'open' | 'reported';
    readonly equality: 'open' | 'assessed';
  };
  readonly consultation:
    'planned' | 'open' | 'closed' | 'reported' | 'considered' | 'notApplicable';
  readonly dfe: 'notApplied' | 'applied' | 'approved' | 'ordered';
  readonly tupe: 'notStarted' | 'informed' | 'complete';
  readonly legal: 'preparing' | 'agreed';
  readonly opening: {
    readonly date: 'undated' | 'dated' | 'ready';
    readonly name: 'unnamed' | 'named';
    readonly insurance: 'unconfirmed' | 'confirmed';
  };
}

export type ConsentState =
  | 'notRequested'
  | 'requested'
  | 'acknowledged'
  | 'underConsideration'
  | 'granted'
  | 'conditional'
  | 'refused'
  | 'withdrawn'
  | 'superseded';

export type DocumentState = 'awaited' | 'received' | 'cleared' | 'signed' | 'notNeeded';

/** The regions of a case that is still going, or null when it has ended. */
export function live(snapshot: JourneySnapshot): LiveValue | null {
  return typeof snapshot.case.value === 'string' ? null : snapshot.case.value.live;
}

/** How a case ended, or null while it is still going. */
export function ending(snapshot: JourneySnapshot): Ending | null {
  return typeof snapshot.case.value === 'string' ? snapshot.case.value : null;
}
