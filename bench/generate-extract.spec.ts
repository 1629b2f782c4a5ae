import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { findSchools, importExtract } from '#register';
import { registerDatabase } from '../test/support/register-database.js';
import type { RegisterDatabase } from '../test/support/register-database.js';
import { generateExtract, nameOf, urnOf } from './generate-extract.js';

jest.setTimeout(30_000);
let db: RegisterDatabase;
const folder = mkdtempSync(join(tmpdir(), 'assent-generated-'));

beforeAll(async () => {
  db = await registerDatabase();
});
afterAll(async () => {
  await db.drop();
  rmSync(folder, { recursive: true });
});

test('a generated extract has the size of a real one a row, and is imported whole', async () => {
  const file = join(folder, 'edubasealldata20251103.csv');
  const bytes = await generateExtract(file, 2_000);
  expect(bytes / 2_000).toBeGreaterThan(1_100);
  const answer = await importExtract(db.pool, file);
  expect(answer).toMatchObject({
    rows: 2_000,
    added: 2_000,
    refused: [],
    encoding: 'windows-1252',
  });
  expect(await importExtract(db.pool, file)).toMatchObject({
    added: 0,
    changed: 0,
    unchanged: 2_000,
  });
  const { found } = await findSchools(db.pool, { q: nameOf(1_234), limit: 100 });
  expect(found.map(({ urn }) => urn)).toContain(urnOf(1_234));
});
