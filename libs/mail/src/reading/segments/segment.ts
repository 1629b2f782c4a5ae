import type { Segment, SegmentKind } from '../mail-reading.js';
import { findQuotes } from './find-quotes.js';
import { findSignatures } from './find-signatures.js';
import { ANSWER, LineKinds, SIGN_OFF } from './line-kinds.js';
import { Lines } from './lines.js';
import { matchSent } from './match-sent.js';
import { hasWord } from './words.js';

/**
 * Says of every character whose it is and removes none: the segments joined are the text. `sent`
 * is the exact letter that this mail answers, where it is known; without it the rules decide, and
 * in doubt words stay with the answer. Linear in the length of the text.
 */
export function segment(text: string, sent?: string): Segment[] {
  if (!text) return [];
  const kinds = new LineKinds(new Lines(text));
  findQuotes(kinds, sent ? matchSent(kinds, sent) : undefined);
  findSignatures(kinds);
  keepSomethingSaid(kinds);
  return joinLines(kinds);
}

/** The author's own words, in their order. */
export function answerOf(segments: Segment[]): string {
  return segments
    .filter((piece) => piece.kind === 'answer')
    .map((piece) => piece.text)
    .join('')
    .trim();
}

/** Everything else, for staff to see and to take back. */
export function hiddenOf(segments: Segment[]): Segment[] {
  return segments.filter((piece) => piece.kind !== 'answer' && piece.text.trim() !== '');
}

/** "Thanks, Alex" as the whole mail is an answer, however much it looks like a signature. */
function keepSomethingSaid(kinds: LineKinds): void {
  const { lines } = kinds;
  for (let line = 0; line < lines.count; line += 1) {
    if (!kinds.isAnswer(line) && !kinds.splits.has(line)) continue;
    if (hasWord(lines.content(line))) return;
  }
  for (let line = 0; line < lines.count; line += 1)
    if (kinds.get(line) === SIGN_OFF) kinds.kinds[line] = ANSWER;
}

/** Blank lines go with what stands above them. */
function joinLines(kinds: LineKinds): Segment[] {
  const { lines } = kinds;
  const segments: Segment[] = [];
  let start = 0;
  let open: SegmentKind | undefined;
  const cut = (at: number, next: SegmentKind) => {
    if (open && at > start) segments.push({ kind: open, text: lines.text.slice(start, at) });
    if (at > start) start = at;
    open = next;
  };
  for (let line = 0; line < lines.count; line += 1) {
    if (lines.isBlank(line) && lines.depth(line) === 0 && open) continue;
    const kind = kinds.nameOf(line);
    if (kind !== open) cut(lines.starts[line]!, kind);
    const split = kinds.splits.get(line);
    if (split !== undefined) cut(split, 'answer');
  }
  cut(lines.text.length, 'answer');
  return segments;
}
