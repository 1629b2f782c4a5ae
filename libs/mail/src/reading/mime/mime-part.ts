import type { ReadingLimits } from '../mail-reading.js';
import { UnreadableMail } from '../mail-reading.js';
import { decodeTransfer } from './decode-transfer.js';
import { readHeaderBlock, type HeaderFields } from './header-fields.js';
import { readParameters } from './read-parameters.js';

/** One node of the MIME tree (RFC 2045, 2046); the body is a range of the source, decoded when asked. */
export interface MimePart {
  fields: HeaderFields;
  type: string;
  parameters: Map<string, string>;
  disposition: string;
  filename: string;
  source: string;
  bodyStart: number;
  bodyEnd: number;
  children: MimePart[];
}

interface PendingPart {
  start: number;
  end: number;
  depth: number;
  defaultType: string;
  siblings: MimePart[];
}

/** Takes the source (one character a byte) apart into its parts, without recursion. */
export function readPartTree(source: string, limits: ReadingLimits): MimePart {
  const roots: MimePart[] = [];
  const pending: PendingPart[] = [
    { start: 0, end: source.length, depth: 0, defaultType: 'text/plain', siblings: roots },
  ];
  let parts = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    parts += 1;
    if (parts > limits.parts) throw new UnreadableMail('too-many-parts');
    if (next.depth > limits.nesting) throw new UnreadableMail('nested-too-deep');
    const part = readPart(source, next, limits);
    next.siblings.push(part);
    const ranges = childRanges(part, limits.parts - parts);
    const defaultType = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    // Popped in reverse, so that children are read, and pushed, in their order.
    for (const [start, end] of ranges.reverse())
      pending.push({ start, end, depth: next.depth + 1, defaultType, siblings: part.children });
  }
  return roots[0]!;
}

export function decodeBody(part: MimePart): Buffer {
  return decodeTransfer(
    part.source.slice(part.bodyStart, part.bodyEnd),
    part.fields.get('content-transfer-encoding').split(';')[0]!,
  );
}

/** Every part below `part`, itself included; mail enclosed as message/rfc822 only when asked for. */
export function* partsOf(part: MimePart, options: { enclosed: boolean }): Generator<MimePart> {
  const pending = [part];
  for (let next = pending.pop(); next; next = pending.pop()) {
    yield next;
    if (next.type === 'message/rfc822' && !options.enclosed && next !== part) continue;
    for (let at = next.children.length - 1; at >= 0; at -= 1) pending.push(next.children[at]!);
  }
}

function readPart(source: string, pending: PendingPart, limits: ReadingLimits): MimePart {
  const { fields, bodyStart } = readHeaderBlock(source, pending.start, pending.end, limits);
  const content = readParameters(fields.get('content-type'));
  const disposition = readParameters(fields.get('content-disposition'));
  return {
    fields,
    type: mediaType(content.value) ?? pending.defaultType,
    parameters: content.parameters,
    disposition: disposition.value,
    filename: cleanFilename(
      disposition.parameters.get('filename') ?? content.parameters.get('name') ?? '',
    ),
    source,
    bodyStart,
    bodyEnd: pending.end,
    children: [],
  };
}

/** A type that is no type counts as the default one (RFC 2045 5.2). */
function mediaType(value: string): string | undefined {
  const type = value.split(/[\s,]/, 1)[0]!;
  return /^[\w.+-]{1,80}\/[\w.+-]{1,120}$/.test(type) ? type : undefined;
}

function childRanges(part: MimePart, limit: number): [number, number][] {
  if (part.type.startsWith('multipart/')) {
    const boundary = part.parameters.get('boundary');
    return boundary ? splitAtBoundary(part, boundary, limit) : [];
  }
  const encoding = part.fields.get('content-transfer-encoding').toLowerCase();
  const enclosed = part.type === 'message/rfc822' && encoding !== 'base64';
  return enclosed && part.bodyStart < part.bodyEnd ? [[part.bodyStart, part.bodyEnd]] : [];
}

/** RFC 2046 5.1.1; a missing closing delimiter ends with the enclosing part. */
function splitAtBoundary(part: MimePart, boundary: string, limit: number): [number, number][] {
  const delimiter = `--${boundary}`;
  const ranges: [number, number][] = [];
  let open = -1;
  let position = part.bodyStart;
  for (;;) {
    const found = part.source.indexOf(delimiter, position);
    if (found < 0 || found >= part.bodyEnd) break;
    position = found + delimiter.length;
    if (found > part.bodyStart && part.source[found - 1] !== '\n') continue;
    const after = part.source[position];
    const closing = part.source.startsWith('--', position);
    // A longer boundary that begins with this one belongs to a part inside.
    if (!closing && after !== undefined && !'\r\n \t'.includes(after)) continue;
    if (open >= 0) ranges.push([open, beforeLineEnd(part.source, open, found)]);
    if (ranges.length > limit) throw new UnreadableMail('too-many-parts');
    open = -1;
    if (closing) break;
    const lineEnd = part.source.indexOf('\n', position);
    if (lineEnd < 0 || lineEnd >= part.bodyEnd) break;
    open = lineEnd + 1;
  }
  if (open >= 0) ranges.push([open, part.bodyEnd]);
  return ranges;
}

/** The line end before a delimiter belongs to the delimiter. */
function beforeLineEnd(source: string, start: number, delimiter: number): number {
  let end = delimiter;
  if (end > start && source[end - 1] === '\n') end -= 1;
  if (end > start && source[end - 1] === '\r') end -= 1;
  return end;
}

/** A name to show, never a path: folders, control and direction characters are taken out. */
function cleanFilename(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  let clean = '';
  for (const character of base.slice(0, 255)) {
    const code = character.codePointAt(0)!;
    const invisible =
      code < 32 || code === 127 || (code >= 0x200e && code <= 0x202e) || code === 0xfeff;
    if (!invisible) clean += character;
  }
  return clean.trim().toWellFormed();
}
