import type { Lines } from './lines.js';
import { headerLabels, originalMessagePhrases, type HeaderLabel } from './quote-words.js';
import { countWords } from './words.js';

export interface QuoteHeader {
  /** The line after the header. */
  end: number;
  /** Sure enough to hide what follows even where no ">" marks it. */
  strong: boolean;
}

const BLOCK_LINES = 14;
const ATTRIBUTION_LINES = 4;
const ATTRIBUTION_LENGTH = 500;
const openings = new Set(['on', 'le', 'am', 'op', 'el', 'il', 'em', 'den', 'dnia', 'w', 'ar']);

/** The header of a quoted mail that begins at this line, in any of the shapes mail programs give it. */
export function findHeader(lines: Lines, line: number): QuoteHeader | undefined {
  if (!lines.isShort(line)) return undefined;
  const content = cleanMarks(lines.content(line));
  if (isOriginalMessageLine(content)) {
    const block = findHeaderBlock(lines, lines.nextWritten[line + 1]!);
    return { end: block?.end ?? line + 1, strong: true };
  }
  return findHeaderBlock(lines, line) ?? findAttribution(lines, line, content);
}

function isOriginalMessageLine(content: string): boolean {
  const dashed = content.startsWith('--') && content.endsWith('--');
  if (!dashed && !content.endsWith(':')) return false;
  if (content.length > 80) return false;
  const words = trimMarks(content).toLowerCase();
  if (!originalMessagePhrases.includes(words)) return false;
  return dashed || words.startsWith('begin ');
}

/** "From: … Sent: … To: … Subject: …", in any order, values wrapped or not. */
function findHeaderBlock(lines: Lines, start: number): QuoteHeader | undefined {
  if (start >= lines.count || !labelOf(lines.content(start))) return undefined;
  const depth = lines.depth(start);
  const labels = new Set<HeaderLabel>();
  let evidence = 0;
  let dated = false;
  let repeated = 0;
  let end = start;
  for (let at = start; at < lines.count && at - start < BLOCK_LINES; at += 1) {
    if (lines.isBlank(at) || lines.depth(at) !== depth) break;
    const content = lines.content(at);
    const label = labelOf(content);
    if (!label && at - end >= 2) break;
    if (!label) continue;
    // A header says each thing once; a second recipient field is as much as programs repeat.
    if (labels.has(label) && (repeated += 1) > 1) break;
    labels.add(label);
    end = at + 1;
    if (content.includes('@') || (lines.nextWritten[end] === end && holdsAddress(lines, end)))
      evidence += 1;
    if (label === 'date' && hasDigit(content)) dated = true;
    if (hasClock(content)) evidence += 1;
  }
  if (!labels.has('from') || labels.size < 2) return undefined;
  const strong = evidence > 0 || (dated && labels.size >= 3);
  return strong ? { end, strong } : undefined;
}

/** A value that wrapped: the address alone on the line below its label. */
function holdsAddress(lines: Lines, line: number): boolean {
  const content = lines.content(line);
  return content.startsWith('<') && content.includes('@');
}

function labelOf(content: string): HeaderLabel | undefined {
  const head = content.slice(0, 30);
  let colon = head.indexOf(':');
  if (colon < 0) colon = head.indexOf('：');
  if (colon < 1) return undefined;
  return headerLabels.get(trimMarks(head.slice(0, colon)).toLowerCase());
}

/**
 * "On <date>, <name> wrote:" in any language, over up to four lines: a date with a clock time or an
 * address, in the order mail programs write them, and a colon. "On reflection, the governors
 * wrote:" has neither date nor address and stays the author's.
 */
function findAttribution(lines: Lines, line: number, first: string): QuoteHeader | undefined {
  const header = readAttribution(lines, line, first);
  if (!header) return undefined;
  // A line of the author's with a digit in it may stand right above: the header begins below it,
  // unless it is the header's own opening, "On 21 Nov 2014,".
  for (let later = line + 1; later < header.end; later += 1)
    if (readAttribution(lines, later, cleanMarks(lines.content(later))))
      return isOpening(first) ? header : undefined;
  return header;
}

function readAttribution(lines: Lines, line: number, first: string): QuoteHeader | undefined {
  if (!hasDigit(first) && !first.includes('@')) return undefined;
  const depth = lines.depth(line);
  let joined = '';
  for (let at = line; at < lines.count && at - line < ATTRIBUTION_LINES; at += 1) {
    if (lines.isBlank(at) || lines.depth(at) !== depth || !lines.isShort(at)) return undefined;
    joined = joined ? `${joined} ${cleanMarks(lines.content(at))}` : first;
    if (joined.length > ATTRIBUTION_LENGTH || '.!?'.includes(joined.at(-1)!)) return undefined;
    // A ">" wrapped away from its address carries the closing colon to a line that looks quoted.
    const wrapped = isWrappedClosing(lines, at + 1, depth);
    const closed = wrapped ? joined : closingOf(joined);
    if (closed === undefined) continue;
    const shape = judgeAttribution(closed);
    const strong = shape === 'strong';
    if (strong || (shape === 'weak' && isQuotedBelow(lines, at, depth)))
      return { end: wrapped ? at + 2 : at + 1, strong };
    return undefined;
  }
  return undefined;
}

function isWrappedClosing(lines: Lines, line: number, depth: number): boolean {
  return line < lines.count && lines.depth(line) === depth + 1 && lines.content(line) === ':';
}

function isOpening(content: string): boolean {
  if (!content.endsWith(',')) return false;
  return openings.has(content.slice(0, content.indexOf(' ')).toLowerCase());
}

function isQuotedBelow(lines: Lines, line: number, depth: number): boolean {
  const next = lines.nextWritten[line + 1]!;
  return next < lines.count && lines.depth(next) > depth;
}

/** The attribution without its closing colon, or undefined where it does not close here. */
function closingOf(joined: string): string | undefined {
  let end = joined.length;
  while (end > 0 && '-– '.includes(joined[end - 1]!)) end -= 1;
  const last = joined[end - 1];
  if (last === ':' || last === '：') return joined.slice(0, end - 1);
  return joined.slice(0, end).toLowerCase().endsWith(' wrote') ? joined.slice(0, end) : undefined;
}

function judgeAttribution(text: string): 'strong' | 'weak' | 'none' {
  const digit = firstDigit(text);
  const at = text.indexOf('@');
  if (digit < 0) return 'none';
  const clock = hasClock(text);
  if (at < 0) return clock && countWords(text.slice(0, digit)) <= 4 ? 'weak' : 'none';
  const addressStart = Math.max(text.lastIndexOf(' ', at), text.lastIndexOf('<', at)) + 1;
  const addressEnd = endOfAddress(text, text.lastIndexOf('@'));
  const dateFirst = digit < addressStart;
  if (dateFirst && countWords(text.slice(0, digit)) <= 4) {
    const tail = countWords(text.slice(addressEnd));
    const dated = clock || digitGroups(text.slice(0, addressStart)) >= 2;
    if (tail <= 3 && dated) return 'strong';
    return tail <= 3 ? 'weak' : 'none';
  }
  const nameFirst = countWords(text.slice(0, addressStart)) <= 5 && text[addressStart - 1] === '<';
  const afterDate = countWords(text.slice(lastDigit(text) + 1));
  return nameFirst && clock && afterDate <= 1 ? 'strong' : 'none';
}

function endOfAddress(text: string, at: number): number {
  let end = at;
  while (end < text.length && !' <>)"'.includes(text[end]!)) end += 1;
  return end;
}

/** Direction marks and bold stars stand between a program's words and their colon. */
function cleanMarks(content: string): string {
  if (!holdsMarks(content)) return content;
  let clean = '';
  for (const character of content) {
    const code = character.charCodeAt(0);
    if (
      character === '*' ||
      (code >= 0x200b && code <= 0x200f) ||
      (code >= 0x202a && code <= 0x202e)
    )
      continue;
    clean += character;
  }
  return clean.trim();
}

function holdsMarks(content: string): boolean {
  for (let at = 0; at < content.length; at += 1) {
    const code = content.charCodeAt(at);
    if (code === 42 || (code >= 0x200b && code <= 0x202e)) return true;
  }
  return false;
}

function trimMarks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && '-*_ \u00a0:'.includes(text[start]!)) start += 1;
  while (end > start && '-*_ \u00a0:'.includes(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}

function hasDigit(text: string): boolean {
  return firstDigit(text) >= 0;
}

function firstDigit(text: string): number {
  for (let at = 0; at < text.length; at += 1) if (isDigit(text.charCodeAt(at))) return at;
  return -1;
}

function lastDigit(text: string): number {
  for (let at = text.length - 1; at >= 0; at -= 1) if (isDigit(text.charCodeAt(at))) return at;
  return -1;
}

function digitGroups(text: string): number {
  let groups = 0;
  for (let at = 0; at < text.length; at += 1)
    if (isDigit(text.charCodeAt(at)) && !isDigit(text.charCodeAt(at - 1))) groups += 1;
  return groups;
}

/** 16:37, 16.37, 16h37 */
function hasClock(text: string): boolean {
  for (let at = 1; at < text.length - 2; at += 1) {
    if (!':.h：'.includes(text[at]!)) continue;
    const around = isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1));
    const twoAfter = isDigit(text.charCodeAt(at + 2)) && !isDigit(text.charCodeAt(at + 3));
    const fewBefore = !isDigit(text.charCodeAt(at - 3));
    // 02.04.2012 is a date.
    const inDate = text[at] === '.' && [at - 3, at - 2, at + 3].some((near) => text[near] === '.');
    if (around && twoAfter && fewBefore && !inDate) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 0x660 && code <= 0x669) ||
    (code >= 0x6f0 && code <= 0x6f9)
  );
}
