import type { FailedRecipient } from '../mail-reading.js';
import { delayPhrases, failurePhrases, returnedMailStarts } from './bounce-phrases.js';
import { isAddress } from './read-delivery-status.js';

export interface TextReport {
  failed: FailedRecipient[];
  delayed: boolean;
  /** Whether the text says that something was not delivered at all. */
  saysSo: boolean;
}

const LINES_READ = 400;
const LINE_READ = 1_000;
const MOST_ADDRESSES = 100;

/**
 * The addresses that a report without RFC 3464 names as not reached: those on the lines before the
 * returned mail begins, without the report's own sender and ours.
 */
export function findFailedInText(text: string, subject: string, own: Set<string>): TextReport {
  const lines = reportLines(text);
  const whole = [subject, ...lines].join('\n').toLowerCase();
  // A line may break inside a phrase.
  const joined = whole.replaceAll(/\s+/g, ' ');
  const delayed = delayPhrases.some((words) => joined.includes(words));
  const saysSo = delayed || failurePhrases.some((words) => joined.includes(words));
  const addresses = collect([...lines, subject], own);
  return {
    failed: saysSo ? addresses.map((address) => ({ address, permanent: !delayed })) : [],
    delayed,
    saysSo,
  };
}

function collect(lines: string[], own: Set<string>): string[] {
  const found = new Map<string, string>();
  for (const line of lines) {
    if (isAboutOthers(line)) continue;
    for (const address of addressesIn(line)) {
      const key = address.toLowerCase();
      if (!own.has(key) && found.size < MOST_ADDRESSES && !found.has(key)) found.set(key, address);
    }
  }
  return [...found.values()];
}

/** Lines that name the postmaster to ask, or the sender of what came back. */
function isAboutOthers(line: string): boolean {
  const lower = line.toLowerCase().trim();
  if (/^(?:from|sender|subject|message-id|reply-to|date|reporting-mta)\s*:/.test(lower))
    return true;
  return /contact|questions|assistance|expanded from/.test(lower) && !lower.includes('could not');
}

function reportLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  while (start <= text.length && lines.length < LINES_READ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, Math.min(end, start + LINE_READ));
    const lower = line.toLowerCase();
    if (lines.length > 0 && returnedMailStarts.some((words) => lower.includes(words))) break;
    lines.push(line);
    start = end + 1;
  }
  return lines;
}

/** Finds each "@" once and walks outwards from it: linear in the line. */
export function addressesIn(line: string): string[] {
  const found: string[] = [];
  for (let at = line.indexOf('@'); at >= 0; at = line.indexOf('@', at + 1)) {
    let start = at;
    let end = at + 1;
    while (start > 0 && isLocalCode(line.charCodeAt(start - 1)) && at - start < 64) start -= 1;
    while (end < line.length && isDomainCode(line.charCodeAt(end)) && end - at < 255) end += 1;
    while (end > at && line[end - 1] === '.') end -= 1;
    while (start < at && line[start] === '.') start += 1;
    const address = line.slice(start, end);
    const domain = address.slice(address.lastIndexOf('@') + 1);
    if (isAddress(address) && domain.includes('.')) found.push(address);
  }
  return found;
}

function isLocalCode(code: number): boolean {
  return (
    isDomainCode(code) ||
    [33, 35, 36, 37, 38, 39, 42, 43, 47, 61, 63, 94, 95, 96, 126].includes(code)
  );
}

function isDomainCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 46 ||
    code > 0x7f
  );
}
