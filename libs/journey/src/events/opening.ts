import type { DocumentRef, Fact } from './fact.js';

/** The way to the first day. */
export type OpeningEvent =
  | FundingAgreementSigned
  | AcademyNamed
  | OpeningDateSet
  | InsuranceConfirmed
  | TaskShown
  | TaskSetAside
  | ConditionsMet
  | SchoolOpened;

export interface FundingAgreementSigned extends Fact<'funding-agreement.signed'> {
  readonly agreement: DocumentRef;
}

export interface AcademyNamed extends Fact<'academy.named'> {
  readonly name: string;
}

export interface OpeningDateSet extends Fact<'opening-date.set'> {
  readonly opens: string;
  /** Absent before machine version 2: provisional. */
  readonly standing?: 'provisional' | 'confirmed';
  /** Coded reasons, in the Department for Education's own words, when an earlier date is moved. */
  readonly reasons: readonly string[];
  /** The reasons whose notes are on the record, beside the entry. */
  readonly noted?: readonly string[];
}

export interface InsuranceConfirmed extends Fact<'insurance.confirmed'> {
  readonly confirmation: DocumentRef;
}

/** One of the Department's tasks, shown by its evidence; a tick is not evidence. */
export interface TaskShown extends Fact<'task.shown'> {
  readonly task: string;
  readonly evidence: readonly DocumentRef[];
  /** The kinds of those documents, looked up. */
  readonly kinds: readonly string[];
  /** What the task asks beside its documents: a date, a number, a choice. */
  readonly answers: Readonly<Record<string, string>>;
}

/** One of the Department's tasks does not apply to this school, on advice. */
export interface TaskSetAside extends Fact<'task.set-aside'> {
  readonly task: string;
  readonly advice: DocumentRef;
}

export interface ConditionsMet extends Fact<'conditions.met'> {
  /** The Department's tasks that are conditions and not done, worked out; never typed or ticked. */
  readonly outstanding?: readonly string[];
  readonly confirmation: DocumentRef;
}

export interface SchoolOpened extends Fact<'school.opened'> {
  /** The URN of the academy; the school's own is closed. Absent before machine version 2. */
  readonly urn?: string;
  readonly confirmation: DocumentRef;
}
