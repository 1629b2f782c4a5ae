import type { AskedAgain, LaunchGiven } from './consult.js';

/** What the launch of a consultation is to be, as a clerk orders it. */
export interface LaunchOrder extends LaunchGiven {
  /** The day and time in England of the first letters; null: as soon as may be. */
  readonly starts: { readonly on: string; readonly at: string } | null;
  /** Between staff, then parents and pupils, then everybody else. 0: all at once. */
  readonly gapMinutes: number;
}

/** With what everybody is to be asked again. */
export interface AskAgain {
  readonly closesOn: string;
  readonly closesAt: string;
  /** What has changed, as the letter tells everybody. */
  readonly reason: string;
  readonly gapMinutes: number;
}

/** The same as it stands in the order. */
export type AskAgainPlan = Omit<AskAgain, 'reason'> & {
  readonly consultation: string;
  readonly again: AskedAgain['again'];
  readonly reason: string;
};

/** To whom the letter is to be sent again; the reason is a commitment. */
export interface ResendPlan {
  readonly consultees: readonly string[];
}
