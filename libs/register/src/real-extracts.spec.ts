import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Pool } from 'pg';
import { registerDatabase } from '../../../test/support/register-database.js';
import type { RegisterDatabase } from '../../../test/support/register-database.js';
import { findSchools } from './find-schools.js';
import { importExtract } from './import-extract.js';
import { school } from './school.js';

const SHARED = process.env['SHARED_DATA'] ?? join(process.cwd(), '..', 'shared', 'data');
// A whole register is taken in; a machine that is busy needs its time.
jest.setTimeout(60_000);
const hasData = existsSync(join(SHARED, 'schools'));
const file = (...path: string[]) => join(SHARED, ...path);

if (!hasData) test('skipped: no shared data', () => undefined);

(hasData ? describe : describe.skip)('the real extracts', () => {
  let db: RegisterDatabase;
  let pool: Pool;

  beforeAll(async () => {
    db = await registerDatabase();
    ({ pool } = db);
  });
  afterAll(async () => {
    await db.drop();
  });

  test('49,514 schools of 2022 are taken, but for seven whose names were decoded wrongly', async () => {
    const list = file('schools', 'schools_2022-07-06.csv');
    const first = await importExtract(pool, list);
    expect(first).toMatchObject({ rows: 49_514, added: 49_507, closed: 22_182 });
    expect(first.unknownColumns).toEqual(['lead_school']);
    expect(first.refused).toHaveLength(7);
    expect(first.refused.every(({ reason }) => reason.endsWith('was decoded wrongly'))).toBe(true);
    const again = await importExtract(pool, list);
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 49_507, closed: 0 });
  });

  test('the open schools of 2025 add to them and close none by absence', async () => {
    const answer = await importExtract(pool, file('schools', 'schools_gias_2025-01-16.csv'));
    expect(answer).toMatchObject({ rows: 22_012, added: 1_523, changed: 857, closed: 0 });
    const { rows } = await pool.query(
      `SELECT count(*)::integer AS closed FROM school WHERE closed_from <= current_date`,
    );
    expect(rows).toEqual([{ closed: 22_182 }]);
  });

  test('rows with all columns fill in what the lists did not have', async () => {
    const full = file('schools', 'schools-experience.2018-12.full-columns.csv');
    expect(await importExtract(pool, full)).toMatchObject({ changed: 3, unknownColumns: [] });
    expect(await importExtract(pool, full)).toMatchObject({ changed: 0, unchanged: 3 });
    expect(await school(pool, '100171')).toMatchObject({
      typeCode: '02',
      dioceseCode: 'CE36',
      federationName: 'Koinonia Federation',
      regionName: 'London',
    });
  });

  test('rows of 2026 under a header of 2017 refuse their file', async () => {
    const ragged = file('schools', 'teaching-vacancies.mixed-2017-header-2026-rows.RAGGED.csv');
    const answer = await importExtract(pool, ragged);
    expect(answer).toMatchObject({ kind: 'schools', rows: 4, added: 0, changed: 0, unchanged: 0 });
    expect(answer.refused.map(({ row }) => row)).toEqual([4, 5]);
  });

  test('the groups are taken', async () => {
    const groups = file('schools', 'teaching-vacancies.example_groups_data.csv');
    expect(await importExtract(pool, groups)).toMatchObject({ kind: 'groups', added: 4 });
  });

  test('every conversion known is found as a successor of the old school', async () => {
    const links = file('links', 'links_edubasealldata20240717.csv');
    const answer = await importExtract(pool, links);
    expect(answer).toMatchObject({ kind: 'links', encoding: 'windows-1252', refused: [] });
    expect(answer.added).toBe(answer.rows);
    const conversions = parse<{ oldUrn: string; newUrn: string }>(
      readFileSync(file('links', 'one-to-one-conversions-2015-2022.csv')),
      { columns: true },
    );
    const { rows } = await pool.query<{ pair: string }>(
      `SELECT urn || ' ' || link_urn AS pair FROM school_link WHERE type LIKE 'Successor%'`,
    );
    const pairs = new Set(rows.map(({ pair }) => pair));
    const missing = conversions.filter(({ oldUrn, newUrn }) => !pairs.has(`${oldUrn} ${newUrn}`));
    expect(conversions).toHaveLength(5_208);
    expect(missing.length / conversions.length).toBeLessThan(0.01);
  });

  test('a name that 56 open schools have is told apart by URN, and paged through without gap', async () => {
    const seen = new Set<string>();
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof findSchools>> = await findSchools(pool, {
        q: "St Joseph's Catholic Primary School",
        limit: 30,
        after,
      });
      for (const { urn } of page.found) seen.add(urn);
      after = page.next;
    } while (after !== null);
    expect(seen.size).toBeGreaterThan(150);
  });
});
