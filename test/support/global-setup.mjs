// Before any suite: builds what changed, starts the tests' own Postgres (or joins the one that
// another run has started), and prepares a migrated template from which each spec file clones.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');
const LOCK = 7_268_102;
const TEMPLATES_KEPT = 5;

export default async function setUp() {
  const build = spawnSync(process.execPath, [join(root, 'tools', 'build.mjs')], {
    stdio: 'inherit',
  });
  if (build.status !== 0) process.exit(1);

  const { ensurePostgres } = await import(join(root, 'dist/libs/platform/src/postgres.js'));
  const postgres = await ensurePostgres({ dir: join(root, 'var', 'pg-test'), fsync: false });
  const template = await prepareTemplate(postgres);

  // The workers, which run the specs, inherit these; test/support/database.ts reads them.
  process.env.ASSENT_TEST_CLUSTER = postgres.url('postgres');
  process.env.ASSENT_TEST_TEMPLATE = template;
  globalThis.assentTestCluster = postgres;
}

async function prepareTemplate(postgres) {
  const { default: pg } = await import('pg');
  const { migrate } = await import(join(root, 'dist/libs/platform/src/migrate.js'));
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const name = `template_${hashOfMigrations()}`;
    if (!(await exists(client, name))) {
      const draft = `${name}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${draft} TEMPLATE template0 STRATEGY WAL_LOG`);
      await migrate(postgres.url(draft));
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
    }
    await removeLeftOvers(client);
    return name;
  } finally {
    await client.end();
  }
}

async function exists(client, name) {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  return rowCount > 0;
}

function hashOfMigrations() {
  const folder = join(root, 'dist', 'migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.js')) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** A run that was killed leaves its databases, and every change of a migration a template. */
async function removeLeftOvers(client) {
  const { rows } = await client.query(`
    SELECT datname AS name FROM pg_database
    WHERE datname LIKE 'template\\__%' AND NOT datistemplate OR datname LIKE 'spec\\_%'
    ORDER BY oid DESC`);
  const names = rows.map(({ name }) => name);
  const old = names.filter((name) => name.startsWith('template_')).slice(TEMPLATES_KEPT);
  const orphans = names.filter((name) => name.startsWith('spec_') && !isAlive(name.split('_')[1]));
  for (const name of [...old, ...orphans]) {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
}

function isAlive(pid) {
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
