import { DISCLAIMER, SIGNATURE, SIGN_OFF, type LineKinds } from './line-kinds.js';
import type { Lines } from './lines.js';
import { isDisclaimer } from './disclaimer-words.js';
import {
  closingOf,
  hasContactSign,
  isListItem,
  isSentence,
  isSignatureLine,
} from './signature-lines.js';

const SIGNATURE_LINES = 24;
const CARD_LINES = 8;

/**
 * Marks signatures and disclaimers within what is still the author's. A mark of the mail program
 * ("-- ") is believed unless a list or sentences follow; a guess reaches only as far as lines read
 * like a name card, so that a postscript stays an answer.
 */
export function findSignatures(kinds: LineKinds): void {
  const { lines } = kinds;
  let line = lines.nextWritten[0]!;
  while (line < lines.count) {
    if (!kinds.isAnswer(line) || kinds.decided[line] || !lines.isShort(line)) {
      line = lines.nextWritten[line + 1]!;
      continue;
    }
    const end = markSignature(kinds, line) ?? markDisclaimer(kinds, line) ?? line + 1;
    line = lines.nextWritten[end]!;
  }
}

function markSignature(kinds: LineKinds, line: number): number | undefined {
  const content = kinds.lines.content(line);
  if (content === '--') return markDelimited(kinds, line);
  if (isUnderscores(content)) return markListFooter(kinds, line);
  const closing = closingOf(content);
  if (closing === 'none') return undefined;
  const end = endOfCard(kinds, line + 1);
  if (end === line + 1 && (closing === 'thanks' || isFollowed(kinds, end))) return undefined;
  kinds.setRange(line, end, SIGN_OFF);
  return end;
}

/** Words of the author's below a bare closing: then it closes nothing. */
function isFollowed(kinds: LineKinds, from: number): boolean {
  const next = kinds.lines.nextWritten[from]!;
  return next < kinds.lines.count && kinds.isAnswer(next);
}

/** RFC 3676 4.3: "-- " begins the signature; without its blank it may also be a rule of a list. */
function markDelimited(kinds: LineKinds, line: number): number | undefined {
  const { lines } = kinds;
  const written = writtenBelow(kinds, line + 1);
  if (written.length === 0) {
    kinds.set(line, SIGNATURE);
    return line + 1;
  }
  if (written.length > SIGNATURE_LINES || introducesList(kinds, line, written[0]!))
    return undefined;
  const marked = lines.text.startsWith('-- ', lines.starts[line]);
  const contents = written.map((at) => lines.content(at));
  const sentences = contents.filter((content) => isSentence(content) && !hasContactSign(content));
  const contact = contents.some(hasContactSign) || isDisclaimer(contents.join(' '));
  if (marked && (contact || sentences.length * 2 <= contents.length)) {
    const end = written.at(-1)! + 1;
    kinds.setRange(line, end, SIGNATURE);
    return end;
  }
  const cardEnd = endOfCard(kinds, line + 1);
  if (cardEnd === line + 1) return undefined;
  kinds.setRange(line, cardEnd, SIGN_OFF);
  return cardEnd;
}

/** "My concerns:" above the rule or "1. transport" below it make it a rule of a list. */
function introducesList(kinds: LineKinds, line: number, next: number): boolean {
  const { lines } = kinds;
  if (isListItem(lines.content(next))) return true;
  let above = line - 1;
  while (above >= 0 && lines.isBlank(above) && line - above < 4) above -= 1;
  return above >= 0 && kinds.isAnswer(above) && lines.content(above).endsWith(':');
}

/** What a mailing list puts below every message: a line of underscores and its addresses. */
function markListFooter(kinds: LineKinds, line: number): number | undefined {
  const written = writtenBelow(kinds, line + 1);
  if (written.length === 0 || written.length > CARD_LINES) return undefined;
  const contents = written.map((at) => kinds.lines.content(at));
  const links = contents.filter((content) => /https?:|www\.|\S@\S/.test(content)).length;
  if (links === 0 || contents.some((content) => isSentence(content) && !hasContactSign(content)))
    return undefined;
  const end = written.at(-1)! + 1;
  kinds.setRange(line, end, SIGNATURE);
  return end;
}

function markDisclaimer(kinds: LineKinds, line: number): number | undefined {
  const { lines } = kinds;
  if (line > 0 && !lines.isBlank(line - 1) && kinds.isAnswer(line - 1) && !startsLoud(lines, line))
    return undefined;
  let end = line;
  const pieces: string[] = [];
  while (end < lines.count && !lines.isBlank(end) && kinds.isAnswer(end) && end - line < 30) {
    if (pieces.length < 12) pieces.push(lines.content(end));
    end += 1;
  }
  if (!isDisclaimer(pieces.join(' '))) return undefined;
  kinds.setRange(line, end, DISCLAIMER);
  return end;
}

function startsLoud(lines: Lines, line: number): boolean {
  const content = lines.content(line).toLowerCase();
  return content.startsWith('disclaimer') || content.startsWith('confidentiality');
}

/** Past names, roles and numbers; a blank line is crossed once, later only to numbers and links. */
function endOfCard(kinds: LineKinds, from: number): number {
  const { lines } = kinds;
  let end = from;
  let cards = 0;
  let line = lines.nextWritten[from]!;
  for (let count = 0; line < lines.count && count < CARD_LINES; count += 1) {
    if (!kinds.isAnswer(line) || kinds.decided[line] || !lines.isShort(line)) break;
    const content = lines.content(line);
    const afterBlank = line > end && end > from;
    if (line > end + 3 || !isSignatureLine(content)) break;
    if (afterBlank && cards > 0 && !hasContactSign(content)) break;
    cards += 1;
    end = line + 1;
    line = lines.nextWritten[end]!;
  }
  return end;
}

/** The written lines below that are still the author's, at most one more than a signature has. */
function writtenBelow(kinds: LineKinds, from: number): number[] {
  const { lines } = kinds;
  const written: number[] = [];
  for (
    let line = lines.nextWritten[from]!;
    line < lines.count;
    line = lines.nextWritten[line + 1]!
  ) {
    const ours = kinds.isAnswer(line) || kinds.get(line) === SIGNATURE;
    if (!ours || kinds.decided[line] || written.length > SIGNATURE_LINES) break;
    written.push(line);
  }
  return written;
}

function isUnderscores(content: string): boolean {
  if (content.length < 2) return false;
  for (let at = 0; at < content.length; at += 1) if (content[at] !== '_') return false;
  return true;
}
