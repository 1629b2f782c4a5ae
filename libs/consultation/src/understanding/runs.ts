/** How many words make a run: fewer are everybody's, more break at every word that is changed. */
const WORDS = 3;

/** Three words that follow each other, and where they stand in the text. */
export interface Run {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** The runs of a text in its order; capitals, accents and everything between words make no difference. */
export function runsOf(text: string): readonly Run[] {
  const words = [...text.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu)].map(({ 0: word, index }) => ({
    word: plain(word),
    start: index,
    end: index + word.length,
  }));
  return words.slice(WORDS - 1).map(({ end }, first) => {
    const run = words.slice(first, first + WORDS);
    return { key: run.map(({ word }) => word).join(' '), start: run[0]!.start, end };
  });
}

function plain(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();
}
