import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { registerDatabase } from '../../../test/support/register-database.js';
import type { RegisterDatabase } from '../../../test/support/register-database.js';
import { findTrusts } from './find-trusts.js';
import { importExtract } from './import-extract.js';
import { sampleExtracts } from './sample-extracts.js';
import { trust } from './school.js';

let db: RegisterDatabase;
let pool: Pool;

beforeAll(async () => {
  db = await registerDatabase();
  ({ pool } = db);
  await importExtract(pool, sampleExtracts()[1]!);
});
afterAll(async () => {
  await db.drop();
});

test.each([
  ['group id', 'tr00261', ['2044']],
  ['UID', '2044', ['2044']],
  ['Companies House number with its zeros', '07318714', ['2044']],
  ['UKPRN', '10058308', ['2044']],
  ['words of its name', 'abbey', ['2046', '2044']],
  ['words without their punctuation', 'st acquinas abbey', ['2044']],
  ['its town', 'lincoln', ['2059']],
  ['an ampersand or the word', 'hope and anchor', ['900115']],
  ['the beginning of a postcode', 'LS16', ['2046']],
])('a trust is found by %s', async (_, q, uids) => {
  const { found } = await findTrusts(pool, { q });
  expect(found.map(({ uid }) => uid)).toEqual(uids);
});

test('a closed trust comes last and says so', async () => {
  const { found } = await findTrusts(pool, { q: 'academies' });
  expect(found.map(({ uid, closed, status }) => [uid, closed, status])).toEqual([
    ['2044', false, 'Open'],
    ['900106', true, 'Closed'],
  ]);
});

test('a trust is read with everything GIAS says of it', async () => {
  expect(await trust(pool, '2044')).toMatchObject({
    name: "ST. ACQUINAS' ABBEY ACADEMIES CO OPERATIVE LTD (UK)",
    groupId: 'TR00261',
    companiesHouseNumber: '7318714',
    typeCode: '06',
    incorporatedDate: '2010-07-19',
    county: 'Not recorded',
    closed: false,
  });
  expect(await trust(pool, '1')).toBe(null);
});
