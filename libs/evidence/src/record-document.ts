import { Refusal, newId, now, violates } from '#platform';
import type { Tx } from '#platform';
import { append } from './append.js';
import { displayName, extensionOf } from './display-name.js';
import type { DocumentFacts } from './document.js';
import type { EntryDraft } from './entry.js';
import type { KeptFile } from './receive-file.js';
import type { StoreFolder } from './store-folder.js';
import { commitText, storeTexts } from './texts.js';

/** Documents have a stream beside that of their case, so that an upload never holds up the door. */
export const documentsStream = (stream: string): string => `documents:${stream}`;

export const DOCUMENT_RECORDED = 'document.recorded';

/** A document as just recorded: what an event's evidence needs to name it. */
export interface RecordedDocument {
  readonly id: string;
  readonly sha256: string;
  readonly recordedAt: Date;
}

/** Writes the rows of a kept file; see DocumentStore.record. */
export async function recordDocument(
  tx: Tx,
  folder: StoreFolder,
  received: KeptFile,
  facts: DocumentFacts,
): Promise<RecordedDocument> {
  const file = renamed(received, facts.fileName);
  await holdFile(tx, folder, file);
  const id = newId();
  const recordedAt = await now(tx);
  const seq = await appendRecord(tx, id, file, facts, recordedAt);
  await tx.query(
    `INSERT INTO blob (sha256, size_bytes, media_type, stored_at)
     VALUES (decode($1, 'hex'), $2, $3, $4) ON CONFLICT (sha256) DO NOTHING`,
    [file.sha256, file.sizeBytes, file.mediaType, recordedAt],
  );
  await insertDocument(tx, [
    id,
    facts.stream,
    facts.kind,
    facts.title,
    facts.dated,
    file.fileName,
    file.sha256,
    file.mediaType,
    file.sizeBytes,
    facts.status,
    facts.supersedes ?? null,
    facts.confidentiality,
    facts.uploadedBy.person,
    recordedAt,
    seq,
  ]);
  return { id, sha256: file.sha256, recordedAt };
}

function renamed(file: KeptFile, name: string | undefined): KeptFile {
  if (name === undefined) return file;
  return { ...file, fileName: displayName(name, extensionOf(file.fileName)) };
}

/** Until this transaction ends the sweep cannot put the file aside; without a file there is no row. */
async function holdFile(tx: Tx, folder: StoreFolder, { sha256, sizeBytes }: KeptFile) {
  await tx.query(LOCK_FILE, [sha256]);
  if ((await folder.sizeOf(sha256)) !== sizeBytes) {
    throw new Error(`The uploaded file ${sha256} is no longer in the store: upload it again.`);
  }
}

export const LOCK_FILE = `SELECT pg_advisory_xact_lock(hashtextextended('file ' || $1, 0))`;

async function appendRecord(
  tx: Tx,
  id: string,
  file: KeptFile,
  facts: DocumentFacts,
  at: Date,
): Promise<number> {
  const title = commitText(facts.title);
  const fileName = commitText(file.fileName);
  const texts = { title: title.commitment, fileName: fileName.commitment };
  const { stream, draft } = documentEntry(id, file, facts, texts);
  await storeTexts(tx, [title, fileName]);
  return (await append(tx, stream, draft, at)).seq;
}

/** The entry says everything of the row, so that no column of it can change unseen. */
export function documentEntry(
  id: string,
  file: Pick<KeptFile, 'sha256' | 'sizeBytes' | 'mediaType'>,
  facts: DocumentFacts,
  texts: { readonly title: string; readonly fileName: string },
): { readonly stream: string; readonly draft: EntryDraft } {
  const draft: EntryDraft = {
    kind: 'act',
    type: DOCUMENT_RECORDED,
    actor: facts.uploadedBy,
    ...(facts.onBehalfOf === undefined ? {} : { onBehalfOf: facts.onBehalfOf }),
    ...(facts.dated === null ? {} : { on: facts.dated }),
    data: {
      mediaType: file.mediaType,
      sizeBytes: file.sizeBytes,
      status: facts.status,
      confidentiality: facts.confidentiality,
      supersedes: facts.supersedes ?? null,
    },
    texts,
    evidence: [{ document: id, sha256: file.sha256, as: facts.kind }],
  };
  return { stream: documentsStream(facts.stream), draft };
}

async function insertDocument(tx: Tx, values: readonly unknown[]): Promise<void> {
  try {
    await tx.query(
      `INSERT INTO document (id, stream, kind, title, dated, file_name, sha256, media_type,
         size_bytes, status, supersedes, confidentiality, uploaded_by, recorded_at, record_seq)
       VALUES ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10, $11, $12, $13, $14, $15)`,
      values,
    );
  } catch (error) {
    if (violates(error, 'document_is_superseded_once')) {
      throw new Refusal('conflict', { field: 'supersedes', reason: 'already-superseded' });
    }
    if (isForeignTo(error)) throw new Refusal('not-found', { field: 'supersedes' });
    throw error;
  }
}

function isForeignTo(error: unknown): boolean {
  return (error as { constraint?: string }).constraint === 'document_supersedes_its_own';
}
