import type { Pool } from 'pg';
import { inTransaction } from '#platform';
import { LOCK_FILE } from './record-document.js';
import type { StoreFolder } from './store-folder.js';

const BATCH = 500;

export interface Sweep {
  /** Hashes of whole files that no row names, now in the folder `orphans`. */
  readonly files: readonly string[];
  /** Names of uploads that never ended, there as well. */
  readonly incoming: readonly string[];
}

/** Puts aside, never away, what has lain so long without a row; see DocumentStore.sweepOrphans. */
export async function sweepOrphans(
  pool: Pool,
  folder: StoreFolder,
  olderThanMs: number,
): Promise<Sweep> {
  const candidates = await folder.filesOlderThan(olderThanMs);
  const files: string[] = [];
  for (let from = 0; from < candidates.length; from += BATCH) {
    for (const sha256 of await withoutRow(pool, candidates.slice(from, from + BATCH))) {
      if (await putAside(pool, folder, sha256)) files.push(sha256);
    }
  }
  return { files, incoming: await folder.putIncomingAside(olderThanMs) };
}

async function withoutRow(pool: Pool, hashes: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ sha256: string }>(
    `SELECT h.sha256 FROM unnest($1::text[]) AS h (sha256)
      WHERE NOT EXISTS (SELECT FROM blob b WHERE b.sha256 = decode(h.sha256, 'hex'))`,
    [hashes],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Looks again under the lock that recording takes: a row may have come meanwhile. */
async function putAside(pool: Pool, folder: StoreFolder, sha256: string): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    await tx.query(LOCK_FILE, [sha256]);
    const { rowCount } = await tx.query(`SELECT FROM blob WHERE sha256 = decode($1, 'hex')`, [
      sha256,
    ]);
    if (rowCount !== 0) return false;
    await folder.putAside(sha256);
    return true;
  });
}
