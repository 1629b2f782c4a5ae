import { content } from '#platform';
import type { Document } from '#evidence';
import { day } from '../http/dates.js';

/** A document as pages list it, with the mark by which it is known. */
export interface PaperRow {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly kind: string;
  /** The date on the paper, or the day on which it was filed where it bears none. */
  readonly dated: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly shortHash: string;
  readonly hash: string;
  readonly note: string | null;
  /** Said beside its title. */
  readonly tag?: string;
}

const SHORT_HASH = 12;

/** A document of a case, to be taken away under `folder`. */
export function paperRow(document: Document, folder: string): PaperRow {
  const kinds = content<Readonly<Record<string, string>>>('journey/document-kinds');
  const { id, title, kind, dated, recordedAt, fileName, sizeBytes, sha256 } = document;
  return {
    id,
    title,
    href: `${folder}/${id}`,
    kind: kinds[kind] ?? kind,
    dated: dated === null ? `filed ${day(recordedAt)}` : `dated ${day(dated)}`,
    type: typeOf(fileName),
    sizeBytes,
    shortHash: sha256.slice(0, SHORT_HASH),
    hash: sha256,
    note: document.supersededBy === null ? null : 'A newer version was filed after this one.',
  };
}

const typeOf = (fileName: string): string => (fileName.split('.').at(-1) ?? '').toUpperCase();
