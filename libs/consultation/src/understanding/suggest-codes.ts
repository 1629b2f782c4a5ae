import { content } from '#platform';
import { findCampaigns } from './find-campaigns.js';

/** Two words that stand together in more replies than chance would have it. */
export interface SuggestedCode {
  readonly words: string;
  /** Which of the texts have them, by their place. */
  readonly members: readonly number[];
}

const LEAST_TEXTS = 3;
const MOST = 20;
/** Twice the log-likelihood ratio that chance passes once in a thousand times. */
const LEAST_WEIGHT = 10.83;

/**
 * What replies may speak of, by the words alone: pairs of words that hold together, those first that
 * chance explains least (Dunning's log-likelihood). A campaign weighs as one reply.
 */
export function suggestCodes(texts: readonly string[]): readonly SuggestedCode[] {
  const copies = new Set(findCampaigns(texts).flatMap(({ members }) => members.slice(1)));
  const pairsOf = texts.map(wordPairs);
  const own = pairsOf.filter((_, index) => !copies.has(index));
  const pairs = countTexts(own);
  const firsts = countTexts(own.map((one) => new Set([...one].map((pair) => pair.split(' ')[0]!))));
  const seconds = countTexts(
    own.map((one) => new Set([...one].map((pair) => pair.split(' ')[1]!))),
  );
  return [...pairs]
    .filter(([, count]) => count >= LEAST_TEXTS)
    .map(([words, count]) => {
      const [first = '', second = ''] = words.split(' ');
      const alone = { first: firsts.get(first)!, second: seconds.get(second)! };
      return { words, weight: weightOf(count, alone, own.length) };
    })
    .filter(({ weight }) => weight >= LEAST_WEIGHT)
    .toSorted((a, b) => b.weight - a.weight || (a.words < b.words ? -1 : 1))
    .slice(0, MOST)
    .map(({ words }) => ({
      words,
      members: pairsOf.flatMap((pairs_, index) => (pairs_.has(words) ? [index] : [])),
    }));
}

/** Neighbours in a text once the words that everybody uses for everything are left out. */
function wordPairs(text: string): ReadonlySet<string> {
  const common = new Set(content<readonly string[]>('common-words'));
  const sentences = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[.!?;:\n]+/);
  return new Set(
    sentences.flatMap((sentence) => {
      const words = sentence.replaceAll('’', "'").match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}']*/gu) ?? [];
      const telling = words.filter((word) => word.length > 1 && !common.has(word));
      return telling.slice(1).map((word, before) => `${telling[before]!} ${word}`);
    }),
  );
}

function countTexts(sets: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const one of set) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** How badly independence explains that two things are together in so many of the texts; 0: not more often. */
function weightOf(
  both: number,
  { first, second }: { readonly first: number; readonly second: number },
  texts: number,
): number {
  if (both * texts <= first * second) return 0;
  const cells = [
    [both, first * second],
    [first - both, first * (texts - second)],
    [second - both, (texts - first) * second],
    [texts - first - second + both, (texts - first) * (texts - second)],
  ] as const;
  return cells.reduce(
    (sum, [seen, expected]) =>
      seen <= 0 ? sum : sum + 2 * seen * Math.log((seen * texts) / expected),
    0,
  );
}
