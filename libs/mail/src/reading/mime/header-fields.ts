import { UnreadableMail, type ReadingLimits } from '../mail-reading.js';

/** The fields of one header block, unfolded but not decoded (RFC 5322 2.2). */
export class HeaderFields {
  readonly #values = new Map<string, string[]>();
  count = 0;

  add(name: string, value: string): void {
    const key = name.toLowerCase();
    const values = this.#values.get(key);
    if (values) values.push(value);
    else this.#values.set(key, [value]);
    this.count += 1;
  }

  /** The first value of a field, or '' where it is absent. */
  get(name: string): string {
    return this.#values.get(name)?.[0] ?? '';
  }

  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }
}

export interface HeaderBlock {
  fields: HeaderFields;
  bodyStart: number;
}

/**
 * Reads the header block of `source` (one character a byte) that starts at `start`. A line that is
 * no header field ends the block and belongs to the body, as mail without any header shows.
 */
export function readHeaderBlock(
  source: string,
  start: number,
  end: number,
  limits: Pick<ReadingLimits, 'headerBytes' | 'headers'>,
): HeaderBlock {
  const fields = new HeaderFields();
  let position = skipEnvelopeLine(source, start, end);
  let name = '';
  let pieces: string[] = [];
  const flush = () => {
    if (name) fields.add(name, pieces.join('').trim());
    name = '';
    pieces = [];
  };

  while (position < end) {
    if (position - start > limits.headerBytes || fields.count > limits.headers)
      throw new UnreadableMail('headers-too-large');
    const lineEnd = endOfLine(source, position, end);
    const next = Math.min(end, lineEnd + 1);
    const contentEnd =
      lineEnd > position && source.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
    if (contentEnd === position) {
      flush();
      return { fields, bodyStart: next };
    }
    const first = source.charCodeAt(position);
    if ((first === 32 || first === 9) && name) {
      pieces.push(' ', source.slice(position, contentEnd).trim());
    } else {
      const colon = endOfFieldName(source, position, contentEnd);
      if (colon < 0) {
        if (!isWellKnownField(source, next, end)) break;
        // A relay's damage between two fields; the header goes on below it.
        position = next;
        continue;
      }
      flush();
      name = source.slice(position, colon).trimEnd();
      pieces.push(source.slice(colon + 1, contentEnd));
    }
    position = next;
  }
  flush();
  return { fields, bodyStart: Math.min(position, end) };
}

const wellKnown = new Set([
  ...['received', 'from', 'to', 'cc', 'subject', 'date', 'message-id', 'reply-to', 'in-reply-to'],
  ...['references', 'mime-version', 'content-type', 'content-transfer-encoding', 'return-path'],
]);

function isWellKnownField(source: string, position: number, end: number): boolean {
  const colon = endOfFieldName(source, position, end);
  return colon > 0 && wellKnown.has(source.slice(position, colon).trimEnd().toLowerCase());
}

/** Mailbox files put "From someone Tue Feb 20" before the first field. */
function skipEnvelopeLine(source: string, start: number, end: number): number {
  if (!source.startsWith('From ', start) && !source.startsWith('>From ', start)) return start;
  return Math.min(end, endOfLine(source, start, end) + 1);
}

function endOfLine(source: string, position: number, end: number): number {
  const found = source.indexOf('\n', position);
  return found < 0 || found > end ? end : found;
}

function endOfFieldName(source: string, position: number, end: number): number {
  let at = position;
  while (at < end && at - position < 200) {
    const code = source.charCodeAt(at);
    if (code === 58) return at === position ? -1 : at;
    if (code <= 32 || code > 126) break;
    at += 1;
  }
  while (at < end && source.charCodeAt(at) === 32) at += 1;
  return at > position && source.charCodeAt(at) === 58 ? at : -1;
}
