import type { DocumentRef, Fact } from './fact.js';

/** The consultation under section 5, by its window. */
export type ConsultationEvent =
  ConsultationLaunched | ConsultationExtended | ConsultationClosed | ConsultationReported;

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
