import type { Actor, Sql } from '#platform';
import type { Act, CaseView, Office } from '#cases';
import type { Document, DocumentKind, DocumentStatus } from '#evidence';
import type { JourneyEvent, Task } from '#journey';
import type { Field, Item } from './field.js';

/** A step of a case about to be taken: where the case stands, and what can be chosen from. */
export interface StepContext {
  readonly sql: Sql;
  readonly actor: Actor;
  readonly view: CaseView;
  /** The consent or the legal document that the step is about. */
  readonly part: string | null;
  readonly task: Task | null;
  /** The case's documents that nothing has superseded. */
  readonly documents: readonly Document[];
  /** All of them, with every version. */
  readonly everyDocument: readonly Document[];
  /** What was searched for or chosen, where a step begins with that. */
  readonly query: string;
  readonly today: string;
}

/** A paper that a step is shown by: uploaded now, or one that is on the case already. */
export interface PaperField {
  /** The field of the event. */
  readonly as: string;
  readonly kinds: readonly DocumentKind[];
  readonly label: string;
  readonly hint?: string;
  /** How far a new file is; approved unless the step says otherwise. */
  readonly status?: DocumentStatus;
  /** The document whose place a new file takes. */
  readonly supersedes?: string | null;
  /** The documents that would do, where not every one of the kinds would. */
  readonly among?: readonly string[];
}

/** Checked answers by the names of the fields; documents under `as`. */
export type Answers = Readonly<Record<string, string & readonly string[] & number>>;

type Known = Readonly<Record<string, string | number | readonly string[]>>;

/** What nobody typed: rows that the service found by itself. */
export interface Counted {
  readonly title: string;
  readonly rows: readonly { readonly key: string; readonly lines: string }[];
}

/** A step of the journey as a form: what is asked, the event it makes, and the act that sends it. */
export interface StepForm {
  /** The task's words, or the name of a step that is no task of its own. */
  readonly task: string;
  readonly event: JourneyEvent['type'];
  /** Whether it can be about this part; without it, about a consent or a document of the case. */
  readonly isAbout?: (view: CaseView, part: string) => boolean;
  readonly fields: (context: StepContext) => readonly Field[] | Promise<readonly Field[]>;
  readonly papers: (context: StepContext) => readonly PaperField[];
  /** What holds between the answers: the field at which it is said when it does not, and how. */
  readonly holds?: {
    readonly at: string;
    readonly error: string;
    readonly of: (answers: Answers) => boolean;
  };
  /** A search that fills the form's choices: its label. */
  readonly search?: string;
  /** What is asked on a page before the form; its answer is `query` there, and rules its questions. */
  readonly choose?: {
    readonly label: string;
    readonly items: (context: StepContext) => readonly Item[];
    /** The choice as the answers of the form hold it, for when they are changed. */
    readonly of: (answers: Answers) => string;
  };
  /** What stands above the form: sentences of guidance that the case itself gives. */
  readonly notes?: (context: StepContext) => readonly string[] | Promise<readonly string[]>;
  /** What is known already, as an answer or as it would be typed: the form begins with it. */
  readonly initial?: (context: StepContext) => Known | Promise<Known>;
  /** Refuses `invalid`, with the faults of its fields, what no field alone can see. */
  readonly refuse?: (context: StepContext, answers: Answers) => Promise<void>;
  /** What follows beside the record and the letters, for the page that checks it. */
  readonly effects?: (
    context: StepContext,
    answers: Answers,
  ) => readonly string[] | Promise<readonly string[]>;
  /** Where more of it can be seen before it is recorded; `draft` holds the answers. */
  readonly links?: (
    context: StepContext,
    draft: string,
  ) => readonly { readonly href: string; readonly text: string }[];
  /** The page after it, where that is not the case's, and what is said there. */
  readonly after?: (caseId: string) => { readonly path: string; readonly saying: string };
  /** What the service counted of the answers, for the same page, under a heading of its own. */
  readonly counted?: (context: StepContext, answers: Answers) => Promise<Counted>;
  /** The event as it would be sent, for the page that checks it. */
  readonly preview: (
    context: StepContext,
    answers: Answers,
  ) => JourneyEvent | Promise<JourneyEvent>;
  /** Words that its letters take from the form, for the same page. */
  readonly words?: (context: StepContext, answers: Answers) => Readonly<Record<string, string>>;
  readonly take: (
    office: Office,
    act: Act,
    context: StepContext,
    answers: Answers,
  ) => Promise<object>;
}
