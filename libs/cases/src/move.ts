import type { Actor } from '#platform';
import type { Group } from '#consultation';
import type { Decision, JourneyEvent } from '#journey';
import type { CaseAtDoor } from './read-case.js';

/** Some of those who are consulted, and when their letters may leave; part of a sending. */
export interface Wave {
  readonly sending: string;
  readonly wave: number;
  readonly groups: readonly Group[];
  readonly notBefore: Date;
}

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
  /** A letter that people get in the place of the usual one, by the name of that. */
  readonly letters?: Readonly<Record<string, string>>;
  /** In which order those who are consulted are written to; without it, all at once. */
  readonly waves?: readonly Wave[];
}

/** A move that has been decided, with all that its letters are made from. */
export interface Telling {
  readonly baseUrl: string;
  readonly move: Move;
  readonly found: CaseAtDoor;
  readonly decision: Decision & { ok: true };
  readonly cause: { readonly stream: string; readonly seq: number };
}
