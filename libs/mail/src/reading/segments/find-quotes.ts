import { findHeader } from './find-header.js';
import { MARKER, QUOTED, SIGNATURE, type LineKinds } from './line-kinds.js';
import type { Lines } from './lines.js';
import { isReplyMarker } from './reply-marker.js';
import { isDeviceLine } from './signature-lines.js';
import { hasWord } from './words.js';

/** Headers above what we sent, in a language no rule knows, are at most this long. */
const HEADER_ABOVE_LINES = 8;

/**
 * Marks what the mail program quoted: "> " lines, headers of quoted mail and, below a sure header,
 * what follows it. Nothing that follows is hidden as long as the author has said nothing above,
 * and nothing where the letter we sent was found: there the letter itself tells the two apart.
 */
export function findQuotes(
  kinds: LineKinds,
  sentLines: { first: number; last: number } | undefined,
): void {
  const { lines } = kinds;
  if (sentLines) hideHeaderAbove(kinds, sentLines.first);
  let answered = false;
  for (let line = 0; line < lines.count; line += 1) {
    if (kinds.decided[line]) continue;
    if (lines.isBlank(line)) {
      if (lines.depth(line) > 0) kinds.set(line, QUOTED);
      continue;
    }
    const content = lines.content(line);
    if (isReplyMarker(content)) {
      kinds.set(line, MARKER);
      if (answered && !sentLines && !hasMarksBelow(lines, line)) hideRest(kinds, line + 1);
      continue;
    }
    if (lines.depth(line) > 0) {
      if (!isAnswerInside(kinds, line, sentLines)) kinds.set(line, QUOTED);
      continue;
    }
    const header = findHeader(lines, line);
    if (header) {
      hideSeparatorsAbove(kinds, line);
      kinds.setRange(line, header.end, QUOTED);
      const foundBelow = sentLines && sentLines.last >= line;
      const marked = isQuoted(lines, lines.nextWritten[header.end]!);
      if (header.strong && !marked && answered && !foundBelow) return hideRest(kinds, header.end);
      line = header.end - 1;
      continue;
    }
    if (isDeviceLine(content) && lines.isShort(line)) kinds.set(line, SIGNATURE);
    else if (!sentLines && isWrappedQuote(kinds, line)) kinds.set(line, QUOTED);
    else if (hasWord(content)) answered = true;
  }
}

function hideRest(kinds: LineKinds, from: number): void {
  kinds.setRange(from, kinds.lines.count, QUOTED);
}

function isQuoted(lines: Lines, line: number): boolean {
  return line < lines.count && lines.depth(line) > 0;
}

function hasMarksBelow(lines: Lines, line: number): boolean {
  return isQuoted(lines, lines.nextWritten[line + 1]!);
}

/**
 * The rest of a quoted line that a mail program wrapped without its mark: between two marked lines,
 * after a comma at the full width of a line. Anything less certain may be an answer and stays one.
 */
function isWrappedQuote(kinds: LineKinds, line: number): boolean {
  const { lines } = kinds;
  const [above, below] = [line - 1, line + 1];
  if (above < 0 || below >= lines.count || lines.depth(above) === 0) return false;
  if (lines.depth(below) !== lines.depth(above) || !/^\p{Ll}/u.test(lines.content(line)))
    return false;
  const width = lines.ends[above]! - lines.starts[above]!;
  return width >= 70 && width <= 80 && lines.text[lines.ends[above]! - 1] === ',';
}

/**
 * Words typed behind a ">": between lines of our letter whatever is not ours is the author's; and a
 * single "> 50 % of parents" without any quote around it is a sign, not a quote mark.
 */
function isAnswerInside(
  kinds: LineKinds,
  line: number,
  sentLines: { first: number; last: number } | undefined,
): boolean {
  const { lines } = kinds;
  if (sentLines) return lines.depth(line) === 1 && line > sentLines.first && line < sentLines.last;
  const digit = /^\d/.test(lines.content(line));
  const alone = (near: number) =>
    near < 0 || near >= lines.count || (lines.depth(near) === 0 && !lines.isBlank(near));
  return digit && lines.depth(line) === 1 && alone(line - 1) && alone(line + 1) && line > 0;
}

/** "-----", "____" or "* * *" directly above a header was drawn by the mail program. */
function hideSeparatorsAbove(kinds: LineKinds, header: number): void {
  const { lines } = kinds;
  let top = header;
  for (let line = header - 1; line >= 0 && header - line < HEADER_ABOVE_LINES; line -= 1) {
    if (lines.isBlank(line)) continue;
    if (!isSeparator(lines.content(line)) || !kinds.isAnswer(line)) break;
    top = line;
  }
  kinds.setRange(top, header, QUOTED);
}

function isSeparator(content: string): boolean {
  if (content.length < 3) return false;
  for (let at = 0; at < content.length; at += 1) if (!'-_=* '.includes(content[at]!)) return false;
  return true;
}

/** Above the first line of our letter stands a header whose language no rule need know. */
function hideHeaderAbove(kinds: LineKinds, first: number): void {
  const { lines } = kinds;
  let bottom = first - 1;
  while (bottom >= 0 && lines.isBlank(bottom) && first - bottom < 4) bottom -= 1;
  if (bottom < 0 || lines.isBlank(bottom)) return;
  let top = bottom;
  const above = () => top > 0 && !lines.isBlank(top - 1) && bottom - top < HEADER_ABOVE_LINES;
  while (above()) top -= 1;
  const start = findHeaderStart(lines, top, bottom);
  if (start === undefined) return;
  kinds.setRange(start, bottom + 1, QUOTED);
  hideSeparatorsAbove(kinds, start);
}

function findHeaderStart(lines: Lines, top: number, bottom: number): number | undefined {
  for (let line = top; line <= bottom; line += 1) {
    const header = findHeader(lines, line);
    if (header?.end === bottom + 1) return line;
  }
  const last = lines.content(bottom);
  const closes = /[:：؛]$/.test(last);
  for (let line = bottom; closes && line >= top && bottom - line < 3; line -= 1) {
    const content = lines.content(line);
    if (/[\d٠-٩۰-۹]/.test(content) && lines.isShort(line)) return line;
  }
  const labelled = (line: number) => lines.content(line).slice(0, 30).includes(':');
  let labels = 0;
  let start = bottom;
  for (let line = bottom; line >= top && labelled(line); line -= 1) {
    labels += 1;
    start = line;
  }
  const address = lines.text.slice(lines.starts[start], lines.ends[bottom]).includes('@');
  return labels >= 3 && address ? start : undefined;
}
