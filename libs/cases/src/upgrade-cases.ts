import type { Pool } from 'pg';
import { inTransaction } from '#platform';
import type { Tx } from '#platform';
import { MACHINE_VERSION, replay, upgrade } from '#journey';
import type { JourneySnapshot } from '#journey';
import { recordOf, wholeStream } from './correct-entry.js';
import { streamOf } from './office.js';

interface StoredCase {
  readonly id: string;
  readonly machine: string;
  readonly snapshot: unknown;
}

/**
 * Brings every case that earlier machines stored to today's, one transaction each, and says how
 * many. Nothing is written to the journal: a snapshot is a cache of it. Throws, naming the case,
 * where its record no longer leads to an end. Safe to repeat, and for several at once.
 */
export async function upgradeCases(pool: Pool): Promise<number> {
  let upgraded = 0;
  for (;;) {
    const found = await inTransaction(pool, upgradeNext);
    if (!found) return upgraded;
    upgraded += 1;
  }
}

async function upgradeNext(tx: Tx): Promise<boolean> {
  const { rows } = await tx.query<StoredCase>(
    `SELECT id, machine, snapshot FROM cases WHERE machine <> $1
      ORDER BY id LIMIT 1 FOR UPDATE`,
    [MACHINE_VERSION],
  );
  const stored = rows[0];
  if (stored === undefined) return false;
  const snapshot = upgrade(stored.snapshot, stored.machine) ?? (await replayed(tx, stored));
  await tx.query('UPDATE cases SET snapshot = $2, machine = $3 WHERE id = $1', [
    stored.id,
    JSON.stringify(snapshot),
    MACHINE_VERSION,
  ]);
  return true;
}

async function replayed(tx: Tx, { id }: StoredCase): Promise<JourneySnapshot> {
  const { opening, record } = recordOf(await wholeStream(tx, streamOf(id)));
  const result = replay(opening, record);
  if (result.ok) return result.snapshot;
  throw new Error(`Case ${id}: entry ${result.seq} (${result.type}) cannot be replayed.`);
}
