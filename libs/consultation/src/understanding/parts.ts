/** A sentence of a reply, and where it stands in its words. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Beyond this a reply is offered paragraph by paragraph. */
const MOST_SENTENCES = 80;

/** What a person can choose of a reply without a mouse: its sentences, in their order. */
export function partsOf(words: string): readonly Part[] {
  const sentences = [...new Intl.Segmenter('en-GB', { granularity: 'sentence' }).segment(words)];
  const found = trimmed(sentences.map(({ index, segment }) => ({ index, segment })));
  if (found.length <= MOST_SENTENCES) return found;
  const paragraphs = [...words.matchAll(/.+?(?:\n\s*\n|$)/gsu)];
  return trimmed(paragraphs.map(({ index, 0: segment }) => ({ index, segment })));
}

function trimmed(pieces: readonly { readonly index: number; readonly segment: string }[]) {
  return pieces.flatMap(({ index, segment }) => {
    const text = segment.trim();
    if (text === '') return [];
    const start = index + segment.indexOf(text);
    return [{ start, end: start + text.length, text }];
  });
}
