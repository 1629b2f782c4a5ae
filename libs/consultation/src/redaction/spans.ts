import { content } from '#platform';

export const REASONS = [
  'writer',
  'adult',
  'child',
  'staff',
  'health',
  'defamatory',
  'abusive',
  'other',
] as const;
/** Why words are taken out of the copy that anybody may read. */
export type RedactionReason = (typeof REASONS)[number];

/** Words of a reply, by their places in it. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Words that are taken out, and why. */
export interface Span extends Place {
  readonly reason: RedactionReason;
}

interface Words {
  readonly reasons: Readonly<
    Record<RedactionReason, { readonly label: string; readonly shown: string }>
  >;
  readonly kinds: Readonly<Record<string, string>>;
  readonly takenOut: string;
}

export const redactionWords = (): Words => content<Words>('redaction');

/** In order and apart: what overlaps is one span, with the reason of the part that begins it. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const ordered = spans.toSorted((one, other) => one.start - other.start || other.end - one.end);
  const apart: Span[] = [];
  for (const { start, end, reason } of ordered) {
    const last = apart.at(-1);
    if (last === undefined || start >= last.end) apart.push({ start, end, reason });
    else if (end > last.end) apart[apart.length - 1] = { ...last, end };
  }
  return apart;
}

/** A reply's words piece by piece; `span` is its number where they are taken out. */
export interface CopyPiece {
  readonly text: string;
  readonly span: number | null;
}

/** The words, with what is taken out of them standing by itself. */
export function piecesOf(words: string, spans: readonly Span[]): readonly CopyPiece[] {
  const pieces: CopyPiece[] = [];
  let from = 0;
  for (const [index, { start, end }] of spans.entries()) {
    if (start > from) pieces.push({ text: words.slice(from, start), span: null });
    pieces.push({ text: words.slice(start, end), span: index });
    from = end;
  }
  return from < words.length ? [...pieces, { text: words.slice(from), span: null }] : pieces;
}

/** The words that anybody may read: the original with a mark in the place of each span. */
export function copyOf(words: string, spans: readonly Span[]): string {
  const { reasons, takenOut } = redactionWords();
  return piecesOf(words, spans)
    .map(({ text, span }) =>
      span === null ? text : takenOut.replace('{reason}', reasons[spans[span]!.reason].shown),
    )
    .join('');
}

/** Every place of some words in a reply, without looking at capitals. */
export function placesOf(words: string, wanted: string): readonly Place[] {
  // Lower case may be longer than what it comes from (İ): then only the same letters are found.
  const [inside, needle] =
    words.toLowerCase().length === words.length
      ? [words.toLowerCase(), wanted.toLowerCase()]
      : [words, wanted];
  const places: Place[] = [];
  for (let at = inside.indexOf(needle); at >= 0; at = inside.indexOf(needle, at + needle.length)) {
    places.push({ start: at, end: at + needle.length });
  }
  return places;
}
