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

export type CaseValue = Exclude<Ending, 'withdrawn'> | { readonly live: LiveValue };
/** A withdrawn case still has its regions: it can be revived, and goes on where it stood. */
export type Ending = 'converted' | 'withdrawn' | 'declined' | 'revoked' | 'superseded';

export interface LiveValue {
  readonly course: 'going' | 'held' | 'withdrawn';
  readonly group: 'alone' | 'together' | 'reviewDue';
  readonly exploring: 'considering' | 'presented';
  readonly trust: 'unnamed' | 'named' | 'consented' | 'fixed';
  readonly articles: 'unchosen' | 'chosen';
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
  | 'lapsed'
  | 'superseded'
  | 'notNeeded';

export type DocumentState =
  'awaited' | 'received' | 'cleared' | 'signed' | 'sealed' | 'published' | 'notNeeded';

/** The regions of a case that is still going, or null when it has ended. */
export function live(snapshot: JourneySnapshot): LiveValue | null {
  const regions = regionsOf(snapshot);
  return regions?.course === 'withdrawn' ? null : regions;
}

/** The regions of a case that could still move: one that was withdrawn has them too. */
export function regionsOf({ case: { value } }: JourneySnapshot): LiveValue | null {
  return typeof value === 'string' ? null : value.live;
}

/** How a case ended, or null while it is still going. */
export function ending(snapshot: JourneySnapshot): Ending | null {
  const { value } = snapshot.case;
  if (typeof value === 'string') return value;
  return value.live.course === 'withdrawn' ? 'withdrawn' : null;
}
