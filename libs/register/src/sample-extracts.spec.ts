import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { registerDatabase } from '../../../test/support/register-database.js';
import type { RegisterDatabase } from '../../../test/support/register-database.js';
import { diocese } from './dioceses.js';
import { importExtract } from './import-extract.js';
import type { ImportAnswer } from './import-extract.js';
import { sampleExtracts } from './sample-extracts.js';
import { school } from './school.js';

let db: RegisterDatabase;
let pool: Pool;
const answers: ImportAnswer[] = [];

beforeAll(async () => {
  db = await registerDatabase();
  ({ pool } = db);
  for (const file of sampleExtracts()) answers.push(await importExtract(pool, file));
});
afterAll(async () => {
  await db.drop();
});

describe('the sample', () => {
  test('is imported whole, in the layout of GIAS, with no column unknown', () => {
    expect(answers.map(({ kind, refused }) => [kind, refused])).toEqual([
      ['schools', []],
      ['groups', []],
      ['links', []],
    ]);
    expect(answers.flatMap(({ unknownColumns }) => unknownColumns)).toEqual([]);
    expect(answers[0]).toMatchObject({ encoding: 'windows-1252', rows: 114, added: 114 });
  });

  test('has every category that the law treats differently', async () => {
    const { rows } = await pool.query<{ type: string }>(
      'SELECT DISTINCT type_name AS type FROM school',
    );
    expect(rows.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        ...['Community school', 'Voluntary aided school', 'Voluntary controlled school'],
        ...['Foundation school', 'Foundation special school', 'Community special school'],
        ...['Pupil referral unit', 'Local authority nursery school', 'Academy converter'],
      ]),
    );
  });

  test('names a true code for every diocese it has', async () => {
    const { rows } = await pool.query<{ code: string; name: string }>(
      `SELECT DISTINCT diocese_code AS code, diocese_name AS name FROM school
        WHERE diocese_code ~ '^(CE|RC)'`,
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { code, name } of rows) expect(name).toContain(diocese(code)!.name);
  });

  test('links a converted school and its academy both ways', async () => {
    const old = await school(pool, '126420');
    const academy = await school(pool, '148677');
    expect(old).toMatchObject({ closed: true, closeDate: '2021-07-31' });
    expect(old?.links).toMatchObject([{ urn: '148677', type: 'Successor' }]);
    expect(academy?.links).toMatchObject([{ urn: '126420', type: 'Predecessor' }]);
  });
});

describe('a diocese', () => {
  test.each([
    ['CE36', 'Diocese of Southwark', 'ce'],
    ['RC19', 'Archdiocese of Southwark', 'rc'],
    ['CE22', 'Diocese of Liverpool', 'ce'],
    ['RC01', 'Archdiocese of Westminster', 'rc'],
  ])('%s is the %s (%s)', (code, name, kind) => {
    expect(diocese(code)).toEqual({ code, name, kind });
  });

  test.each(['0000', '0', '', 'Not applicable', 'CE99', null])('%s is none', (code) => {
    expect(diocese(code)).toBe(null);
  });
});
