import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { inTransaction, now } from '#platform';
import { anOpenConsultation } from '../../../../test/support/consultation.js';
import type { AskedCase } from '../../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { publication, responses } from '../index.js';
import { campaignsAt, findNewCampaigns, newestCampaigns } from './campaign-findings.js';

const LETTER =
  'We ask the governors to keep our school as it is, because the parents of this village built it ' +
  'and a trust that sits forty miles away cannot know what our children need from day to day.';

let db: TestDatabase;
let owner: Pool;
let pool: Pool;
let asked: AskedCase;
let id: string;

beforeAll(async () => {
  db = await freshDatabase();
  owner = new Pool({ connectionString: db.url });
  pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  asked = await anOpenConsultation(owner);
  id = asked.consultation.id;
}, 60_000);
afterAll(async () => {
  await pool.end();
  await owner.end();
  await db.drop();
});

const enter = (words: string, count = 1) =>
  inTransaction(pool, async (tx) => {
    const receivedOn = (await now(tx)).toISOString().slice(0, 10);
    for (let one = 0; one < count; one += 1) {
      await responses.enter(tx, asked.clerk, {
        ...{ consultation: id, channel: 'paper', receivedOn, consultee: null, author: null },
        ...{ group: 'parent', view: 'agree', words },
      });
    }
  });
const figuresNow = async () =>
  publication.report.figures(pool, { consultation: id, asOf: await now(pool), places: 1 });
const sizes = async () => {
  const found = await newestCampaigns(pool, id);
  return found && { isWhole: found.isWhole, sizes: found.groups.map(({ length }) => length) };
};

describe('campaigns', () => {
  it('of few replies are found at once, and stay what they were at an instant', async () => {
    await enter(LETTER, 2);
    expect(await sizes()).toEqual({ isWhole: true, sizes: [2] });
    const then = await now(pool);
    expect(await findNewCampaigns(pool)).toBe(1);
    expect(await findNewCampaigns(pool)).toBe(0);
    expect((await newestCampaigns(pool, id))!.foundAt).not.toBeNull();
    await enter(`${LETTER} Yours, Ann.`);
    expect(await sizes()).toEqual({ isWhole: true, sizes: [3] });
    expect((await campaignsAt(pool, id, then))!.groups).toHaveLength(1);
    expect((await campaignsAt(pool, id, then))!.groups[0]).toHaveLength(2);
  });

  it('of many are found beside the pages, which show what was found last', async () => {
    await enter('I agree.', 500);
    expect(await sizes()).toEqual({ isWhole: false, sizes: [2] });
    await expect(figuresNow()).rejects.toMatchObject({
      ...{ code: 'not-now', facts: { campaigns: 'compared' } },
    });
    await findNewCampaigns(pool);
    expect(await sizes()).toEqual({ isWhole: true, sizes: [3] });
    const { campaigns, asOf } = await figuresNow();
    expect(campaigns.found).toMatchObject([{ inTime: 3 }]);
    expect(campaigns.outside.inTime).toBe(500);

    // What comes later waits for the worker, and a report of before it is the same as it was.
    await enter(LETTER);
    expect(await sizes()).toEqual({ isWhole: false, sizes: [3] });
    const asked_ = { consultation: id, asOf: new Date(asOf), places: 1 } as const;
    expect((await publication.report.figures(pool, asked_)).campaigns).toEqual(campaigns);
    await findNewCampaigns(pool);
    expect(await sizes()).toEqual({ isWhole: true, sizes: [4] });
  });

  it('are kept by the replies’ ids and without a word of them', async () => {
    const { rows } = await pool.query<{ kept: string }>(
      'SELECT row_to_json(f)::text AS kept FROM campaign_finding f',
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { kept } of rows) expect(kept).not.toMatch(/governors|village/);
  });

  it('are found again once words were erased, though no entry says so', async () => {
    await owner.query(
      `UPDATE private_text SET text = NULL, salt = NULL, erased_at = now()
        WHERE commitment = (SELECT words_commitment FROM response
          WHERE consultation_id = $1 ORDER BY number LIMIT 1)`,
      [id],
    );
    expect(await findNewCampaigns(pool)).toBe(0);
    await owner.query(`UPDATE campaign_finding SET looked_at = looked_at - interval '1 hour'`);
    expect(await findNewCampaigns(pool)).toBe(1);
    expect(await sizes()).toEqual({ isWhole: true, sizes: [3] });
  });
});
