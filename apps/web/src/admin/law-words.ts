import { content, fill } from '#platform';
import type { Authority, Datum, DatumKind, PrescribedTest } from '#law';
import { areas } from '#register';
import { parts } from '../views/journey-words.js';

type Strings = Readonly<Record<string, string>>;

interface LawWords {
  readonly kinds: Readonly<Record<DatumKind, { readonly title: string; readonly text: string }>>;
  /** Denominations whose bodies follow their dioceses, and are named on each case. */
  readonly byDiocese: readonly string[];
  /** Bodies of a diocese by its Church: what follows its code, and how they are called. */
  readonly dioceses: Readonly<Record<'CE' | 'RC', Strings>>;
  readonly dioceseNotKnown: string;
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
  readonly proofsRemoved: string;
  readonly passwordAllowed: string;
  readonly passwordEnded: string;
  readonly accountInvited: string;
  readonly accountEnded: string;
  readonly roles: Readonly<
    Record<'senior-officer' | 'clerk', { readonly text: string; readonly hint: string }>
  >;
}

export const lawWords = (): LawWords => content<LawWords>('law/words');

export const EVERY_FEDERATION = '*';

/** The denominations for which an administrator can say who speaks. */
export const correctable = (): readonly string[] =>
  Object.keys(parts().denominations).filter((one) => !lawWords().byDiocese.includes(one));

/** The bodies of every diocese, each by the subject under which it can be corrected. */
export function diocesanBodies(): ReadonlyMap<string, string> {
  const { dioceses } = lawWords();
  const of = (kind: 'ce' | 'rc', words: Strings) =>
    areas
      .diocesesOf(kind)
      .flatMap(({ code, name }) =>
        Object.entries(words).map(
          ([after, say]) => [`${code}${after}`, fill(say, { diocese: name })] as const,
        ),
      );
  return new Map([...of('ce', dioceses.CE), ...of('rc', dioceses.RC)]);
}

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
