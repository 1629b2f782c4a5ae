import { defaultLimits } from './mail-reading.js';
import { decodeBody } from './mime/mime-part.js';
import { attachedParts, readMime } from './mime/read-mime.js';

/** A file of a mail as it was attached; what it is called and said to be is its sender's word. */
export interface MailFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** The file at this place of a reading's `attachments`; null where there is none. Throws nothing. */
export function fileOfMail(raw: Buffer, place: number): MailFile | null {
  const mail = readMime(raw, defaultLimits);
  if (mail.kind === 'unreadable') return null;
  const part = attachedParts(mail)[place];
  if (part === undefined) return null;
  return { filename: part.filename, contentType: part.type, content: decodeBody(part) };
}
