import { content, fill } from '#platform';
import type { ConsentFacts, ConsentPart } from '#journey';
import { silentUntil } from '#journey';
import { day } from '../http/dates.js';
import { parts } from './journey-words.js';

interface ConsentWords {
  readonly stateColours: Readonly<Record<ConsentPart['value'], string>>;
  readonly inPrinciple: string;
  readonly silence: string;
  readonly erased: string;
  readonly newPaper: string;
  readonly finality: Readonly<Record<'in-principle' | 'final', string>>;
  readonly facts: Readonly<Record<Fact, string>>;
}

type Fact =
  | 'decidedOn'
  | 'finality'
  | 'trust'
  | 'articles'
  | 'until'
  | 'noEnd'
  | 'signedBy'
  | 'authority'
  | 'noArticles';

export const consentWords = (): ConsentWords => content<ConsentWords>('consents');

/** Given in principle: the body decides once more. */
export const isInPrinciple = ({ value, context }: ConsentPart): boolean =>
  value === 'conditional' && context.finality === 'in-principle';

/** How a consent stands, as a tag. */
export function consentTag(part: ConsentPart): { text: string; colour: string } {
  const { inPrinciple, stateColours } = consentWords();
  const text = isInPrinciple(part) ? inPrinciple : parts().consentStates[part.value]!;
  return { text, colour: stateColours[part.value] };
}

/** What follows from silence, where the body’s own policy says that it refuses; else null. */
export function silenceOf({ value, context }: ConsentPart): string | null {
  const until = silentUntil(context);
  const isWaiting = value === 'requested' || value === 'acknowledged';
  return isWaiting && until !== null ? fill(consentWords().silence, { day: day(until) }) : null;
}

export interface Row {
  readonly key: string;
  readonly value: string;
}

type ExtentFacts = Pick<ConsentFacts, 'finality' | 'scope' | 'validUntil'>;

/** What a consent was given for, how far it goes and until when; none for what is no consent. */
export function extentRows({ finality, scope, validUntil }: ExtentFacts): readonly Row[] {
  if (finality === undefined) return [];
  const words = consentWords();
  return [
    { key: words.facts.finality, value: words.finality[finality] },
    ...(scope === undefined ? [] : scopeRows(scope)),
    {
      key: words.facts.until,
      value: validUntil === undefined ? words.facts.noEnd : day(validUntil),
    },
  ];
}

function scopeRows({ trust, articles }: NonNullable<ExtentFacts['scope']>): readonly Row[] {
  const { facts } = consentWords();
  const model = articles === undefined ? facts.noArticles : parts().articlesModels[articles];
  return [
    { key: facts.trust, value: trust.name },
    { key: facts.articles, value: model },
  ];
}
