import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newOpaqueId } from '#platform';

const INCOMING = 'incoming';
const ORPHANS = 'orphans';
const DATABASE_ID = 'database-id';
// All made at the start, so that no upload hangs on a folder that a power cut can take back.
const SHELVES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Where the bytes lie: `ab/cdef…` by hash, and beside them what came in half and what nobody owns. */
export class StoreFolder {
  constructor(private readonly root: string) {}

  async prepare(): Promise<void> {
    await mkdir(join(this.root, INCOMING), { recursive: true, mode: 0o700 });
    await mkdir(join(this.root, ORPHANS), { recursive: true, mode: 0o700 });
    await Promise.all(SHELVES.map((shelf) => mkdir(join(this.root, shelf), { recursive: true })));
    await syncFolder(this.root);
  }

  async readDatabaseId(): Promise<string | null> {
    try {
      return (await readFile(join(this.root, DATABASE_ID), 'utf8')).trim();
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async writeDatabaseId(id: string): Promise<void> {
    const temporary = this.newIncoming();
    await writeFile(temporary, `${id}\n`, { flush: true });
    await rename(temporary, join(this.root, DATABASE_ID));
    await syncFolder(this.root);
  }

  newIncoming(): string {
    return join(this.root, INCOMING, newOpaqueId());
  }

  pathOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256.slice(2));
  }

  /** Gives a finished file its name; the same bytes put twice are one file, made new. */
  async place(temporary: string, sha256: string): Promise<void> {
    const path = this.pathOf(sha256);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  }

  /** The file's size, after bringing it back should the sweep have put it aside; null if gone. */
  async sizeOf(sha256: string): Promise<number | null> {
    const size = await sizeAt(this.pathOf(sha256));
    if (size !== null) return size;
    const aside = this.orphanOf(sha256);
    if ((await sizeAt(aside)) === null) return null;
    await this.place(aside, sha256);
    return sizeAt(this.pathOf(sha256));
  }

  async putAside(sha256: string): Promise<void> {
    await rename(this.pathOf(sha256), this.orphanOf(sha256));
    await syncFolder(join(this.root, ORPHANS));
  }

  /** Hashes of the files that were last touched so long ago, by the folder's own clock. */
  async filesOlderThan(ageMs: number): Promise<readonly string[]> {
    const before = (await this.clock()) - ageMs;
    const found: string[] = [];
    for (const shelf of SHELVES) {
      for (const name of await readdir(join(this.root, shelf))) {
        if (await isOlder(join(this.root, shelf, name), before)) found.push(shelf + name);
      }
    }
    return found;
  }

  /** Puts aside what came in half and was left there by a process that died. */
  async putIncomingAside(ageMs: number): Promise<readonly string[]> {
    const before = (await this.clock()) - ageMs;
    const moved: string[] = [];
    for (const name of await readdir(join(this.root, INCOMING))) {
      const path = join(this.root, INCOMING, name);
      if (!(await isOlder(path, before))) continue;
      await rename(path, join(this.root, ORPHANS, `incoming-${name}`));
      moved.push(name);
    }
    return moved;
  }

  private orphanOf(sha256: string): string {
    return join(this.root, ORPHANS, sha256);
  }

  /** A file's age is told by the clock that stamped it, which on a shared folder is not ours. */
  private async clock(): Promise<number> {
    const probe = this.newIncoming();
    await writeFile(probe, '');
    const { mtimeMs } = await stat(probe);
    await rm(probe);
    return mtimeMs;
  }
}

async function isOlder(path: string, beforeMs: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < beforeMs;
  } catch (error) {
    // Its upload was finished or refused meanwhile.
    if (isMissing(error)) return false;
    throw error;
  }
}

async function sizeAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** A rename outlives a power cut only once its folder is on the disk; Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
