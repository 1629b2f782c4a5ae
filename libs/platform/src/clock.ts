import type { Sql } from './sql.js';

/** The product's time, to the millisecond. All time comes from here, never from the process. */
export async function now(sql: Sql): Promise<Date> {
  const { rows } = await sql.query<{ now: Date }>('SELECT assent_now() AS now');
  return rows[0]!.now;
}

/**
 * Moves the product's clock on. Only a clock that was made movable (an example installation on a
 * loopback address) moves, and only forwards; answers the new time, or null when it may not move.
 */
export async function moveClockTo(sql: Sql, instant: Date): Promise<Date | null> {
  const { rows } = await sql.query<{ now: Date }>(
    `UPDATE product_clock SET ahead = $1::timestamptz - now()
      WHERE movable AND $1::timestamptz > assent_now()
      RETURNING date_trunc('milliseconds', now() + ahead) AS now`,
    [instant],
  );
  return rows[0]?.now ?? null;
}
