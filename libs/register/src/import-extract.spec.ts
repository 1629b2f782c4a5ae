import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { registerDatabase } from '../../../test/support/register-database.js';
import type { RegisterDatabase } from '../../../test/support/register-database.js';
import { aFile, anExtract } from '../../../test/support/extract-file.js';
import { importExtract } from './import-extract.js';
import { school, trust } from './school.js';

jest.setTimeout(30_000);
let db: RegisterDatabase;
let pool: Pool;

beforeAll(async () => {
  db = await registerDatabase();
  ({ pool } = db);
});
afterAll(async () => {
  await db.drop();
});
beforeEach(async () => {
  await db.empty();
});

const LIST = ['urn', 'name', 'town', 'postcode', 'open_date', 'close_date'];
const OAK = ['100001', 'Oak School', 'Leeds', 'LS1 1AA', '01-09-1990', ''];
const ASH = ['100002', 'Ash School', 'Leeds', 'LS1 1AB', '', ''];
const FULL = ['URN', 'EstablishmentName', 'TypeOfEstablishment (code)', 'Diocese (code)'];
const STATUS = ['EstablishmentStatus (code)', 'EstablishmentStatus (name)', 'CloseDate'];

const count = async (table: string) =>
  Number((await pool.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]!.n);
const contents = async () =>
  (await pool.query<{ row: string }>('SELECT school::text AS row FROM school ORDER BY urn')).rows;

describe('importing schools', () => {
  test('adds them, and the second time changes nothing at all', async () => {
    const file = anExtract([LIST, OAK, ASH]);
    const first = await importExtract(pool, file);
    const before = await contents();
    const second = await importExtract(pool, file);
    expect(first).toMatchObject({ file, kind: 'schools', rows: 2, added: 2, refused: [] });
    expect(second).toMatchObject({ rows: 2, added: 0, changed: 0, unchanged: 2, closed: 0 });
    expect(await contents()).toEqual(before);
    expect(await count('register_import')).toBe(1);
  });

  test('finds columns by name in any order and any case, and reports those it does not know', async () => {
    const file = anExtract([
      ['Diocese (code)', 'establishmentname', 'Mystery', 'URN', 'HeadLastName'],
      ['CE36', 'Oak School', 'x', '100001', 'Somebody'],
    ]);
    const answer = await importExtract(pool, file);
    expect(answer.unknownColumns).toEqual(['Mystery']);
    expect(await school(pool, '100001')).toMatchObject({ name: 'Oak School', dioceseCode: 'CE36' });
    expect(JSON.stringify(await contents())).not.toContain('Somebody');
  });

  test('keeps every code as the string it was, and every way to say no apart', async () => {
    const header = [...FULL, 'ReligiousCharacter (code)', 'ReligiousCharacter (name)'];
    const file = anExtract([
      header,
      ['100001', 'A', '02', '0000', '00', 'Does not apply'],
      ['100002', 'B', '2', '0', '06', 'None'],
      ['100003', 'C', '01', '', '99', ''],
      ['100004', 'D', '1', 'CE22', '', ''],
    ]);
    await importExtract(pool, file);
    const { rows } = await pool.query(
      `SELECT type_code, diocese_code, religious_character_code AS code,
              religious_character_name AS name FROM school ORDER BY urn`,
    );
    expect(rows).toEqual([
      { type_code: '02', diocese_code: '0000', code: '00', name: 'Does not apply' },
      { type_code: '2', diocese_code: '0', code: '06', name: 'None' },
      { type_code: '01', diocese_code: null, code: '99', name: null },
      { type_code: '1', diocese_code: 'CE22', code: null, name: null },
    ]);
  });

  test('keeps quotes, tabs, backslashes and line breaks inside a cell', async () => {
    const name = 'The "Old" School\t\\N \\ and,\r\nNursery';
    await importExtract(pool, anExtract([LIST, ['100001', name, '\\N', '', '', '']]));
    expect(await school(pool, '100001')).toMatchObject({ name, town: '\\N', postcode: null });
  });

  test('keeps whatever text a cell can hold', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom('\\', '\t', '\n', '\r', '"', ',', 'N', '.', '\u0001', 'é'),
      }),
    );
    const cells = fc.sample(cell, { numRuns: 300, seed: 7 }).map((one) => one.replaceAll('\0', ''));
    const rows = cells.map((one, at) => [`${300_000 + at}`, `School ${at}`, one]);
    const answer = await importExtract(pool, anExtract([['urn', 'name', 'Street'], ...rows]));
    expect(answer).toMatchObject({ added: 300, refused: [] });
    const { rows: kept } = await pool.query<{ street: string | null }>(
      'SELECT street FROM school ORDER BY urn',
    );
    expect(kept.map(({ street }) => street ?? '')).toEqual(cells.map((one) => one.trim()));
  });

  test('takes a blank in a column for unknown, and changes nothing for a column that is absent', async () => {
    await importExtract(
      pool,
      anExtract([
        [...FULL, 'Town'],
        ['100001', 'Oak', '02', 'CE22', 'Leeds'],
      ]),
    );
    const answer = await importExtract(pool, anExtract([FULL, ['100001', 'Oak', '02', '']]));
    expect(answer).toMatchObject({ changed: 1 });
    expect(await school(pool, '100001')).toMatchObject({ dioceseCode: null, town: 'Leeds' });
  });

  test('keeps further columns that an extract lacks and takes out those it has blank', async () => {
    const more = [...FULL, 'PropsName', 'UPRN'];
    await importExtract(
      pool,
      anExtract([more, ['100001', 'Oak', '02', '', 'The Oak Trustees', '7']]),
    );
    await importExtract(
      pool,
      anExtract([
        [...FULL, 'UPRN', 'Gender (name)'],
        ['100001', 'Oak', '02', '', '', 'Mixed'],
      ]),
    );
    expect((await school(pool, '100001'))?.rest).toEqual({
      PropsName: 'The Oak Trustees',
      'Gender (name)': 'Mixed',
    });
  });

  test('finds a school by its new name and its old town after a rename', async () => {
    await importExtract(pool, anExtract([LIST, OAK]));
    await importExtract(
      pool,
      anExtract([
        ['urn', 'name'],
        ['100001', 'Elm School'],
      ]),
    );
    const { rows } = await pool.query(`SELECT search FROM school`);
    expect(rows).toEqual([{ search: ' elm school leeds ls11aa' }]);
  });
});

describe('closing a school', () => {
  test('happens by a close date, by a status, by the placeholder date, and not by absence', async () => {
    const open = ['100001', '100002', '100003', '100004', '100005'];
    const header = [...FULL.slice(0, 2), ...STATUS];
    await importExtract(
      pool,
      anExtract([header, ...open.map((urn) => [urn, `School ${urn}`, '1', 'Open', ''])]),
    );
    const answer = await importExtract(
      pool,
      anExtract([
        header,
        ['100001', 'School 100001', '1', 'Open', '31-08-2024'],
        ['100002', 'School 100002', '3', 'Closed', ''],
        ['100003', 'School 100003', '1', 'Open', '01-01-1900'],
        ['100004', 'School 100004', '4', 'Open, but proposed to close', '31-08-2199'],
      ]),
    );
    expect(answer).toMatchObject({ changed: 4, closed: 3 });
    const now = await Promise.all(open.map(async (urn) => (await school(pool, urn))?.closed));
    expect(now).toEqual([true, true, true, false, false]);
    expect((await school(pool, '100003'))?.closeDate).toBe(null);
  });

  test('counts a school that is new and closed already', async () => {
    const closed = ['100009', 'Elm School', '', '', '', '31-08-1992'];
    expect(await importExtract(pool, anExtract([LIST, OAK, closed]))).toMatchObject({
      added: 2,
      closed: 1,
    });
  });
});

describe('refusing', () => {
  test('a ragged row refuses its file, names every such row, and imports nothing', async () => {
    await importExtract(pool, anExtract([LIST, OAK]));
    const before = await contents();
    const answer = await importExtract(
      pool,
      anExtract([LIST, ASH, ['100003', 'Elm'], ['100004', 'Fir', '', '', '', ''], [...ASH, '']]),
    );
    expect(answer).toMatchObject({ kind: 'schools', rows: 4, added: 0, changed: 0, unchanged: 0 });
    expect(answer.refused).toEqual([
      { row: 3, reason: 'has 2 columns where the header has 6' },
      { row: 5, reason: 'has 7 columns where the header has 6' },
    ]);
    expect(await contents()).toEqual(before);
    expect(await count('register_import')).toBe(1);
  });

  test('a ragged row at the end of many undoes what was merged before it', async () => {
    const street = 'a long street name '.repeat(60);
    const many = Array.from({ length: 1_500 }, (_, at) => [
      `${200_000 + at}`,
      `School ${at}`,
      street,
    ]);
    const header = ['urn', 'name', 'Street'];
    const answer = await importExtract(pool, anExtract([header, ...many, ['100001']]));
    expect(answer.refused).toHaveLength(1);
    expect(await count('school')).toBe(0);
  });

  test('a row that cannot be true is refused alone, with its reason', async () => {
    const answer = await importExtract(
      pool,
      anExtract([
        LIST,
        OAK,
        ['100001', 'Oak again', '', '', '', ''],
        ['1', 'No URN', '', '', '', ''],
        ['100003', '', '', '', '', ''],
        ['100004', 'St Thomas \u0430 Becket', '', '', '', ''],
        ['100005', 'Bad date', '', '', '31-02-2020', ''],
        ASH,
      ]),
    );
    expect(answer).toMatchObject({ rows: 7, added: 2 });
    expect(answer.refused).toEqual([
      { row: 3, reason: '100001 stands in row 2 already' },
      { row: 4, reason: '“1” is no URN (six digits)' },
      { row: 5, reason: 'has no name' },
      { row: 6, reason: 'the name “St Thomas \u0430 Becket” was decoded wrongly' },
      { row: 7, reason: 'OpenDate “31-02-2020” is not a date' },
    ]);
  });

  test.each([
    ['an empty file', '', 'is empty'],
    ['a header alone', 'urn,name\r\n', 'has a header and no rows'],
    ['another table', 'code,name\r\n1,A\r\n', 'is no extract of schools, groups or links'],
    ['a quote never closed', 'urn,name\r\n100001,"Oak\r\n', 'opens a quotation mark'],
    ['a column twice', 'urn,name,town,Town\r\n1,A,B,C\r\n', 'has the column “Town” twice'],
    ['two names for a name', 'urn,name,EstablishmentName\r\n1,A,B\r\n', 'has both'],
    ['who is in which group', 'URN,Group UID,Group Name\r\n1,2,A\r\n', 'give the list of groups'],
  ])('%s is refused whole', async (_, content, reason) => {
    const answer = await importExtract(pool, aFile(content));
    expect(answer.refused).toEqual([
      { row: expect.any(Number), reason: expect.stringContaining(reason) },
    ]);
    expect(await count('school')).toBe(0);
  });

  test('a file that is not there is refused, not a crash', async () => {
    const { refused } = await importExtract(pool, '/no/such/extract.csv');
    expect(refused[0]?.reason).toContain('cannot be read');
  });

  test('blank lines are no rows', async () => {
    const file = aFile('urn,name\r\n100001,Oak\r\n\r\n100002,Ash\r\n\r\n');
    expect(await importExtract(pool, file)).toMatchObject({ rows: 2, added: 2, refused: [] });
  });
});

describe('importing groups and links', () => {
  const GROUPS = ['Group UID', 'Group Name', 'Group Type (code)', 'Group Status', 'Closed Date'];

  test('keeps trusts, whatever their type code looks like', async () => {
    await importExtract(
      pool,
      anExtract([
        GROUPS,
        ['2044', 'ABBEY TRUST', '06', 'Open', ''],
        ['2046', 'OLD TRUST', '6', 'Closed', '31/08/2022'],
      ]),
    );
    expect(await trust(pool, '2044')).toMatchObject({ typeCode: '06', closed: false });
    expect(await trust(pool, '2046')).toMatchObject({ closeDate: '2022-08-31', closed: true });
  });

  test('reads links in windows-1252 and gives them with the school', async () => {
    await importExtract(pool, anExtract([LIST, OAK]));
    const links = Buffer.from(
      '"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\r\n' +
        '100001,140001,"St Thomas \xe0 Becket","Successor","31-10-2012"\r\n' +
        '100001,140002,"North Star 82\xb0","Successor - Split School",""\r\n',
      'latin1',
    );
    const file = aFile(links, 'links_edubasealldata20240717.csv');
    const answer = await importExtract(pool, file);
    expect(answer).toMatchObject({ kind: 'links', encoding: 'windows-1252', added: 2, closed: 0 });
    expect((await school(pool, '100001'))?.links).toEqual([
      { urn: '140001', type: 'Successor', name: 'St Thomas à Becket', established: '2012-10-31' },
      {
        urn: '140002',
        type: 'Successor - Split School',
        name: 'North Star 82°',
        established: null,
      },
    ]);
    expect(await importExtract(pool, file)).toMatchObject({ unchanged: 2, changed: 0 });
  });
});

test('a connection lost in the middle fails the import and leaves the register as it was', async () => {
  const street = 'a long street name '.repeat(60);
  const many = Array.from({ length: 6_000 }, (_, at) => [
    `${200_000 + at}`,
    `School ${at}`,
    street,
  ]);
  const file = anExtract([['urn', 'name', 'Street'], ...many]);
  const cuts: Promise<void>[] = [];
  const importing = importExtract(pool, file, () => {
    if (cuts.length === 0) cuts.push(db.cut());
  });
  await expect(importing).rejects.toThrow(/terminat|EPIPE|not queryable/);
  await Promise.all(cuts);
  expect(await count('school')).toBe(0);
  expect(await importExtract(pool, anExtract([LIST, OAK]))).toMatchObject({ added: 1 });
});

test('two imports at once wait for each other', async () => {
  const file = anExtract([LIST, OAK, ASH]);
  const answers = await Promise.all([importExtract(pool, file), importExtract(pool, file)]);
  expect(answers.map(({ added, unchanged }) => `${added} ${unchanged}`).sort()).toEqual([
    '0 2',
    '2 0',
  ]);
});
