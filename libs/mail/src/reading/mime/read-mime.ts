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
      attachments: listAttachments(root, used),
    };
  } catch (error) {
    if (error instanceof UnreadableMail) return { kind: 'unreadable', why: error.why };
    return { kind: 'unreadable', why: 'broken' };
  }
}

function listAttachments(root: MimePart, used: Set<MimePart>): Attachment[] {
  const attachments: Attachment[] = [];
  for (const part of partsOf(root, { enclosed: false })) {
    if (part.type.startsWith('multipart/') || used.has(part)) continue;
    const content = decodeBody(part);
    attachments.push({
      filename: part.filename,
      contentType: part.type,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
  }
  return attachments;
}
