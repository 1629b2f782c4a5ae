import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { registerDatabase } from '../../../test/support/register-database.js';
import type { RegisterDatabase } from '../../../test/support/register-database.js';
import { anExtract } from '../../../test/support/extract-file.js';
import { importRegisterCommand } from './import-register.js';

let db: RegisterDatabase;
let pool: Pool;

beforeAll(async () => {
  db = await registerDatabase();
  ({ pool } = db);
});
afterAll(async () => {
  await db.drop();
});

async function run(json: boolean, ...files: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await importRegisterCommand(files, {
    json,
    pool,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

test('answers one object a file, with exactly the keys that can be relied on first', async () => {
  const good = anExtract([
    ['urn', 'name'],
    ['100001', 'Oak'],
  ]);
  const ragged = anExtract([['urn', 'name'], ['100002']]);
  const { code, out } = await run(true, good, ragged);
  const answers = out.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(1);
  expect(Object.keys(answers[0]!).slice(0, 8)).toEqual([
    ...['file', 'kind', 'rows', 'added', 'changed', 'unchanged', 'closed', 'refused'],
  ]);
  expect(answers[0]).toMatchObject({ file: good, kind: 'schools', rows: 1, added: 1, refused: [] });
  expect(answers[1]).toMatchObject({ added: 0, refused: [{ row: 2 }] });
});

test('answers 0 when nothing was refused', async () => {
  const file = anExtract([
    ['urn', 'name', 'Mystery'],
    ['100003', 'Elm', 'x'],
  ]);
  const { code, out } = await run(false, file);
  expect(code).toBe(0);
  expect(out).toEqual([
    `${file}: 1 schools; 1 added, 0 changed, 0 unchanged, 0 closed, 0 refused`,
    '  columns not known, and not kept: Mystery',
  ]);
});

test('says in words why a file was refused', async () => {
  const { out } = await run(false, anExtract([['urn', 'name'], ['100002']]));
  expect(out[0]).toMatch(/refused, nothing of it was imported$/);
  expect(out[1]).toBe('  row 2: has 1 columns where the header has 2');
});

test('asks for files when none are given', async () => {
  expect(await run(false)).toEqual({
    code: 1,
    out: [],
    err: ['Say which files: import-register FILE...'],
  });
});
