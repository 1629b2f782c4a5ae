import { readdir } from 'node:fs/promises';
import { DataSource, type MigrationInterface } from 'typeorm';

type Migration = new () => MigrationInterface;

const FOLDER = new URL('../../../migrations/', import.meta.url);
/** Any number will do, as long as nothing else of ours takes the same advisory lock. */
const LOCK = 7_268_101;

/**
 * Brings the database up to date and says which migrations it ran. Any number of processes may ask
 * at once: one works and the others wait, because TypeORM itself does not lock.
 */
export async function migrate(url: string): Promise<string[]> {
  const source = await openSource(url, await loadMigrations());
  const lock = source.createQueryRunner();
  try {
    await lock.query('SET lock_timeout = 0');
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const run = await source.runMigrations({ transaction: 'each' });
    return run.map(({ name }) => name);
  } finally {
    // The lock goes with its session.
    await lock.release();
    await source.destroy();
  }
}

/** The names of the migrations that this database still lacks. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const source = await openSource(url, []);
  try {
    const [table] = await source.query(`SELECT to_regclass('migrations') AS name`);
    const rows: { name: string }[] = table.name
      ? await source.query('SELECT name FROM migrations')
      : [];
    const done = new Set(rows.map(({ name }) => name));
    const all = (await loadMigrations()).map((migration) => new migration().name ?? migration.name);
    return all.filter((name) => !done.has(name));
  } finally {
    await source.destroy();
  }
}

/** A file holds one migration, and the files' numbers are their order. */
async function loadMigrations(): Promise<Migration[]> {
  const files = (await readdir(FOLDER)).filter((file) => /^\d{4}-[a-z0-9-]+\.[jt]s$/.test(file));
  const modules = files.sort().map((file): Promise<object> => import(new URL(file, FOLDER).href));
  return (await Promise.all(modules)).map((module, index) => {
    const [migration, ...more] = Object.values(module).filter(isMigration);
    if (migration && more.length === 0) return migration;
    throw new Error(`migrations/${files[index]} must export one migration and nothing else.`);
  });
}

function isMigration(value: unknown): value is Migration {
  return typeof value === 'function' && typeof value.prototype?.up === 'function';
}

async function openSource(url: string, migrations: Migration[]): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    migrations,
    migrationsTableName: 'migrations',
    installExtensions: false,
    applicationName: 'assent migrations',
    // A migration that waits for a busy table makes everybody else wait behind it.
    extra: { connectionString: url, max: 2, options: '-c lock_timeout=10s' },
  });
  return source.initialize();
}
