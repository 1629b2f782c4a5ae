import type { DocumentRef, Fact } from './fact.js';

/** Informing and consulting staff on their transfer (TUPE 2006): never the section 5 consultation. */
export type StaffEvent =
  | TupeMeasuresReceived
  | TupeRepresentativesNamed
  | TupeInformed
  | TupeReplied
  | TupeLiabilityReceived
  | TupeCompleted;

/** The trust says which measures it envisages for the staff (reg 13(4)). */
export interface TupeMeasuresReceived extends Fact<'tupe.measures-received'> {
  readonly measures: DocumentRef;
}

/** Who stands for the staff: unions that are recognised, or representatives that were elected. */
export interface TupeRepresentativesNamed extends Fact<'tupe.representatives-named'> {
  readonly representatives: readonly string[];
}

export interface TupeInformed extends Fact<'tupe.informed'> {
  /** Whom the letter was sent to, of those named; absent before machine version 2. */
  readonly representatives?: readonly string[];
  readonly letter: DocumentRef;
}

/** What a representative answered, in the log of this consultation alone. */
export interface TupeReplied extends Fact<'tupe.replied'> {
  readonly representative: string;
  readonly reply: DocumentRef;
}

/** The employee liability information, due 28 days before the transfer (reg 11). */
export interface TupeLiabilityReceived extends Fact<'tupe.liability-received'> {
  readonly receipt: DocumentRef;
}

export interface TupeCompleted extends Fact<'tupe.completed'> {
  readonly minutes: DocumentRef;
}
