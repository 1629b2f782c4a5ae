import type { Actor } from '#platform';
import type { Decision, JourneyEvent } from '#journey';
import type { CaseAtDoor } from './read-case.js';

/** An event on its way to a case: who sends it, what they saw, and what goes beside the record. */
export interface Move {
  readonly caseId: string;
  readonly actor: Actor;
  readonly event: JourneyEvent;
  /** The version that the actor's page showed; another one now is a conflict, not a retry. */
  readonly seenVersion?: number;
  readonly onBehalfOf?: string;
  /** Commitments of personal texts that the use case has stored in the same transaction. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Words that only the use case knows, for the letters of this move. */
  readonly words?: Readonly<Record<string, string>>;
}

/** A move that has been decided, with all that its letters are made from. */
export interface Telling {
  readonly baseUrl: string;
  readonly move: Move;
  readonly found: CaseAtDoor;
  readonly decision: Decision & { ok: true };
  readonly cause: { readonly stream: string; readonly seq: number };
}
