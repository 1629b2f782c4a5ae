import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendars } from '#law';
import { Database } from '#platform';
import { freshDatabase } from '../../../test/support/database.js';
import type { TestDatabase } from '../../../test/support/database.js';
import { exampleYear } from './example-terms.js';
import { seedExamples } from './seed-examples.js';

describe('the example installation', () => {
  let test: TestDatabase;
  let database: Database;
  let folder: string;
  let isNew: boolean;
  beforeAll(async () => {
    test = await freshDatabase();
    database = await Database.open({ url: test.url });
    folder = await mkdtemp(join(tmpdir(), 'assent-examples-'));
    isNew = await seedExamples({ ...house(), documentsDir: folder });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
    await rm(folder, { recursive: true });
  });

  const house = () => ({
    databaseUrl: test.url,
    baseUrl: 'http://127.0.0.1:3000',
    root: process.cwd(),
  });

  it('has somebody to sign in as for every desk, the senior officer and the administrator too', async () => {
    expect(isNew).toBe(true);
    const { rows } = await database.pool.query<{ role: string }>(
      'SELECT DISTINCT role FROM membership WHERE until IS NULL ORDER BY role',
    );
    const roles = rows.map(({ role }) => role);
    for (const role of ['administrator', 'chair', 'clerk', 'faith-officer', 'senior-officer'])
      expect(roles).toContain(role);
  });

  it('has cases at different points, and an override that waits to be decided', async () => {
    const { rows } = await database.pool.query<{ cases: number; asked: number }>(
      `SELECT (SELECT count(*)::int FROM cases) AS cases,
         (SELECT count(*)::int FROM journal WHERE type = 'override.asked') AS asked`,
    );
    expect(rows).toEqual([{ cases: 3, asked: 1 }]);
  });

  it('counts the school days of its consultation, by term dates that are plainly made up', async () => {
    const { rows } = await database.pool.query<{ window: { days: number; schoolDays: number } }>(
      `SELECT entry -> 'data' -> 'window' AS window FROM journal
        WHERE type = 'consultation.launched'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.window.days).toBe(42);
    expect(rows[0]!.window.schoolDays).toEqual(expect.any(Number));
    const held = await calendars.newest(database.pool, 'term-dates');
    expect(new Set(held.map(({ subject }) => subject.split('.')[0])).size).toBeGreaterThan(20);
    expect(held.every(({ source }) => source.startsWith('Nothing'))).toBe(true);
  });

  it('has term dates that hold together in every year of this century', () => {
    for (let year = 2000; year < 2099; year += 1)
      expect([year, calendars.faultsOfYear(year, exampleYear(year))]).toEqual([year, {}]);
  });

  it('is not written a second time', async () => {
    expect(await seedExamples({ ...house(), documentsDir: folder })).toBe(false);
  });
});
