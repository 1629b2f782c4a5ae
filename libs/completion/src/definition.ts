import type { DocumentKind } from '#evidence';
import type { HumanRole } from '#identity';
import type { CaseFacts, DocumentPart } from '#journey';
import type { Ground } from './ground.js';

/** The sections of the Department's own list. */
export type TaskGroup = 'kick-off' | 'legal' | 'ready' | 'after';

/** Whose a task is: who has to act, or to send what shows it. */
export type TaskOwner =
  | 'clerk'
  | 'school'
  | 'board'
  | 'employer'
  | 'trust'
  | 'trust-and-diocese'
  | 'local-authority'
  | 'solicitor'
  | 'department';

/**
 * By whose list a task is a condition. `department`: its own check before it confirms that all
 * conditions are met, which is that the legal documents are cleared and signed and that the school
 * says its actions are done. `service`: held here beside that, so that none is met without it.
 */
export type ConditionBy = 'department' | 'service';

/** What a task asks beside its papers; its words are content. */
export interface Ask {
  readonly name: string;
  readonly kind: 'date' | 'number' | 'choice';
  /** The values of a choice. */
  readonly among?: readonly string[];
}

/**
 * One thing that shows a task: a fact of the case, a legal document that has come so far, a paper of
 * one of these kinds added for the task, an answer, a letter that went out, a person on the case, or
 * what the register says. A tick is none of these.
 */
export type Proof =
  | { readonly fact: keyof CaseFacts; readonly when?: (facts: CaseFacts) => boolean }
  | { readonly instrument: string; readonly upTo: DocumentPart['value'] }
  | { readonly paper: readonly [DocumentKind, ...DocumentKind[]] }
  | { readonly answer: Ask }
  | { readonly letter: string }
  | { readonly person: HumanRole }
  | { readonly register: 'academy' };

/** One of the Department's tasks. Another one is a definition like this, and its words. */
export interface TaskDefinition {
  /** Its words are under this name in content/completion/tasks.json. */
  readonly id: string;
  readonly group: TaskGroup;
  readonly owner: TaskOwner;
  /** Set where all conditions are met only when it is done. */
  readonly condition?: ConditionBy;
  /** Whether advice can show that a school does not need it. */
  readonly canBeSetAside?: true;
  /** Absent: it applies to every school. `unknown` is never "no". */
  readonly applies?: (ground: Ground) => boolean | 'unknown';
  /** Every one of them is needed. */
  readonly proofs: readonly Proof[];
}
