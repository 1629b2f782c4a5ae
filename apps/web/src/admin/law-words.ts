import { content, fill } from '#platform';
import type { Authority, Datum, DatumKind, PrescribedTest } from '#law';
import { parts } from '../views/journey-words.js';

type Strings = Readonly<Record<string, string>>;

interface LawWords {
  readonly kinds: Readonly<Record<DatumKind, { readonly title: string; readonly text: string }>>;
  /** Denominations whose bodies follow their dioceses, and are named on each case. */
  readonly byDiocese: readonly string[];
  readonly everyFederation: string;
  readonly ofSchool: string;
  readonly descriptions: Strings;
  readonly minFor: string;
  readonly minPercent: string;
  /** What holds while nobody has corrected a datum. */
  readonly notSaid: Readonly<Record<DatumKind, string>>;
  readonly bySystem: string;
  readonly corrected: string;
  readonly effects: Readonly<Record<'counts' | 'past' | 'record', string>>;
  readonly named: string;
  readonly ended: string;
  readonly roles: Readonly<
    Record<'senior-officer' | 'clerk', { readonly text: string; readonly hint: string }>
  >;
}

export const lawWords = (): LawWords => content<LawWords>('law/words');

export const EVERY_FEDERATION = '*';

/** The denominations for which an administrator can say who speaks. */
export const correctable = (): readonly string[] =>
  Object.keys(parts().denominations).filter((one) => !lawWords().byDiocese.includes(one));

/** What a datum says, in lines. */
export function valueLines({ kind, value }: Pick<Datum, 'kind' | 'value'>): readonly string[] {
  if (kind === 'religious-authority') return [(value as Authority).body];
  const { descriptions, minFor, minPercent } = value as PrescribedTest;
  const words = lawWords();
  return [
    ...descriptions.map((one) => words.descriptions[one] ?? one),
    ...(minFor === null ? [] : [fill(words.minFor, { minFor })]),
    ...(minPercent === null ? [] : [fill(words.minPercent, { minPercent })]),
  ];
}
