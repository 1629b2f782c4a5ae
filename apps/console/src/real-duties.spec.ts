import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { runConsole } from './console.js';

const SHARED = process.env['SHARED_DATA'] ?? join(process.cwd(), '..', 'shared', 'data');
const hasData = existsSync(join(SHARED, 'schools'));
jest.setTimeout(60_000);

if (!hasData) test('skipped: no shared data', () => undefined);

/** The command over one of the real extracts, without a database. */
async function dutiesOf(file: string) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runConsole(['duties', join(SHARED, 'schools', file), '--json'], {
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
    const { code, out, total } = await dutiesOf('schools-experience.2018-12.full-columns.csv');
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

  test('of a ragged file are none', async () => {
    const { code, total, err } = await dutiesOf(
      'teaching-vacancies.mixed-2017-header-2026-rows.RAGGED.csv',
    );
    expect([code, total['schools'], err.length - 1]).toEqual([1, 0, total['refused']]);
  });
});
