import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { registerDatabase } from '../../../test/support/register-database.js';
import type { RegisterDatabase } from '../../../test/support/register-database.js';
import { anExtract } from '../../../test/support/extract-file.js';
import { findSchools } from './find-schools.js';
import { importExtract } from './import-extract.js';

let db: RegisterDatabase;
let pool: Pool;

const HEADER = [
  ...['URN', 'EstablishmentName', 'Town', 'Postcode', 'LA (code)', 'EstablishmentNumber'],
  ...['UKPRN', 'EstablishmentStatus (name)', 'OpenDate', 'CloseDate'],
];
const SCHOOLS = [
  [
    '100001',
    "St. Mary's C.E.  Primary School",
    'Wigan',
    'WN1 1AA',
    '359',
    '3301',
    '10070001',
    'Open',
    '',
    '',
  ],
  [
    '100002',
    'Saint Mary’s Church of England (VA) Infant School',
    'WIGAN',
    'WN1 2AB',
    '359',
    '3302',
    '',
    'Open',
    '',
    '',
  ],
  [
    '100003',
    "St Mary's CofE Primary School",
    'Wigan',
    'WN11 1AA',
    '359',
    '3303',
    '',
    'Closed',
    '',
    '31-08-2011',
  ],
  ['100004', "St Mary's RC Primary School", 'Leeds', 'LS1 1AA', '383', '3304', '', 'Open', '', ''],
  ['100005', 'Haute Vallée School', 'St Helier', '', '', '', '', 'Open', '', ''],
  ['100006', 'The St Mary Academy', 'Bath', 'BA1 1AA', '800', '4001', '', 'Open', '01-09-2012', ''],
  ['100007', 'North Star 82°', 'Bristol', 'BS1 1AA', '801', '7001', '', 'Open', '', ''],
  ['100008', 'Leeds Road School', 'Bradford', 'BD1 1AA', '380', '2001', '', 'Open', '', ''],
  [
    '100009',
    'Closing Soon School',
    'Ely',
    'CB7 1AA',
    '873',
    '2001',
    '',
    'Open, but proposed to close',
    '',
    '31-08-2199',
  ],
];

beforeAll(async () => {
  db = await registerDatabase();
  ({ pool } = db);
  await importExtract(pool, anExtract([HEADER, ...SCHOOLS]));
});
afterAll(async () => {
  await db.drop();
});

async function urns(q: string): Promise<string[]> {
  return (await findSchools(pool, { q })).found.map(({ urn }) => urn);
}

describe('a school is found by', () => {
  test.each([
    ['URN', '100004', ['100004']],
    ['local authority and establishment number', '359/3301', ['100001']],
    ['the same without a stroke', '3593301', ['100001']],
    ['postcode', 'ls1 1aa', ['100004']],
    ['postcode without its space', 'LS11AA', ['100004']],
    ['the beginning of a postcode', 'WN1', ['100001', '100002', '100003']],
    ['a town', 'wigan', ['100001', '100002', '100003']],
    ['words with or without accents', 'haute vallee', ['100005']],
    ['a piece of a word', 'vall', ['100005']],
    ['a number that is part of the name', '82', ['100007']],
    ['name and town together', 'st mary bath', ['100006']],
    ['name and postcode together', 'mary ls1 1aa', ['100004']],
  ])('%s', async (_, q, found) => {
    expect(await urns(q)).toEqual(found);
  });

  test.each([
    "St Mary's CofE",
    'saint marys c of e',
    'ST. MARY’S C.E.',
    'st  marys  church of england',
    'church of england st marys',
  ])('“%s”, however it is written', async (q) => {
    expect((await urns(q)).sort()).toEqual(['100001', '100002', '100003']);
  });
});

describe('schools are ranked', () => {
  test('open before closed, and names that begin so before those that hold it', async () => {
    expect(await urns('st mary')).toEqual(['100001', '100002', '100004', '100006', '100003']);
  });

  test('by the name itself before the town', async () => {
    expect(await urns('leeds')).toEqual(['100008', '100004']);
  });
});

describe('what is shown', () => {
  test('has URN, status and dates, so that namesakes can be told apart', async () => {
    const { found } = await findSchools(pool, { q: "St Mary's CofE Primary School" });
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({
      urn: '100003',
      status: 'Closed',
      closed: true,
      openDate: null,
      closeDate: '2011-08-31',
      town: 'Wigan',
    });
  });

  test('calls a school closed only once its close date has come', async () => {
    const { found } = await findSchools(pool, { q: 'closing soon' });
    expect(found[0]).toMatchObject({ closed: false, status: 'Open, but proposed to close' });
  });

  test('is nothing for a query of no letters, and no pattern for one of wild cards', async () => {
    expect(await urns('  -- ')).toEqual([]);
    expect(await urns('%')).toEqual([]);
    expect(await urns('_____')).toEqual([]);
    expect(await urns("'; DROP TABLE school; --")).toEqual([]);
  });

  test('is nothing for a number that no school has', async () => {
    expect(await urns('999999')).toEqual([]);
    expect(await urns('ZZ9 9ZZ')).toEqual([]);
  });
});

test('pages follow one another without gap or double, whatever their size', async () => {
  const all = await urns('s');
  for (const limit of [1, 2, 3, 100]) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof findSchools>> = await findSchools(pool, {
        q: 's',
        limit,
        after,
      });
      seen.push(...page.found.map(({ urn }) => urn));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(all);
  }
});

test('a page mark that was tampered with brings the first page', async () => {
  const { found } = await findSchools(pool, { q: 'wigan', after: 'bm90IGpzb24' });
  expect(found).toHaveLength(3);
});
