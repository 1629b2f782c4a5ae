import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { anExtract } from '../../../test/support/extract-file.js';
import { runConsole } from './console.js';

const SHARED = process.env['SHARED_DATA'] ?? join(process.cwd(), '..', 'shared', 'data');
const hasData = existsSync(join(SHARED, 'schools'));
jest.setTimeout(60_000);

if (!hasData) test('skipped: no shared data', () => undefined);

const WHOLE = 'schools-experience.2018-12.full-columns.csv';
const [TYPE, RELIGION, DIOCESE, TRUST] = [5, 28, 31, 43];

/** Schools as a type, a religious character, a diocese and a trust flag make them, each as the register codes it. */
const variants = {
  community: [
    ['01', 'Community school'],
    ['00', 'Does not apply'],
    ['0000', 'Not applicable'],
  ],
  'community-special': [
    ['07', 'Community special school'],
    ['00', 'Does not apply'],
    ['0000', 'Not applicable'],
  ],
  'pupil-referral-unit': [
    ['14', 'Pupil referral unit'],
    ['00', 'Does not apply'],
    ['0000', 'Not applicable'],
  ],
  'voluntary-controlled': [
    ['03', 'Voluntary controlled school'],
    ['12', 'Methodist/Church of England'],
    ['CE22', 'Diocese of Liverpool'],
  ],
  'voluntary-aided': [
    ['02', 'Voluntary aided school'],
    ['03', 'Roman Catholic'],
    ['RC19', 'Archdiocese of Southwark'],
  ],
  'foundation-with-foundation': [
    ['05', 'Foundation school'],
    ['00', 'Does not apply'],
    ['0000', 'Not applicable'],
    ['1', 'Supported by a trust'],
  ],
  'foundation-special-without-foundation': [
    ['12', 'Foundation special school'],
    ['00', 'Does not apply'],
    ['0000', 'Not applicable'],
    ['0', 'Not supported by a trust'],
  ],
  foundation: [
    ['05', 'Foundation school'],
    ['00', 'Does not apply'],
    ['0000', 'Not applicable'],
    ['', ''],
  ],
} as const;

/** A real row with all its columns, once for each kind of school; every other column as it is. */
function rowsOfEveryKind(): string {
  const [header = [], , , row = []] = readFileSync(join(SHARED, 'schools', WHOLE), 'latin1')
    .split('\n')
    .map(cellsOf);
  expect(header.length).toBeGreaterThan(100);
  const rows = Object.values(variants).map((variant, index) => {
    const cells = [...row];
    cells[0] = String(400_001 + index);
    variant.forEach(([code, name], at) => {
      const place = [TYPE, RELIGION, DIOCESE, TRUST][at]!;
      [cells[place], cells[place + 1]] = [code, name];
    });
    return cells;
  });
  return anExtract([header, ...rows]);
}

const cellsOf = (line: string): string[] =>
  [...line.trim().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );

interface Told {
  readonly category: string;
  readonly mustConsent: readonly { body: { name: string } | null; capacity: string }[];
  readonly unknown: readonly { what: string }[];
}

/** The command over one of the real extracts, without a database. */
async function dutiesOf(file: string) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runConsole(['duties', resolve(SHARED, 'schools', file), '--json'], {
    environment: {},
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err, total: JSON.parse(out.at(-1)!) as Record<string, unknown> };
}

(hasData ? describe : describe.skip)('the duties of real extracts', () => {
  test('of 49,514 schools whose kind a list does not tell are unknown, and never none', async () => {
    const { code, out, err, total } = await dutiesOf('schools_2022-07-06.csv');

    expect([code, out.length, err.length]).toEqual([1, 49_508, 1 + 7]);
    expect(err[0]).toContain('From the register alone');
    expect(total).toMatchObject({
      ...{ schools: 49_507, refused: 7, outOfScope: 0, settled: 0 },
      categories: { unknown: 49_507 },
      unknown: { type: 49_507, body: 49_507 },
    });
  });

  test('of rows with every column are told, each body by the code of its diocese', async () => {
    const { code, out, total } = await dutiesOf(WHOLE);
    const bodies = out.slice(0, -1).map((line) => {
      const { mustConsent } = JSON.parse(line) as { mustConsent: { body: { code: string } }[] };
      return mustConsent.map(({ body }) => body?.code ?? null);
    });

    expect(code).toBe(0);
    expect(bodies).toEqual([
      [null, null, 'CE23'],
      ['RC01', 'RC01'],
      [null, null, 'CE36'],
    ]);
    expect(total).toMatchObject({ schools: 3, settled: 1, unknown: { pfi: 3, body: 2 } });
  });

  test('of every kind of school are told from all the columns of a real row', async () => {
    const { code, out, total } = await dutiesOf(rowsOfEveryKind());
    const told = out.slice(0, -1).map((line) => {
      const { category, mustConsent, unknown } = JSON.parse(line) as Told;
      const bodies = mustConsent.map(({ body, capacity }) => body?.name ?? capacity);
      return [category, bodies, unknown.map(({ what }) => what)];
    });

    const ofDeed = ['trustee', 'foundation-governor-appointer'];
    const board = 'Diocesan Board of Education, Diocese of Liverpool';
    expect(code).toBe(0);
    expect(told).toEqual([
      ['community', [], ['pfi']],
      ['community-special', [], ['pfi']],
      ['pupil-referral-unit', [], ['pfi']],
      ['voluntary-controlled', [...ofDeed, board, 'The Methodist Church'], ['pfi', 'body', 'body']],
      [
        'voluntary-aided',
        ['Diocesan trustees, Archdiocese of Southwark', 'The bishop, Archdiocese of Southwark'],
        ['pfi'],
      ],
      ['foundation-with-foundation', ofDeed, ['pfi', 'body', 'body']],
      ['foundation-special-without-foundation', [], ['pfi']],
      ['foundation', ofDeed, ['foundation', 'pfi', 'body', 'body']],
    ]);
    const categories = Object.fromEntries(Object.keys(variants).map((kind) => [kind, 1]));
    expect(total).toMatchObject({ schools: 8, refused: 0, settled: 5, categories });
  });

  test('of a ragged file are none', async () => {
    const { code, total, err } = await dutiesOf(
      'teaching-vacancies.mixed-2017-header-2026-rows.RAGGED.csv',
    );
    expect([code, total['schools'], err.length - 1]).toEqual([1, 0, total['refused']]);
  });
});
