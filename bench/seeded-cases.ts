// A large installation for the benchmarks of reading, made once and kept in the benchmarks' cluster.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DocumentStore } from '#evidence';
import { Database, migrate } from '#platform';
import type { Postgres } from '#platform';
import { Client } from 'pg';
import { seedInstallation } from '../apps/console/src/seed/seed.js';

const SIZES: Readonly<Record<Size, { cases: number; entries: number }>> = {
  whole: { cases: 25_000, entries: 2_000_000 },
  quick: { cases: 2_500, entries: 200_000 },
  few: { cases: 1_000, entries: 80_000 },
};

export interface SeededCases {
  readonly ownerUrl: string;
  readonly documentsDir: string;
  readonly cases: number;
  readonly entries: number;
}

/** The installation of this size, by the migrations as they are now; minutes when it must be made. */
export async function seededCases(postgres: Postgres, size: Size): Promise<SeededCases> {
  const { cases, entries } = SIZES[size];
  const prefix = `bench_cases_${cases}_`;
  const name = `${prefix}${hashOfMigrations()}`;
  const documentsDir = resolve('var', 'bench-documents', name);
  const seeded = { ownerUrl: postgres.url(name), documentsDir, cases, entries };
  const found = await onCluster<{ name: string }>(
    postgres,
    `SELECT datname AS name FROM pg_database WHERE starts_with(datname, '${prefix}')`,
  );
  if (found.some((one) => one.name === name)) return seeded;
  // Of other migrations, or of a run that was stopped.
  for (const old of found) await onCluster(postgres, `DROP DATABASE ${old.name} WITH (FORCE)`);
  const draft = `${name}_draft`;
  await onCluster(postgres, `CREATE DATABASE ${draft}`);
  await fill(postgres.url(draft), documentsDir, { cases, entries });
  await onCluster(postgres, `ALTER DATABASE ${draft} RENAME TO ${name}`);
  return seeded;
}

async function fill(url: string, documentsDir: string, size: { cases: number; entries: number }) {
  await migrate(url);
  const database = await Database.open({ url });
  try {
    const { pool } = database;
    const documents = await DocumentStore.open(pool, documentsDir);
    const desk = {
      settings: { documentsDir },
      err: (line: string) => void process.stderr.write(`${line}\n`),
      openDatabase: async () => ({
        pool,
        url,
        ownerUrl: url,
        openDocuments: async () => documents,
      }),
    };
    await seedInstallation(desk, { ...size, seed: 1 });
  } finally {
    await database.close();
  }
}

function hashOfMigrations(): string {
  const folder = resolve('dist', 'migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.js')) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

export async function onCluster<R extends object>(
  postgres: Postgres,
  statement: string,
): Promise<R[]> {
  const client = new Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    return (await client.query<R>(statement)).rows;
  } finally {
    await client.end();
  }
}
export type Scale = 'whole' | 'quick';

/** How large an installation; `few` is what a larger one is compared with. */
export type Size = Scale | 'few';
