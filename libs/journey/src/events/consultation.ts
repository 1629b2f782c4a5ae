import type { DocumentRef, Fact } from './fact.js';

/** The consultation under section 5, by its window. */
export type ConsultationEvent =
  | ConsultationLaunched
  | ConsultationExtended
  | ConsultationClosed
  | ConsultationReopened
  | ConsultationReported;

/**
 * What lies between the day on which people are asked and the closing day, that one included. The
 * school days are null where no term dates are known for all of them: unknown is not none.
 */
export type WindowDays = Readonly<{
  days: number;
  workingDays: number;
  schoolDays: number | null;
  /** Null where nobody knows; absent in entries from before it was asked. */
  closesOnSchoolDay?: boolean | null;
}>;

export interface ConsultationLaunched extends Fact<'consultation.launched'> {
  readonly consultation: string;
  readonly closesAt: string;
  readonly document: DocumentRef;
  /** What people could read at the launch; absent in entries from before it was asked for. */
  readonly text?: {
    /** 0 where nothing was written. */
    readonly version: number;
    readonly sha256: string | null;
    /** The required sections that it lacks. */
    readonly missing: readonly string[];
  };
  /**
   * Groups of which nobody was asked and nobody said why, as the service found them; absent in
   * entries from before they were looked up.
   */
  readonly unexplained?: readonly string[];
  /** Counted by the service when it happened; absent in entries older than the count. */
  readonly window?: WindowDays;
}

export interface ConsultationExtended extends Fact<'consultation.extended'> {
  readonly closesAt: string;
  /** Everybody is asked anew, about this version of what they can read; absent where they are not. */
  readonly again?: { readonly version: number; readonly sha256: string };
  /** From the first day, as the whole window is now. */
  readonly window?: WindowDays;
}

export interface ConsultationClosed extends Fact<'consultation.closed'> {
  readonly at: string;
}

/** Closed, and not reported yet: people are asked again, and told why. */
export interface ConsultationReopened extends Fact<'consultation.reopened'> {
  readonly closesAt: string;
  /** As the whole window is now, without the days on which nobody could answer. */
  readonly window?: WindowDays;
}

export interface ConsultationReported extends Fact<'consultation.reported'> {
  readonly report: DocumentRef;
  /** The same report as other documents, to print or to work on: whoever reads one has read it. */
  readonly forms?: readonly DocumentRef[];
  /** The responses that the report holds; absent in entries from before they were counted. */
  readonly replies?: {
    /** The number of the last response that had come. */
    readonly last: number;
    readonly inTime: number;
    readonly late: number;
    /** The numbers of those on which a person had still to decide: the report is without them. */
    readonly waiting: readonly number[];
  };
}
