import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestClock } from 'pg-boss';
import { bareDatabase } from '../../../test/support/database.js';
import type { TestDatabase } from '../../../test/support/database.js';
import { Client } from 'pg';
import { Jobs, prepareJobs } from './jobs.js';

const A_MINUTE_MS = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await bareDatabase();
  // Copies of the service may start at the same moment.
  await Promise.all(Array.from({ length: 4 }, () => prepareJobs(database.url, ['count'])));
  // The clock of the test replaces a function of the schema, which the service itself never may.
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query('GRANT CREATE ON SCHEMA pgboss TO assent_service');
  await owner.query('ALTER FUNCTION pgboss.job_now() OWNER TO assent_service');
  await owner.end();
});
afterAll(() => database.drop());

/** When a chore of half past three was done between two instants, by the clock of the test. */
async function timesDone(from: string, minutes: number): Promise<readonly string[]> {
  const clock = new TestClock(from);
  const done: string[] = [];
  const jobs = await Jobs.open({ url: database.url, onError: failed, clock });
  try {
    await jobs.keep({
      name: 'count',
      cron: '30 3 * * *',
      work: () => Promise.resolve(done.push(new Date(clock.now()).toISOString())),
    });
    for (let minute = 0; minute < minutes; minute += 1) {
      await clock.tick(A_MINUTE_MS);
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await jobs.stop();
  }
  return done;
}

const failed = (error: unknown): void => {
  throw error;
};

describe('a chore by the clocks of London', () => {
  test('is done once on the night on which the clocks go forward', async () => {
    const done = await timesDone('2027-03-28T02:27:00Z', 6);
    expect(done.map((at) => at.slice(0, 16))).toEqual([expect.stringMatching(/^2027-03-28T02:3/)]);
  });

  test('is done once on the night on which the clocks go back', async () => {
    const done = await timesDone('2027-10-31T03:27:00Z', 6);
    expect(done.map((at) => at.slice(0, 16))).toEqual([expect.stringMatching(/^2027-10-31T03:3/)]);
  });
});
