import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isMissing } from './store-folder.js';
import type { StoreFolder } from './store-folder.js';

/** A document's file is gone or is not what was recorded: an alarm for the operator, never served. */
export class DamagedDocument extends Error {
  constructor(readonly sha256: string) {
    super(`The stored file ${sha256} is missing or damaged: restore it from the backup.`);
    this.name = 'DamagedDocument';
  }
}

/** The file's bytes, after they were read once and found to be those recorded. */
export async function openFile(folder: StoreFolder, sha256: string): Promise<Readable> {
  const handle = await openOrNull(folder.pathOf(sha256));
  if (handle === null) throw new DamagedDocument(sha256);
  try {
    if ((await hashOf(handle)) !== sha256) throw new DamagedDocument(sha256);
  } catch (error) {
    await handle.close();
    throw error;
  }
  // The same open file that was checked: a change of its name in between changes nothing.
  return handle.createReadStream({ start: 0 });
}

/** Whether the file is there and has the bytes that its name promises. */
export async function isWhole(folder: StoreFolder, sha256: string): Promise<boolean> {
  const handle = await openOrNull(folder.pathOf(sha256));
  if (handle === null) return false;
  try {
    return (await hashOf(handle)) === sha256;
  } finally {
    await handle.close();
  }
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
