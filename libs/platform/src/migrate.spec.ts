import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bareDatabase, freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { migrate, pendingMigrations } from './migrate.js';

describe('migrate', () => {
  let empty: TestDatabase;
  let migrated: TestDatabase;

  beforeAll(async () => {
    [empty, migrated] = await Promise.all([bareDatabase(), freshDatabase()]);
  });

  afterAll(async () => {
    await Promise.all([empty.drop(), migrated.drop()]);
  });

  it('lets two processes ask at once: one runs each migration, the other finds them run', async () => {
    const pending = await pendingMigrations(empty.url);
    const [first, second] = await Promise.all([migrate(empty.url), migrate(empty.url)]);

    expect(pending.length).toBeGreaterThan(0);
    expect([...first, ...second]).toEqual(pending);
    expect(await pendingMigrations(empty.url)).toEqual([]);
  });

  it('finds nothing to do in a database that is up to date', async () => {
    expect(await migrate(migrated.url)).toEqual([]);
  });
});
