// Finding campaigns among as many replies as a large consultation brings, most of them copies.
import { performance } from 'node:perf_hooks';
import { responses } from '#consultation';
import type { BenchContext, BenchRow } from './measure.js';
import { time } from './measure.js';

const WORDS = 2_000;
const SYLLABLES = ['ba', 'de', 'fi', 'go', 'lu', 'ma', 'ne', 'pi', 'ro', 'su', 'ta', 've'];
/** How many of ten replies are a copy of one of the letters. */
const COPIES_OF_TEN = 6;
const LETTERS = 5;

/** The seconds that ten thousand replies take; the same replies in each run. */
export async function campaigns({ scale = 'whole' }: BenchContext): Promise<BenchRow[]> {
  const count = scale === 'quick' ? 1_000 : 10_000;
  const { texts, copied } = syntheticReplies(count, 7);
  let found = 0;
  const once = async () => {
    const start = performance.now();
    const groups = responses.campaigns.find(texts);
    found = groups.reduce((sum, { members }) => sum + members.length, 0);
    return (performance.now() - start) / 1_000;
  };
  const row = await time({ name: 'campaigns', clients: 1, unit: 's', why: '' }, once);
  const why = `${count} replies, ${found} found of ${copied} copies of ${LETTERS} letters (target: under 5 s)`;
  return [{ ...row, why }];
}

/** Replies of 40 to 160 words of which some copy a letter, cut, added to, or with words changed. */
export function syntheticReplies(
  count: number,
  seed: number,
): { readonly texts: readonly string[]; readonly copied: number } {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const vocabulary = Array.from({ length: WORDS }, () =>
    Array.from({ length: 2 + below(3) }, () => SYLLABLES[below(SYLLABLES.length)]!).join(''),
  );
  // The first words of a list are far more common than the last, as in a language.
  const word = () => vocabulary[Math.floor(WORDS * random() ** 3)]!;
  const sentence = () => `${Array.from({ length: 8 + below(12) }, word).join(' ')}.`;
  const written = (least: number, most: number) =>
    Array.from({ length: least + below(most - least + 1) }, sentence);
  const letters = Array.from({ length: LETTERS }, () => written(8, 12));
  const copy = (letter: readonly string[]) => {
    const kept = letter.filter((_, index) => index !== below(letter.length));
    return [...written(0, 3), ...kept, word()];
  };
  let copied = 0;
  const texts = Array.from({ length: count }, () => {
    const isCopy = below(10) < COPIES_OF_TEN;
    if (isCopy) copied += 1;
    return (isCopy ? copy(letters[below(LETTERS)]!) : written(3, 10)).join(' ');
  });
  return { texts, copied };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
