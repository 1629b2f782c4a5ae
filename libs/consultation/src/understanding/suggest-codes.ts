import { content } from '#platform';

/** A reply, and of which groups of people it is: its author's group, its author's view. */
export interface ReplyOfGroups {
  readonly words: string;
  readonly groups: readonly string[];
}

/** Two words that stand together in one group's replies more than in those of the others. */
export interface SuggestedCode {
  readonly words: string;
  /** Whose replies have them more than the others'. */
  readonly group: string;
  readonly inGroup: Share;
  readonly inOthers: Share;
  /** Which of the replies have them, whoever wrote them, by their place. */
  readonly members: readonly number[];
}

/** So many replies of so many. */
export interface Share {
  readonly having: number;
  readonly of: number;
}

const LEAST_REPLIES = 3;
const MOST = 20;
/** How far apart two groups are in errors of their difference: by chance one in twenty is so far. */
const LEAST_WEIGHT = 1.645;
/** How many replies, with the words as often as all have them, are thought to each side beforehand. */
const PRIOR = 2;

/**
 * What replies may speak of, by the words alone: pairs of words that one group has more than the
 * others, those first that set it most apart (log-odds between the groups, Monroe and others 2008).
 * `copies` are replies that repeat another: a campaign weighs as one reply.
 */
export function suggestCodes(
  replies: readonly ReplyOfGroups[],
  copies: ReadonlySet<number> = new Set(),
): readonly SuggestedCode[] {
  const pairsOf = replies.map(({ words }) => wordPairs(words));
  const own = replies.map((_, at) => at).filter((at) => !copies.has(at));
  const all = countReplies(own, pairsOf);
  const best = new Map<string, Omit<SuggestedCode, 'members'> & { readonly weight: number }>();
  for (const group of new Set(replies.flatMap(({ groups }) => groups)).values()) {
    const within = own.filter((at) => replies[at]!.groups.includes(group));
    for (const [words, having] of countReplies(within, pairsOf)) {
      if (having < LEAST_REPLIES) continue;
      const inGroup = { having, of: within.length };
      const others = own.length - within.length;
      const inOthers = { having: all.get(words)! - having, of: others };
      const weight = weightOf(inGroup, inOthers);
      if (weight < LEAST_WEIGHT || (best.get(words)?.weight ?? 0) >= weight) continue;
      best.set(words, { words, group, inGroup, inOthers, weight });
    }
  }
  return [...best.values()]
    .toSorted((a, b) => b.weight - a.weight || (a.words < b.words ? -1 : 1))
    .slice(0, MOST)
    .map(({ weight: _, ...found }) => ({
      ...found,
      members: pairsOf.flatMap((pairs, at) => (pairs.has(found.words) ? [at] : [])),
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

function countReplies(
  places: readonly number[],
  pairsOf: readonly ReadonlySet<string>[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const at of places)
    for (const pair of pairsOf[at]!) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  return counts;
}

/** The difference of the two groups' log-odds in its own errors; nothing where there is one group alone. */
function weightOf(group: Share, others: Share): number {
  if (group.of === 0 || others.of === 0) return 0;
  const usual = (group.having + others.having) / (group.of + others.of);
  const counts = ({ having, of }: Share) =>
    [having + PRIOR * usual, of - having + PRIOR * (1 - usual)] as const;
  const [first, second] = [counts(group), counts(others)];
  const difference = Math.log(first[0] / first[1]) - Math.log(second[0] / second[1]);
  const variance = [...first, ...second].reduce((sum, one) => sum + 1 / one, 0);
  return difference / Math.sqrt(variance);
}
