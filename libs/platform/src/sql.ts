import type { Pool, PoolClient, QueryConfig } from 'pg';
import { faultPoint } from './fault-point.js';

/**
 * The one way to speak SQL: a pool (each statement its own transaction) and a connection inside a
 * transaction both satisfy it, so a function that takes `Sql` works in either.
 */
export interface Sql {
  query<R extends object = Record<string, unknown>>(
    text: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>;
}

declare const inTransactionBrand: unique symbol;

/** `Sql` that is known to be inside a transaction: what must be atomic asks for this. */
export interface Tx extends Sql {
  readonly [inTransactionBrand]: true;
}

/** Runs `work` in one transaction: commits what it returns, rolls back whatever it throws. */
export async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', hearLoss);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client as unknown as Tx);
    faultPoint('transaction.before-commit');
    await client.query('COMMIT');
    faultPoint('transaction.after-commit');
    return result;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    if (broken === undefined) client.off('error', hearLoss);
    client.release(broken);
  }
}

/**
 * A connection that is lost between two statements says so by an event, and one that nobody hears
 * ends the process. Whoever holds the connection learns it from the next statement.
 */
export const hearLoss = (): void => undefined;

/** A connection that cannot even roll back is not given to anybody else. */
async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Whether Postgres refused a row because of this unique constraint or index. */
export function violates(error: unknown, constraint: string): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === '23505' &&
    'constraint' in error &&
    error.constraint === constraint
  );
}
