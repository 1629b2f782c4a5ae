import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Refusal, faultPoint } from '#platform';
import { displayName } from './display-name.js';
import { recogniseFile } from './file-type.js';
import type { StoreFolder } from './store-folder.js';

export interface Upload {
  readonly content: Readable;
  readonly fileName: string;
}

export interface UploadLimits {
  readonly sizeBytes: number;
  /** What an office file may expand to, and how many times its own size. */
  readonly expandedBytes: number;
  readonly ratio: number;
}

export const UPLOAD_LIMITS: UploadLimits = {
  sizeBytes: 20_000_000,
  expandedBytes: 200_000_000,
  ratio: 100,
};

/** A file that lies safe in the store and that no row names yet. */
export interface KeptFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly fileName: string;
}

/** Takes an upload in; see DocumentStore.receive. */
export async function receiveFile(
  folder: StoreFolder,
  { content, fileName }: Upload,
  limits: UploadLimits,
): Promise<KeptFile> {
  // A connection can break before the loop below listens, and an error nobody hears ends the process.
  content.on('error', () => undefined);
  const temporary = folder.newIncoming();
  try {
    const { sha256, sizeBytes } = await writeHashed(temporary, content, limits.sizeBytes);
    if (sizeBytes === 0) throw new Refusal('invalid', { field: 'file', reason: 'empty' });
    const { mediaType, extensions } = recogniseFile(await readFile(temporary), fileName, limits);
    faultPoint('document.after-file');
    await folder.place(temporary, sha256);
    faultPoint('document.after-rename');
    return { sha256, sizeBytes, mediaType, fileName: displayName(fileName, extensions[0]) };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A file that the service wrote itself. It leaves as a download that no page can run, like any. */
export interface WrittenFile {
  readonly content: string | Buffer;
  readonly fileName: string;
  readonly type: keyof typeof WRITTEN_TYPES;
}

const WRITTEN_TYPES = {
  html: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** Gives the service's own file its place; nobody's upload comes this way. */
export async function keepWritten(
  folder: StoreFolder,
  { content, fileName, type }: WrittenFile,
): Promise<KeptFile> {
  const temporary = folder.newIncoming();
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const { sha256, sizeBytes } = await writeHashed(
      temporary,
      Readable.from([bytes]),
      UPLOAD_LIMITS.sizeBytes,
    );
    await folder.place(temporary, sha256);
    return {
      sha256,
      sizeBytes,
      mediaType: WRITTEN_TYPES[type],
      fileName: displayName(fileName, type),
    };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeHashed(path: string, content: Readable, mostBytes: number) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > mostBytes) throw new Refusal('too-large', { limitBytes: mostBytes });
      hash.update(chunk);
      await handle.appendFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}
