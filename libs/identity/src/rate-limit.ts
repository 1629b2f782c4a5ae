import { createHash } from 'node:crypto';
import { Refusal, type Sql } from '#platform';

export interface Limit {
  /** What is counted: 'sign-in by address'. */
  readonly name: string;
  readonly most: number;
  readonly windowSeconds: number;
}

/**
 * Counts one use and refuses with `too-many` when there were more than the limit allows. Counted in
 * Postgres, so for all copies together, and in real time; without Postgres it throws, and so lets
 * nobody through.
 */
export async function spend(sql: Sql, limit: Limit, subject: string): Promise<void> {
  const { rows } = await sql.query<{ count: number; seconds: number }>({
    name: 'spend',
    text: `INSERT INTO rate_count (key, window_start, count)
           VALUES ($1, to_timestamp(floor(extract(epoch FROM now()) / $2) * $2), 1)
           ON CONFLICT (key, window_start) DO UPDATE SET count = rate_count.count + 1
           RETURNING count, ceil(extract(epoch FROM window_start) + $2
             - extract(epoch FROM now()))::int AS seconds`,
    values: [keyOf(limit, subject), limit.windowSeconds],
  });
  const { count, seconds } = rows[0]!;
  if (count > limit.most) throw new Refusal('too-many', { retryAfterSeconds: seconds });
}

/** Takes back what was counted in this window: whoever was right does not pay for having been asked often. */
export async function forgive(sql: Sql, limit: Limit, subject: string): Promise<void> {
  await sql.query('DELETE FROM rate_count WHERE key = $1', [keyOf(limit, subject)]);
}

/** Removes the windows that are over; the worker calls it now and then. */
export async function forgetOldCounts(sql: Sql): Promise<void> {
  await sql.query(`DELETE FROM rate_count WHERE window_start < now() - interval '1 day'`);
}

/** Addresses of people and machines are counted without being kept. */
function keyOf({ name }: Limit, subject: string): string {
  return `${name}:${createHash('sha256').update(`${name}\0${subject}`).digest('base64url')}`;
}
