/**
 * The record: hash-chained streams of entries, personal texts beside them under commitments, and
 * documents under their hashes. Nothing recorded is changed or removed; what was changed behind
 * the service's back is found and named.
 */
export { canonicalJson } from './canonical.js';
export { sealEntry } from './entry.js';
export type { Entry, EntryDraft, EntryKind, EvidenceLink, Head, SealedEntry } from './entry.js';
export type { Json, JsonFacts } from './entry.js';
export { append } from './append.js';
export { readStream } from './read-stream.js';
export type { StreamPage } from './read-stream.js';
export { commitText, readTexts, storeTexts } from './texts.js';
export type { CommittedText } from './texts.js';
export { verifyStreams } from './verify.js';
export type { Fault } from './fault.js';
export type { Verification, VerifyOptions, WholeStream } from './verify.js';

export { DOCUMENT_KINDS } from './document-kinds.js';
export type { DocumentKind } from './document-kinds.js';
export { DocumentStore } from './document-store.js';
export { DamagedDocument } from './open-file.js';
export { documentsOfEvidence, readDocuments } from './document.js';
export type { Confidentiality, Document, DocumentFacts, DocumentStatus } from './document.js';
export type { KeptFile, Upload, UploadLimits } from './receive-file.js';
export { documentEntry } from './record-document.js';
export type { RecordedDocument } from './record-document.js';
export { downloadHeaders } from './download-headers.js';
