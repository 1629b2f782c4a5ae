import { content } from '#platform';
import type { CaseBody, DocumentUse } from '#cases';
import { DOCUMENT_KINDS } from '#evidence';
import type { Document, DocumentKind } from '#evidence';
import { wordsOfEvent } from '../views/journey-words.js';

interface DocumentWords {
  readonly unapproved: string;
  readonly documentStatuses: Readonly<Record<string, string>>;
  readonly confidentiality: Readonly<Record<string, string>>;
}

const words = () => content<DocumentWords>('clerk/words');
const kinds = () => content<Readonly<Record<DocumentKind, string>>>('journey/document-kinds');

export const kindName = (kind: DocumentKind): string => kinds()[kind];

const SHORT_HASH = 12;

export interface DocumentRow {
  readonly id: string;
  readonly href: string;
  readonly fileHref: string;
  readonly title: string;
  readonly kind: string;
  readonly dated: string | null;
  readonly status: string;
  readonly by: string;
  readonly at: Date;
  readonly shortHash: string;
  readonly versions: number;
}

/** The documents as they stand now, the newest first; what each replaced is counted. */
export function documentRows(
  caseId: string,
  documents: readonly Document[],
  names: ReadonlyMap<string, string>,
): readonly DocumentRow[] {
  return documents
    .filter(({ supersededBy }) => supersededBy === null)
    .map((document) => rowOf(caseId, document, names, versionsOf(documents, document).length))
    .toReversed();
}

/** How far a document is; draft minutes are not approved, whoever certified them. */
export const standingOf = ({ kind, status }: Pick<Document, 'kind' | 'status'>): string =>
  kind === 'minuteExtract' && status === 'draft'
    ? words().unapproved
    : words().documentStatuses[status]!;

export function rowOf(
  caseId: string,
  document: Document,
  names: ReadonlyMap<string, string>,
  versions = 1,
): DocumentRow {
  const { id, title, kind, dated, uploadedBy, recordedAt, sha256 } = document;
  const href = `/cases/${caseId}/documents/${id}`;
  return {
    id,
    href,
    fileHref: `${href}/file`,
    title,
    kind: isOfGroup(document) ? `${kindName(kind)}, ${heldByGroup()}` : kindName(kind),
    dated,
    status: standingOf(document),
    by: names.get(uploadedBy) ?? 'Somebody who is gone',
    at: recordedAt,
    shortHash: sha256.slice(0, SHORT_HASH),
    versions,
  };
}

/** A paper that the school's group holds: it is replaced on the group's page. */
export const isOfGroup = ({ stream }: Document): boolean => stream.startsWith('group:');

const heldByGroup = (): string => content<{ held: string }>('clerk/groups').held;

/** A document with everything that it replaced and that replaced it, oldest first. */
export function versionsOf(
  documents: readonly Document[],
  document: Document,
): readonly Document[] {
  const byId = new Map(documents.map((one) => [one.id, one]));
  const chain = [document];
  for (let first = chain[0]!; first.supersedes !== null; first = chain[0]!) {
    const earlier = byId.get(first.supersedes);
    if (earlier === undefined) break;
    chain.unshift(earlier);
  }
  for (let last = chain.at(-1)!; last.supersededBy !== null; last = chain.at(-1)!) {
    const later = byId.get(last.supersededBy);
    if (later === undefined) break;
    chain.push(later);
  }
  return chain;
}

/** What a form for a document offers. */
export function documentChoices() {
  const list = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([value, text]) => ({ value, text }));
  return {
    kinds: DOCUMENT_KINDS.map((value) => ({ value, text: kindName(value) })).toSorted((a, b) =>
      a.text.localeCompare(b.text, 'en-GB'),
    ),
    statuses: list(words().documentStatuses),
    confidentialities: list(words().confidentiality),
  };
}

/** Where the record rests on a document, in words. */
export function usesInWords(
  caseId: string,
  uses: readonly DocumentUse[],
  bodies: readonly CaseBody[],
) {
  return uses.map(({ seq, type, data }) => ({
    text: wordsOfEvent(type, data, bodies) ?? type,
    href: `/cases/${caseId}/timeline/${seq}`,
  }));
}

export const confidentialityName = (value: string): string => words().confidentiality[value]!;
