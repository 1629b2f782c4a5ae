import { content } from '#platform';
import type { DocumentKind } from '#evidence';

/** What a kind of document is called. */
export const kindName = (kind: DocumentKind): string =>
  content<Readonly<Record<string, string>>>('journey/document-kinds')[kind] ?? kind;
