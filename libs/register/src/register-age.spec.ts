import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { registerDatabase } from '../../../test/support/register-database.js';
import type { RegisterDatabase } from '../../../test/support/register-database.js';
import { anExtract } from '../../../test/support/extract-file.js';
import { importExtract } from './import-extract.js';
import { dateInFileName, registerAge } from './register-age.js';

let db: RegisterDatabase;
let pool: Pool;

beforeAll(async () => {
  db = await registerDatabase();
  ({ pool } = db);
});
afterAll(async () => {
  await db.drop();
});

test.each([
  ['edubasealldata20250422.csv', '2025-04-22'],
  ['schools_2022-07-06.csv', '2022-07-06'],
  ['links_edubasealldata20240717.csv', '2024-07-17'],
  ['schools-experience.2018-12.full-columns.csv', null],
  ['edubasealldata20251399.csv', null],
  ['backup-120250422.csv', null],
])('%s is of %s', (file, date) => {
  expect(dateInFileName(file)).toBe(date);
});

test('the register is as old as the extract it was given last, and a repetition makes it no younger', async () => {
  expect(await registerAge(pool)).toEqual({ schools: null, groups: null, links: null });
  const file = anExtract(
    [
      ['urn', 'name'],
      ['100001', 'Oak'],
    ],
    'edubasealldata20250422.csv',
  );
  await importExtract(pool, file);
  const once = await registerAge(pool);
  await importExtract(pool, file);
  expect(await registerAge(pool)).toEqual(once);
  expect(once).toMatchObject({
    schools: { rows: 1, extractDate: '2025-04-22', ageDays: expect.any(Number) },
    groups: null,
  });
  expect(once.schools!.ageDays).toBeGreaterThan(300);
});

test('without a date in its name an extract is as old as its import', async () => {
  await importExtract(
    pool,
    anExtract(
      [
        ['urn', 'name'],
        ['100001', 'Oak School'],
      ],
      'list.csv',
    ),
  );
  expect((await registerAge(pool)).schools).toMatchObject({ extractDate: null, ageDays: 0 });
});
