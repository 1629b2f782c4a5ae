import type { Actor, Sql } from '#platform';
import type { DocumentKind } from './document-kinds.js';

export type DocumentStatus = 'draft' | 'approved' | 'signed';
export type Confidentiality = 'public' | 'board' | 'part2' | 'privileged' | 'personal';

/** What the uploader says of a file. */
export interface DocumentFacts {
  /** The stream to which the document belongs, 'case:…'. */
  readonly stream: string;
  readonly kind: DocumentKind;
  readonly title: string;
  /** The date on the paper (YYYY-MM-DD); null where it bears none. */
  readonly dated: string | null;
  /** Another name to show than that of the received file. */
  readonly fileName?: string;
  readonly status: DocumentStatus;
  readonly confidentiality: Confidentiality;
  /** The document of the same stream that this one replaces; each is replaced at most once. */
  readonly supersedes?: string | null;
  readonly uploadedBy: Actor;
  readonly onBehalfOf?: string;
}

/** A document as the record holds it. */
export interface Document {
  readonly id: string;
  readonly stream: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly dated: string | null;
  /** A clean name with the extension of its type, fit for display and download. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly status: DocumentStatus;
  readonly confidentiality: Confidentiality;
  readonly supersedes: string | null;
  readonly supersededBy: string | null;
  readonly uploadedBy: string;
  readonly recordedAt: Date;
}

/** Which documents: always of named streams, so that loading is the permission. */
export interface DocumentsOf {
  readonly streams: readonly string[];
  readonly ids?: readonly string[];
}

/** The documents of these streams, oldest first, superseded ones included. */
export async function readDocuments(
  sql: Sql,
  { streams, ids }: DocumentsOf,
): Promise<readonly Document[]> {
  const { rows } = await sql.query<Document>(
    ids === undefined
      ? { ...OF_STREAMS, values: [streams] }
      : { ...NAMED, values: [JSON.stringify(streams), JSON.stringify(ids)] },
  );
  return rows;
}

const READ = `
SELECT d.id, d.stream, d.kind, d.title, d.dated::text, d.file_name AS "fileName",
       d.media_type AS "mediaType", d.size_bytes AS "sizeBytes",
       encode(d.sha256, 'hex') AS sha256, d.status, d.confidentiality, d.supersedes,
       (SELECT later.id FROM document later
         WHERE later.stream = d.stream AND later.supersedes = d.id) AS "supersededBy",
       d.uploaded_by AS "uploadedBy", d.recorded_at AS "recordedAt"
  FROM document d`;

/**
 * An SQL expression for statements that read entries: the documents of an entry's evidence as JSON,
 * in its order, as far as they belong to this stream; null where there are none. `recordedAt` comes
 * as text.
 */
export const documentsOfEvidence = (evidence: string, stream: string): string => `
  CASE WHEN json_array_length(${evidence}) > 0 THEN (
    SELECT json_agg(paper ORDER BY place) FILTER (WHERE paper IS NOT NULL) FROM (
      SELECT place, (
          SELECT row_to_json(found) FROM (
            ${READ} WHERE d.id = (link ->> 'document')::uuid AND d.stream = ${stream}) found) AS paper
        FROM json_array_elements(${evidence}) WITH ORDINALITY AS named (link, place)) papers) END`;

const OF_STREAMS = {
  name: 'documents-of-streams',
  text: `${READ} WHERE d.stream = ANY ($1) ORDER BY d.id`,
};

/**
 * Streams and ids come as JSON: no plan depends on how many there are, and Postgres makes it once.
 */
const NAMED = {
  name: 'documents-named',
  text: `${READ} JOIN json_array_elements_text($2::json) AS asked ON d.id = asked::uuid
    WHERE EXISTS (SELECT FROM json_array_elements_text($1::json) AS named WHERE named = d.stream)
    ORDER BY d.id`,
};
