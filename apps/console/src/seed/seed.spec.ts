import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openIn, verifyCases } from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { seedInstallation } from './seed.js';

const CASES = 60;
const ENTRIES = 3_600;

let desk: CaseDesk;
let made: number;

beforeAll(async () => {
  desk = await CaseDesk.open();
  const { pool, documents } = desk.office;
  const { url } = desk.test;
  made = await seedInstallation(
    {
      settings: { documentsDir: desk.folder },
      err: () => undefined,
      openDatabase: async () => ({
        pool,
        url,
        ownerUrl: url,
        openDocuments: async () => documents,
      }),
    },
    { cases: CASES, entries: ENTRIES, seed: 7 },
  );
});

afterAll(() => desk.close());

const asked = async <T extends object>(text: string) =>
  (await desk.office.pool.query<T>(text)).rows;

describe('a seed', () => {
  it('leaves a record without a fault: chains, replay, texts, documents and their bytes', async () => {
    const { documents: store, pool } = desk.office;
    const verified = await verifyCases(pool, { store });

    expect(verified).toMatchObject({ cases: CASES, entries: made, faults: [] });
    expect(Math.abs(made - ENTRIES)).toBeLessThan(ENTRIES / 10);
  });

  it('spreads cases over stages, kinds of school and desks', async () => {
    const [spread] = await asked<Record<string, number>>(
      `SELECT count(DISTINCT stage)::int AS stages, count(DISTINCT desk)::int AS desks,
          count(DISTINCT snapshot -> 'case' -> 'context' ->> 'category')::int AS categories
         FROM cases`,
    );

    expect(spread!['stages']).toBeGreaterThanOrEqual(6);
    expect(spread!['desks']).toBeGreaterThanOrEqual(5);
    expect(spread!['categories']).toBeGreaterThanOrEqual(4);
  });

  it('holds no case that the clock would move at once, and nothing later than now', async () => {
    const [late] = await asked<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM deadline WHERE due_at <= assent_now()) AS due,
          (SELECT count(*)::int FROM cases WHERE moved_at > assent_now()) AS ahead,
          (SELECT count(*)::int FROM cases WHERE stage = 'consulting' AND due_on < current_date)
            AS overdue`,
    );

    expect(late).toEqual({ due: 0, ahead: 0, overdue: 0 });
  });

  it('leaves the next case number to the next case', async () => {
    const urn = await desk.aSchool('community');
    const opened = await inTransaction(desk.office.pool, (tx) =>
      openIn(tx, { actor: desk.clerk, urn, bodies: [] }),
    );

    expect(opened.reference).toMatch(/-0061$/);
  });
});
