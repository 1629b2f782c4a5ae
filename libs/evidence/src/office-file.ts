import { inflateRawSync } from 'node:zlib';
import { Refusal } from '#platform';
import { readDirectory } from './zip-directory.js';
import type { ZipEntry } from './zip-directory.js';

export interface ExpansionLimits {
  readonly expandedBytes: number;
  readonly ratio: number;
}

type OfficeKind = 'docx' | 'pptx' | 'xlsx' | 'odt';

const MAIN_PARTS: readonly (readonly [string, OfficeKind])[] = [
  ['wordprocessingml.document.main+xml', 'docx'],
  ['presentationml.presentation.main+xml', 'pptx'],
  ['spreadsheetml.sheet.main+xml', 'xlsx'],
];

const MACRO_PARTS =
  /(?:^|\/)(?:vbaProject|vbaData|macrosheets\/|intlmacrosheets\/)|^(?:Basic|Scripts)\//i;

/** Bytes to which the one small part is expanded that says what a package is. */
const MOST_CONTENTS = 1_000_000;

/**
 * Which office document a ZIP is, judged by its directory; nothing but its list of contents is
 * expanded. Refuses what carries macros or a password, points outside, or would expand too far.
 */
export function looksInto(bytes: Buffer, limits: ExpansionLimits): OfficeKind {
  const entries = readDirectory(bytes);
  if (entries === null) return refuse('damaged');
  refuseUnsafe(entries);
  refuseBomb(entries, bytes.length, limits);
  return openXmlKind(bytes, entries) ?? openDocumentKind(bytes, entries) ?? refuse('unknown');
}

function refuse(reason: string): never {
  throw new Refusal('wrong-type', { reason });
}

function refuseUnsafe(entries: readonly ZipEntry[]): void {
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  // Two parts of one name: one reader takes the first and another the last.
  if (names.size !== entries.length) refuse('damaged');
  for (const entry of entries) {
    if (entry.encrypted) refuse('encrypted');
    if (entry.symbolicLink || pointsOutside(entry.name)) refuse('points-outside');
    if (MACRO_PARTS.test(entry.name)) refuse('macros');
  }
}

function pointsOutside(name: string): boolean {
  return /^[/\\]|\\|\0|^[a-z]:|(?:^|\/)\.\.(?:\/|$)/i.test(name);
}

function refuseBomb(entries: readonly ZipEntry[], fileBytes: number, limits: ExpansionLimits) {
  const expanded = sum(entries, ({ expandedBytes }) => expandedBytes);
  const packed = sum(entries, ({ packedBytes }) => packedBytes);
  // Parts that share bytes are packed into more than the file has.
  const overlaps = packed > fileBytes;
  if (overlaps || expanded > limits.expandedBytes || expanded / fileBytes > limits.ratio) {
    throw new Refusal('wrong-type', { reason: 'expands-too-far', expandedBytes: expanded });
  }
}

function sum(entries: readonly ZipEntry[], of: (entry: ZipEntry) => number): number {
  return entries.reduce((total, entry) => total + of(entry), 0);
}

/** ECMA-376 part 2: the package's content types say what it is, whatever its parts are called. */
function openXmlKind(bytes: Buffer, entries: readonly ZipEntry[]): OfficeKind | null {
  const contents = textOf(bytes, entries, '[Content_Types].xml');
  if (contents === null) return null;
  // No honest writer spells a content type with character references.
  if (/&|<!/.test(contents)) return refuse('damaged');
  if (/macroEnabled|vbaProject|ms-excel\.(?:intl)?macrosheet/i.test(contents)) refuse('macros');
  return MAIN_PARTS.find(([part]) => contents.includes(part))?.[1] ?? null;
}

/** ODF 1.3 part 2, 3.3: the type stands in a stored part; a password shows in the manifest. */
function openDocumentKind(bytes: Buffer, entries: readonly ZipEntry[]): OfficeKind | null {
  const type = textOf(bytes, entries, 'mimetype');
  if (type !== 'application/vnd.oasis.opendocument.text') return null;
  const manifest = textOf(bytes, entries, 'META-INF/manifest.xml');
  if (manifest === null) return refuse('damaged');
  if (manifest.includes('encryption-data')) return refuse('encrypted');
  return 'odt';
}

function textOf(bytes: Buffer, entries: readonly ZipEntry[], name: string): string | null {
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry === undefined) return null;
  const packed = entry.packed(bytes);
  if (packed === null) return refuse('damaged');
  if (!entry.deflated) return packed.toString('utf8', 0, MOST_CONTENTS);
  try {
    return inflateRawSync(packed, { maxOutputLength: MOST_CONTENTS }).toString('utf8');
  } catch (error) {
    throw new Refusal('wrong-type', { reason: 'damaged', cause: (error as Error).message });
  }
}
