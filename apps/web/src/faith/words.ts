import { content } from '#platform';
import type { Words } from '#platform';
import type { Capacity, ConsentPart, Source } from '#journey';
import { rules } from '#journey';

export type ConsentState = ConsentPart['value'];

interface Choice {
  readonly text: string;
  readonly hint: string;
}
interface TitleAndText {
  readonly title: string;
  readonly text: string;
}
interface DeskWords {
  readonly groups: Readonly<Record<Group, { title: string; empty?: string }>>;
  readonly asked: Readonly<Record<Capacity, string>>;
  readonly lawRules: Readonly<Record<Capacity, string>>;
  readonly standing: Readonly<Record<ConsentState | 'inPrinciple' | 'ended', TitleAndText>>;
  readonly events: Readonly<Record<string, string>>;
  readonly erased: string;
  readonly newPaper: string;
  readonly finalToCome: string;
  readonly evidenceRule: string;
}

export type Group = 'waiting' | 'asked-more' | 'conditions' | 'decided' | 'not-asked';

/** What a body can decide, as it is asked; the journey knows only granted, on conditions or none. */
export const DECISIONS = ['granted', 'conditional', 'refused'] as const;
export type DecisionChoice = (typeof DECISIONS)[number];
export const DUES = ['application', 'funding-agreement', 'opening'] as const;

interface DecisionWords {
  readonly choices: Readonly<Record<DecisionChoice, Choice>>;
  readonly due: Readonly<Record<(typeof DUES)[number], Choice>>;
  readonly finalities: Readonly<Record<'in-principle' | 'final', Choice>>;
  readonly extent: Readonly<Record<'noEnd' | 'second' | 'months' | 'hint', string>>;
  readonly statements: Readonly<Record<DecisionChoice, Words>>;
  readonly read: string;
  readonly authorised: string;
  readonly acts: Readonly<Record<DecisionChoice, Words>>;
  readonly effects: Readonly<Record<DecisionChoice, Words>> &
    Readonly<Record<'articles' | 'end' | 'record', string>>;
  readonly receipts: Readonly<Record<string, { title: string; next: readonly string[] }>>;
}

export const deskWords = (): DeskWords => content<DeskWords>('faith/desk');
export const decisionWords = (): DecisionWords => content<DecisionWords>('faith/decision');

/** The law on which a capacity's consent rests, as the rule that asks for it names it. */
export function lawOf(capacity: Capacity): Source {
  const rule = rules.find(({ id }) => id === deskWords().lawRules[capacity]);
  if (rule === undefined) throw new Error(`content/faith/desk.json names no rule for ${capacity}.`);
  return rule.source;
}

/** The choices of a question as radios show them. */
export const itemsOf = (words: Readonly<Record<string, Choice>>) =>
  Object.entries(words).map(([value, { text, hint }]) => ({ value, text, hint }));
