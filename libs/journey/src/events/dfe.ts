import type { DocumentRef, Fact } from './fact.js';

/** The application, the Department for Education's decision, and the academy order. */
export type DfeEvent =
  | ApplicationSubmitted
  | DfeDecided
  | DfeConditionMet
  | OrderConsulted
  | OrderMade
  | OrderRescinded
  | OrderRevoked;

export interface ApplicationSubmitted extends Fact<'application.submitted'> {
  readonly reference: string;
  /** Other schools that stand in an application with this reference; absent: none. */
  readonly together?: readonly ApplyingSchool[];
  readonly form: DocumentRef;
}

/** A school in the same application, and the group to which it belongs. */
export type ApplyingSchool = { readonly name: string; readonly group: string | null };

export type DfeOutcome =
  'approved' | 'approved-with-conditions' | 'declined' | 'deferred' | 'withdrawn';

export interface DfeDecided extends Fact<'dfe.decided'> {
  readonly outcome: DfeOutcome;
  readonly decidedBy: string;
  /** The Department's coded reasons; only and always where it is not an approval. */
  readonly reasons?: readonly string[];
  /** Whether each reason's details are on the record, beside the entry. */
  readonly detailed?: boolean;
  /** The conditions of an approval, by their names on the case. */
  readonly conditions?: readonly { readonly id: string }[];
  readonly letter: DocumentRef;
}

export interface DfeConditionMet extends Fact<'dfe.condition-met'> {
  readonly condition: string;
  readonly evidence: DocumentRef;
}

/**
 * The power or the duty under which an order is made: on the board's application, at the Secretary
 * of State's discretion, or, until 28 June 2026, because a school in a category of concern had to.
 */
export type OrderBasis = 's.4(1)(a)' | 's.4(1)(b)' | 's.4(A1)';

/** Before a directive order the Secretary of State consults trustees, appointers, religious body. */
export interface OrderConsulted extends Fact<'order.consulted'> {
  /** Who was written to, by their parts on the case; absent: all of them. */
  readonly bodies?: readonly string[];
  readonly letter: DocumentRef;
}

export interface OrderMade extends Fact<'order.made'> {
  /** Absent before machine version 2: on the board's application. */
  readonly basis?: OrderBasis;
  readonly order: DocumentRef;
}

/** An order on an application that turns out to be invalid is withdrawn; one may apply again. */
export interface OrderRescinded extends Fact<'order.rescinded'> {
  readonly letter: DocumentRef;
}

/** Directive orders alone are revoked, with a minister's approval and a letter (s.5D). */
export interface OrderRevoked extends Fact<'order.revoked'> {
  readonly reasons?: readonly string[];
  readonly letter: DocumentRef;
  /** The minister's approval. */
  readonly approval?: DocumentRef;
}
