import { Pool } from 'pg';
import { freshDatabase } from './database.js';

export interface RegisterDatabase {
  /** In the service's role, as the product has it. */
  readonly pool: Pool;
  /** Takes everything out of the register, which the service itself may not. */
  empty(): Promise<void>;
  /** Ends every connection that the service has. */
  cut(): Promise<void>;
  drop(): Promise<void>;
}

/** A database of its own for specs of the register, with nothing in it. */
export async function registerDatabase(): Promise<RegisterDatabase> {
  const db = await freshDatabase();
  const pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  const owner = new Pool({ connectionString: db.url, max: 1 });
  // Dropping the database may overtake the closing of an idle connection.
  for (const one of [pool, owner]) one.on('error', () => undefined);
  return {
    pool,
    empty: async () => {
      await owner.query('TRUNCATE school, trust, school_link, register_import');
    },
    cut: async () => {
      await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    },
    drop: async () => {
      await Promise.all([pool.end(), owner.end()]);
      await db.drop();
    },
  };
}
