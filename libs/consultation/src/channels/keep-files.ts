import type { DocumentStore, KeptFile } from '#evidence';
import type { Actor, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import type { ResponseFile } from './beside-response.js';

/** Files that lie safe in the store, to be kept beside something that a consultation is told. */
export interface FilesGiven {
  readonly consultation: string;
  readonly documents: DocumentStore;
  readonly files: readonly KeptFile[];
}

/**
 * Records files as documents of the consultation, apart from the papers of its case: only whoever
 * reads the replies reads them.
 */
export async function keepFiles(
  tx: Tx,
  actor: Actor,
  { consultation, documents, files }: FilesGiven,
  { kind, title }: { readonly kind: ResponseFile['kind']; readonly title: string },
): Promise<readonly ResponseFile[]> {
  const kept: ResponseFile[] = [];
  for (const file of files) {
    const { id, sha256 } = await documents.record(tx, file, {
      ...{ stream: streamOf(consultation), kind: 'response', title, dated: null },
      ...{ status: 'approved', confidentiality: 'personal', uploadedBy: actor },
    });
    kept.push({ id, sha256, kind });
  }
  return kept;
}
