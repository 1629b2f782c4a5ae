import { createHash } from 'node:crypto';
import {
  UnreadableMail,
  type Attachment,
  type ReadingLimits,
  type UnreadableWhy,
} from '../mail-reading.js';
import { chooseText } from './choose-text.js';
import type { HeaderFields } from './header-fields.js';
import { decodeBody, partsOf, readPartTree, type MimePart } from './mime-part.js';

export interface MimeMail {
  kind: 'mail';
  fields: HeaderFields;
  root: MimePart;
  text: string;
  /** Those parts that gave the text; every other leaf is an attachment. */
  used: Set<MimePart>;
  attachments: Attachment[];
}

export interface UnreadableMime {
  kind: 'unreadable';
  why: UnreadableWhy;
}

// Our own reader, as the two in use (mailparser, postal-mime) answer one text and one HTML without
// the tree they came from: siblings of multipart/mixed are doubled or dropped, limits come too late,
// and one turns an unreadable Date into now. A spec compares ours with mailparser's findings.

/**
 * Opens a raw mail (RFC 5322, 2045-2049) behind limits of our own. Throws nothing: what is too
 * large, too deep or broken comes back as `unreadable`, and the raw mail stays for a person.
 */
export function readMime(raw: Buffer, limits: ReadingLimits): MimeMail | UnreadableMime {
  if (raw.length > limits.bytes) return { kind: 'unreadable', why: 'too-large' };
  try {
    // One character a byte keeps positions equal to bytes and leaves charsets to each part.
    const root = readPartTree(raw.toString('latin1'), limits);
    const { text, used } = chooseText(root, limits);
    return {
      kind: 'mail',
      fields: root.fields,
      root,
      text,
      used,
      attachments: attachedParts({ root, used }).map(asAttachment),
    };
  } catch (error) {
    if (error instanceof UnreadableMail) return { kind: 'unreadable', why: error.why };
    return { kind: 'unreadable', why: 'broken' };
  }
}

/** The parts of a mail that are files, in the order in which its reading lists them. */
export function attachedParts({ root, used }: Pick<MimeMail, 'root' | 'used'>): MimePart[] {
  return [...partsOf(root, { enclosed: false })].filter(
    (part) => !part.type.startsWith('multipart/') && !used.has(part),
  );
}

function asAttachment(part: MimePart): Attachment {
  const content = decodeBody(part);
  return {
    filename: part.filename,
    contentType: part.type,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}
