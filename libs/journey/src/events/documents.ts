import type { DocumentRef, Fact } from './fact.js';

/** The life of one legal document: from its draft to the copy that is published. */
export type DocumentEvent =
  | DocumentReceived
  | DocumentCleared
  | DocumentSigned
  | DocumentSealed
  | DocumentPublished
  | DocumentSetAside;

/** The names of a legal document's part on the case: 'church-supplemental-agreement'. */
interface OfDocument {
  readonly document: string;
}

/** Which of the documents that not every school needs this one does, on the solicitors' advice. */
export interface InstrumentsSettled extends Fact<'instruments.settled'> {
  /** All the legal documents that the conversion needs, those that every school does included. */
  readonly documents: readonly { readonly id: string; readonly parties: readonly string[] }[];
  readonly shownBy: DocumentRef;
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

/** Dated, and sealed where it must be: it takes effect. */
export interface DocumentSealed extends Fact<'document.sealed'>, OfDocument {
  readonly file: DocumentRef;
}

/** Published, with what must not be public taken out. */
export interface DocumentPublished extends Fact<'document.published'>, OfDocument {
  readonly file: DocumentRef;
}

export interface DocumentSetAside extends Fact<'document.set-aside'>, OfDocument {
  readonly advice: DocumentRef;
}
