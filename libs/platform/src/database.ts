import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { EntityTarget, ObjectLiteral, Repository } from 'typeorm';

/** The role in which the service works; it can neither change nor remove what is recorded. */
export const SERVICE_ROLE = 'assent_service';

export interface DatabaseOptions {
  readonly url: string;
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly connections?: number;
}

/** One pool of connections in the service's role, read as rows (`orm`) or as SQL (`pool`). */
export class Database {
  private constructor(
    readonly orm: DataSource,
    readonly pool: Pool,
  ) {}

  /** Connects, and refuses to serve when its role could change the journal. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const orm = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: options.entities as never,
      installExtensions: false,
      uuidExtension: 'pgcrypto',
      synchronize: false,
      poolSize: options.connections ?? 10,
      extra: { options: `-c role=${SERVICE_ROLE} -c statement_timeout=30s` },
    });
    await orm.initialize();
    const pool = (orm.driver as unknown as { master: Pool }).master;
    const database = new Database(orm, pool);
    await database.refuseIfJournalCanChange();
    return database;
  }

  rows<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.orm.getRepository(entity);
  }

  async close(): Promise<void> {
    await this.orm.destroy();
  }

  private async refuseIfJournalCanChange(): Promise<void> {
    const { rows } = await this.pool.query<{ can: boolean }>(
      `SELECT has_table_privilege('journal', 'UPDATE') OR has_table_privilege('journal', 'DELETE')
           OR has_table_privilege('journal', 'TRUNCATE') AS can`,
    );
    if (rows[0]?.can !== false) {
      await this.close();
      throw new Error(
        `The database role could change the journal. Connect as a role that is only a member of ${SERVICE_ROLE}.`,
      );
    }
  }
}
