import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

let made = 0;

/** A database of its own for a spec file, migrated and empty: a clone of the template. */
export async function freshDatabase(): Promise<TestDatabase> {
  return cloneOf(fromSetup('ASSENT_TEST_TEMPLATE'));
}

/** The same without any migration run. */
export async function bareDatabase(): Promise<TestDatabase> {
  return cloneOf('template0');
}

async function cloneOf(template: string): Promise<TestDatabase> {
  made += 1;
  // The process is in the name, so that a later run can clear away what a killed one left.
  const name = `spec_${process.pid}_${Date.now().toString(36)}_${made}`;
  await onCluster(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY WAL_LOG`);
  const url = new URL(fromSetup('ASSENT_TEST_CLUSTER'));
  url.pathname = name;
  return {
    url: url.href,
    drop: () => dropWhenLeft(name),
  };
}

const PATIENCE_MS = 2_000;

/** Lets connections that are just ending end; only who stays on is thrown out. */
async function dropWhenLeft(name: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    try {
      return await onCluster(`DROP DATABASE IF EXISTS ${name}`);
    } catch (error) {
      if ((error as { code?: string }).code !== IN_USE) throw error;
      await pause(50);
    }
  }
  await onCluster(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

const IN_USE = '55006';

async function onCluster(statement: string): Promise<void> {
  const client = new Client({ connectionString: fromSetup('ASSENT_TEST_CLUSTER') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function fromSetup(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run specs with tools/suite.mjs.`);
  return value;
}
