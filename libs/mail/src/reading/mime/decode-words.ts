import { decodeCharset } from './decode-charset.js';
import { decodeQuotedPrintable } from './decode-transfer.js';

interface EncodedWord {
  start: number;
  end: number;
  charset: string;
  bytes: Buffer;
}

/**
 * A header value as people read it: RFC 2047 encoded words decoded, raw 8-bit bytes taken as UTF-8
 * or windows-1252. Neighbouring words of one charset are joined first, as senders split characters.
 */
export function decodeWords(value: string): string {
  const words = findEncodedWords(value);
  if (words.length === 0) return decodeRaw(value);
  const pieces: string[] = [];
  let position = 0;
  let run: EncodedWord[] = [];
  const flush = () => {
    if (run.length > 0)
      pieces.push(decodeCharset(Buffer.concat(run.map((word) => word.bytes)), run[0]!.charset));
    run = [];
  };
  for (const word of words) {
    const between = value.slice(position, word.start);
    const adjacent = position > 0 && between.trim() === '';
    if (!adjacent || (run[0] && !joins(run[0].charset, word.charset))) flush();
    if (!adjacent) pieces.push(decodeRaw(between));
    run.push(word);
    position = word.end;
  }
  flush();
  pieces.push(decodeRaw(value.slice(position)));
  return pieces.join('');
}

/** ISO-2022 returns to ASCII at the end of every word, and its decoders refuse that in mid-text. */
function joins(left: string, right: string): boolean {
  return left === right && !left.startsWith('iso-2022');
}

function findEncodedWords(value: string): EncodedWord[] {
  const words: EncodedWord[] = [];
  let from = 0;
  for (;;) {
    const start = value.indexOf('=?', from);
    if (start < 0) return words;
    const word = readEncodedWord(value, start);
    if (word) words.push(word);
    from = word ? word.end : start + 2;
  }
}

/** `=?charset?B or Q?text?=`; a charset longer than 40 or a text longer than 1,000 is none. */
function readEncodedWord(value: string, start: number): EncodedWord | undefined {
  const afterCharset = indexWithin(value, '?', start + 2, 40);
  if (afterCharset < 0 || value[afterCharset + 2] !== '?') return undefined;
  const encoding = value[afterCharset + 1]!.toLowerCase();
  if (encoding !== 'b' && encoding !== 'q') return undefined;
  const end = indexWithin(value, '?=', afterCharset + 3, 1_000);
  if (end < 0) return undefined;
  const text = value.slice(afterCharset + 3, end);
  const charset = value
    .slice(start + 2, afterCharset)
    .split('*')[0]!
    .toLowerCase();
  const bytes =
    encoding === 'b'
      ? Buffer.from(text, 'base64')
      : decodeQuotedPrintable(text.replaceAll('_', ' '));
  return { start, end: end + 2, charset, bytes };
}

function indexWithin(value: string, wanted: string, from: number, reach: number): number {
  const found = value.slice(from, from + reach).indexOf(wanted);
  return found < 0 ? -1 : from + found;
}

function decodeRaw(value: string): string {
  for (let at = 0; at < value.length; at += 1)
    if (value.charCodeAt(at) > 0x7f || value.charCodeAt(at) === 0)
      return decodeCharset(Buffer.from(value, 'latin1'), '');
  return value;
}
