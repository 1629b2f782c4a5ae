import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Pool } from 'pg';
import type { JourneySnapshot } from '#journey';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { theTrust } from '../../../test/support/journey-builder.js';
import { upgradeCases } from './upgrade-cases.js';
import { verifyCases } from './verify-cases.js';

let desk: CaseDesk;
let pool: Pool;
beforeAll(async () => {
  desk = await CaseDesk.open();
  pool = new Pool({ connectionString: desk.test.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await desk.close();
});

describe('cases that earlier machines stored', () => {
  test('stand where their record leads, and go on from there', async () => {
    const going = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(going, 'trust.chosen', { trust: theTrust });
    const withdrawn = await desk.aCase();
    await desk.send(withdrawn, 'options.presented');
    await desk.send(withdrawn, 'case.withdrawn');
    const before = await Promise.all([desk.stored(going), desk.stored(withdrawn)]);
    await storeAsFirst(going, before[0].snapshot);
    await storeAsFirst(withdrawn, before[1].snapshot);

    expect(await faults()).toHaveLength(2);
    expect(await upgradeCases(pool)).toBe(2);

    expect(await Promise.all([desk.stored(going), desk.stored(withdrawn)])).toEqual(before);
    expect(await faults()).toEqual([]);
    expect(await upgradeCases(pool)).toBe(0);
    await desk.send(going, 'options.presented');
    await desk.send(withdrawn, 'case.revived');
    expect(await faults()).toEqual([]);
  });

  test('are not touched when nobody knows their machines', async () => {
    const id = await desk.aCase();
    await desk.asOwner(`UPDATE cases SET machine = '9' WHERE id = '${id}'`);

    await expect(upgradeCases(pool)).rejects.toThrow('No machine of version 9 is known.');
  });
});

const faults = async () => (await verifyCases(desk.office.pool)).faults;

/** What the first machines kept of the same case. */
async function storeAsFirst(id: string, { case: whole, consents, documents }: JourneySnapshot) {
  const { context } = whole;
  const { course, group: _, articles: __, ...live } = (whole.value as { live: LiveOf }).live;
  const first = {
    case: { value: course === 'withdrawn' ? 'withdrawn' : { live }, context },
    consents: nameless(consents),
    documents: nameless(documents),
  };
  await desk.asOwner(
    `UPDATE cases SET machine = '1', snapshot = '${JSON.stringify(first)}' WHERE id = '${id}'`,
  );
}

type LiveOf = Exclude<JourneySnapshot['case']['value'], string>['live'];

const nameless = (parts: Readonly<Record<string, { value: string; context: object }>>) =>
  Object.fromEntries(
    Object.entries(parts).map(([id, { value, context }]) => [
      id,
      { value, context: { ...context, id: undefined } },
    ]),
  );
