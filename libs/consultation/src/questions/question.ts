import { content, fill } from '#platform';

export const KINDS = ['position', 'choice', 'words'] as const;
/** How a question is answered: by a position, by one of its own options, or in words. */
export type QuestionKind = (typeof KINDS)[number];

export interface Option {
  readonly id: string;
  readonly text: string;
}

/** What a clerk writes of a question; `options` are those of a choice, and empty elsewhere. */
export interface QuestionGiven {
  readonly kind: QuestionKind;
  readonly wording: string;
  readonly options: readonly string[];
}

/** A question beside the one on the proposal. Nobody has to answer it. */
export interface Question extends Pick<QuestionGiven, 'kind' | 'wording'> {
  /** q1, q2: never another question's, also after that was taken out. */
  readonly id: string;
  /** What can be chosen; empty where the answer is in words. */
  readonly options: readonly Option[];
}

interface Words {
  readonly kinds: Readonly<Record<QuestionKind, string>>;
  readonly kindHints: Readonly<Record<QuestionKind, string>>;
  readonly positions: Readonly<Record<string, string>>;
  readonly ready: readonly {
    readonly id: string;
    readonly kind: QuestionKind;
    readonly wording: string;
    readonly anyTrust?: string;
    readonly options?: readonly string[];
  }[];
  readonly rather: string;
  readonly didNotSay: string;
  readonly notAsked: string;
  readonly erased: string;
  readonly moved: string;
  readonly gone: string;
  /** Said to the clerk of a school whose consultation another one leads. */
  readonly led: string;
  readonly tooMany: string;
  readonly counts: {
    readonly title: string;
    readonly note: string;
    readonly columns: readonly string[];
    readonly inWords: string;
  };
}

/** The words of content/consultation-questions.json. */
export const questionWords = (): Words => content<Words>('consultation-questions');

/** Questions to begin from, with the trust's name where one is chosen. */
export function readyQuestions(trust: string | null): readonly (QuestionGiven & { id: string })[] {
  return questionWords().ready.map(({ id, kind, wording, anyTrust = '', options = [] }) => ({
    ...{ id, kind, options },
    wording: fill(wording, { trust: trust ?? anyTrust }),
  }));
}

/** A question as it is kept: what can be chosen is written out, so that its words are in the hash. */
export function questionOf(id: string, { kind, wording, options }: QuestionGiven): Question {
  return { id, kind, wording, options: optionsOf(kind, options) };
}

function optionsOf(kind: QuestionKind, own: readonly string[]): readonly Option[] {
  switch (kind) {
    case 'position':
      return Object.entries(questionWords().positions).map(([id, text]) => ({ id, text }));
    case 'choice':
      return own.map((text, index) => ({ id: `o${index + 1}`, text }));
    case 'words':
      return [];
  }
}
