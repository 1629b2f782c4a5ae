import { Pool } from 'pg';

/** The role in which the service works; it can neither change nor remove what is recorded. */
export const SERVICE_ROLE = 'assent_service';

export interface DatabaseOptions {
  readonly url: string;
  readonly connections?: number;
}

/** One pool of connections in the service's role. */
export class Database {
  private constructor(readonly pool: Pool) {}

  /** Connects, and refuses to serve when its role could change the journal. */
  static async open({ url, connections = 10 }: DatabaseOptions): Promise<Database> {
    const pool = new Pool({
      connectionString: url,
      max: connections,
      options: `-c role=${SERVICE_ROLE} -c statement_timeout=30s`,
    });
    // An idle connection that Postgres ends is replaced by the pool; whoever needs one then asks.
    pool.on('error', () => undefined);
    const database = new Database(pool);
    try {
      await database.refuseIfJournalCanChange();
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async refuseIfJournalCanChange(): Promise<void> {
    const { rows } = await this.pool.query<{ can: boolean }>(
      `SELECT has_table_privilege('journal', 'UPDATE') OR has_table_privilege('journal', 'DELETE')
           OR has_table_privilege('journal', 'TRUNCATE') AS can`,
    );
    if (rows[0]?.can !== false) {
      throw new Error(
        `The database role could change the journal. Connect as a role that is only a member of ${SERVICE_ROLE}.`,
      );
    }
  }
}
