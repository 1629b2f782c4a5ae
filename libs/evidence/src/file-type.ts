import { isUtf8 } from 'node:buffer';
import { Refusal } from '#platform';
import { extensionOf } from './display-name.js';
import { jpegPixels, pngPixels } from './image-file.js';
import { looksInto } from './office-file.js';
import type { ExpansionLimits } from './office-file.js';
import { oleKind } from './ole-file.js';

/** A kind of file that the record takes: its media type, and the extensions it may come under. */
export interface FileType {
  readonly mediaType: string;
  readonly extensions: readonly [string, ...string[]];
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const TYPES = {
  pdf: { mediaType: 'application/pdf', extensions: ['pdf'] },
  png: { mediaType: 'image/png', extensions: ['png'] },
  jpeg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  docx: { mediaType: `${OPEN_XML}.wordprocessingml.document`, extensions: ['docx'] },
  pptx: { mediaType: `${OPEN_XML}.presentationml.presentation`, extensions: ['pptx'] },
  xlsx: { mediaType: `${OPEN_XML}.spreadsheetml.sheet`, extensions: ['xlsx'] },
  odt: { mediaType: 'application/vnd.oasis.opendocument.text', extensions: ['odt'] },
  doc: { mediaType: 'application/msword', extensions: ['doc'] },
  ppt: { mediaType: 'application/vnd.ms-powerpoint', extensions: ['ppt', 'pps'] },
  csv: { mediaType: 'text/csv', extensions: ['csv'] },
  txt: { mediaType: 'text/plain', extensions: ['txt', 'text'] },
} as const satisfies Record<string, FileType>;

/** 10,000 by 10,000: beyond any scan of a page, well below what fills a reader's memory. */
const MOST_PIXELS = 100_000_000;

/**
 * What a file is by its own bytes; its name must agree. Refuses ('wrong-type', with the reason)
 * what is not on the list, carries macros or a password, or expands beyond the limits.
 */
export function recogniseFile(bytes: Buffer, givenName: string, limits: ExpansionLimits): FileType {
  const extension = extensionOf(givenName);
  const found = typeOf(bytes, extension, limits);
  const type: FileType = TYPES[found];
  if (extension !== '' && !type.extensions.includes(extension)) {
    throw new Refusal('wrong-type', { reason: 'name-differs', extension, found });
  }
  return type;
}

function typeOf(bytes: Buffer, extension: string, limits: ExpansionLimits): keyof typeof TYPES {
  if (startsWith(bytes, '%PDF-')) return refuseMarkup(bytes, 'pdf');
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return withinPixels(pngPixels(bytes), 'png');
  if (startsWith(bytes, '\xff\xd8\xff')) return withinPixels(jpegPixels(bytes), 'jpeg');
  if (startsWith(bytes, 'PK\x03\x04')) return looksInto(bytes, limits);
  if (startsWith(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return oleKind(bytes);
  if ((extension === 'csv' || extension === 'txt' || extension === 'text') && isText(bytes)) {
    return refuseMarkup(bytes, extension === 'csv' ? 'csv' : 'txt');
  }
  throw new Refusal('wrong-type', { reason: 'unknown', extension });
}

function startsWith(bytes: Buffer, magic: string): boolean {
  return bytes.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1'));
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}

/** A file that is also a web page is made to be taken for one. */
function refuseMarkup<T extends string>(bytes: Buffer, type: T): T {
  if (/<(?:!doctype|html|head|body|script|svg|\?xml)/i.test(bytes.toString('latin1', 0, 1024))) {
    throw new Refusal('wrong-type', { reason: 'web-page', found: type });
  }
  return type;
}

function withinPixels<T extends string>(pixels: number | null, type: T): T {
  if (pixels === null) throw new Refusal('wrong-type', { reason: 'damaged', found: type });
  if (pixels > MOST_PIXELS) throw new Refusal('wrong-type', { reason: 'too-many-pixels', pixels });
  return type;
}
