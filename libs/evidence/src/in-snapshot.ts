import type { Pool, PoolClient } from 'pg';
import { hearLoss } from '#platform';
import type { Sql } from '#platform';

/**
 * Runs `work` with two connections that see the database as of one same instant and cannot change
 * it, so that one can read ahead while the other looks things up.
 */
export async function inSnapshot<T>(
  pool: Pool,
  work: (reader: Sql, side: Sql) => Promise<T>,
): Promise<T> {
  return readingOnly(pool, async (reader) => {
    const { rows } = await reader.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
    return readingOnly(pool, async (side) => {
      // The command takes no parameter; Postgres made the id, of hexadecimal digits and dashes.
      await side.query(`SET TRANSACTION SNAPSHOT '${rows[0]!.id}'`);
      return work(reader, side);
    });
  });
}

async function readingOnly<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', hearLoss);
  let ended = false;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const result = await work(client);
    await client.query('COMMIT');
    ended = true;
    return result;
  } finally {
    if (ended) client.off('error', hearLoss);
    // A connection that failed on the way is closed rather than given to anybody else.
    client.release(!ended);
  }
}
