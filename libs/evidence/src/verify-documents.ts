import type { Sql } from '#platform';
import type { DocumentStore } from './document-store.js';
import type { Fault } from './fault.js';

const BATCH = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface DocumentRow {
  readonly id: string;
  readonly stream: string;
  readonly seq: number;
  readonly sha256: string;
  readonly differs: readonly string[];
}

interface Which {
  readonly streams?: readonly string[];
  readonly store?: DocumentStore;
}

/** Whether each document's row says what its entry committed to, and its file has its bytes. */
export async function* verifyDocuments(
  sql: Sql,
  { streams, store }: Which,
): AsyncGenerator<readonly Fault[]> {
  let whole: string | null = null;
  for (let after = BEFORE_ALL; ;) {
    const { rows } = await sql.query<DocumentRow>(
      compare(streams !== undefined),
      streams === undefined ? [after] : [after, streams],
    );
    for (const row of rows) {
      yield row.differs.map((column) => faultIn(row, `its ${column} was changed`));
      // Documents that share a file mostly come together.
      if (store === undefined || row.sha256 === whole) continue;
      if (await store.isWhole(row.sha256)) whole = row.sha256;
      else yield [faultIn(row, 'its file is missing or was changed')];
    }
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.id;
  }
}

function faultIn({ id, stream, seq }: DocumentRow, what: string): Fault {
  return { stream, seq, what: `document ${id}: ${what}` };
}

// The entry of a document is in `recorded`; a title or file name counts as unchanged once erased.
// The blob is asked for by LIMIT 1: an EXISTS would be answered by reading all documents for every
// batch of them.
const compare = (ofSome: boolean): string => `
SELECT d.id, 'documents:' || d.stream AS stream, d.record_seq AS seq,
       encode(d.sha256, 'hex') AS sha256,
       array_remove(ARRAY[
         CASE WHEN recorded IS NULL
                OR recorded #>> '{evidence,0,document}' IS DISTINCT FROM d.id::text
              THEN 'id, stream or place in the record' END,
         CASE WHEN recorded #>> '{evidence,0,sha256}' <> encode(d.sha256, 'hex')
              THEN 'hash' END,
         CASE WHEN recorded #>> '{evidence,0,as}' <> d.kind THEN 'kind' END,
         CASE WHEN recorded #>> '{data,mediaType}' <> d.media_type THEN 'media type' END,
         CASE WHEN recorded #>> '{data,sizeBytes}' <> d.size_bytes::text THEN 'size' END,
         CASE WHEN recorded #>> '{data,status}' <> d.status THEN 'status' END,
         CASE WHEN recorded #>> '{data,confidentiality}' <> d.confidentiality
              THEN 'confidentiality' END,
         CASE WHEN recorded #>> '{data,supersedes}' IS DISTINCT FROM d.supersedes::text
              THEN 'predecessor' END,
         CASE WHEN recorded ->> 'on' IS DISTINCT FROM d.dated::text THEN 'date' END,
         CASE WHEN recorded #>> '{actor,person}' <> d.uploaded_by THEN 'uploader' END,
         CASE WHEN (recorded ->> 'at')::timestamptz <> d.recorded_at THEN 'time of recording' END,
         CASE WHEN title.text <> d.title THEN 'title' END,
         CASE WHEN file_name.text <> d.file_name THEN 'file name' END,
         CASE WHEN (
                SELECT true FROM blob b JOIN document first USING (sha256)
                 WHERE b.sha256 = d.sha256 AND b.size_bytes = d.size_bytes
                   AND b.media_type = first.media_type AND b.stored_at = first.recorded_at
                 LIMIT 1) IS NULL
              THEN 'row of table blob' END
       ], NULL) AS differs
  FROM document d
  LEFT JOIN journal j ON j.stream = 'documents:' || d.stream AND j.seq = d.record_seq
  CROSS JOIN LATERAL (SELECT j.entry::jsonb AS recorded) AS entry
  LEFT JOIN private_text title
    ON title.commitment = decode(recorded #>> '{texts,title}', 'hex')
  LEFT JOIN private_text file_name
    ON file_name.commitment = decode(recorded #>> '{texts,fileName}', 'hex')
 WHERE d.id > $1 ${ofSome ? 'AND d.stream = ANY ($2)' : ''}
 ORDER BY d.id LIMIT ${BATCH}`;
