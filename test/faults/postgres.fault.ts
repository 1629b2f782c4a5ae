import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { ensurePostgres, inTransaction, migrate } from '#platform';
import type { Postgres } from '#platform';
import { FaultDesk, SHORT } from '../support/fault-desk.js';

jest.setTimeout(240_000);

const ROUNDS = SHORT ? 2 : 8;
const TEMPLATE = 'template_of_faults';

describe('a Postgres', () => {
  let dir: string;
  let postgres: Postgres;
  let desk: FaultDesk;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'assent-fault-'));
    postgres = await ensurePostgres({ dir });
    const client = new Client({ connectionString: postgres.url('postgres') });
    await client.connect();
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    await client.end();
    await migrate(postgres.url(TEMPLATE));
    // Databases of this file are cloned in this cluster, which may die, and not in everybody's.
    process.env['ASSENT_TEST_CLUSTER'] = postgres.url('postgres');
    process.env['ASSENT_TEST_TEMPLATE'] = TEMPLATE;
    desk = await FaultDesk.open();
  });
  afterAll(async () => {
    await desk.close();
    await postgres.stop();
    await rm(dir, { recursive: true });
  });

  it('that ends a connection in the middle of a transaction ends neither the process nor the pool', async () => {
    const { pool } = desk.desk.office;
    const lost = inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await desk.desk.asOwner(`SELECT pg_terminate_backend(${rows[0]!.pid})`);
      await pause(200);
      await tx.query('SELECT 1');
    });
    await expect(lost).rejects.toThrow(/terminat|not queryable/);
    await expect(inTransaction(pool, (tx) => tx.query('SELECT 1'))).resolves.toBeDefined();
  });

  it('that is killed takes nothing with it that was acknowledged, and work goes on by itself when it is back', async () => {
    const life = desk.begin({ cases: 4 * ROUNDS, patient: true, deadlines: true });
    for (let round = 1; round <= ROUNDS; round += 1) {
      const before = life.said.length;
      await life.until(() => life.said.length > before + 10 + round);
      const pid = (await readFile(join(dir, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0];
      process.kill(Number(pid), 'SIGKILL');
      await pause(100 * round);
      await ensurePostgres({ dir });
    }
    expect(await life.ended).toBe(0);
    expect(await desk.broken()).toEqual([]);
    expect(desk.refused).toEqual([]);
    expect(life.said.some(({ failed }) => failed !== undefined)).toBe(true);
  });
});
