import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addPerson } from '#identity';
import { inTransaction } from '#platform';
import { EMAIL, forgetCounts, ruthOn } from '../support/sign-in-link.js';
import { aWebServer, marksIn, type WebServer } from '../support/web.js';

const ROUNDS = process.env['SHORT'] === undefined ? 200 : 60;
/** Beside these two milliseconds a busy machine may add a share of what the request takes. */
const APART_MS = 2;
const SHARE = 0.2;

let server: WebServer;
beforeAll(async () => {
  server = await aWebServer();
  await ruthOn(server);
  const { pool } = server.database;
  await inTransaction(pool, (tx) => addPerson(tx, { name: 'Left', email: 'left@example.org' }));
  await pool.query(`UPDATE person SET ended_at = now() WHERE email = 'left@example.org'`);
});
afterAll(() => server.close());

const ADDRESSES = { known: EMAIL, unknown: 'stranger@example.net', disabled: 'left@example.org' };

test.each([
  ['a link', '/sign-in', {}],
  ['a password', '/sign-in/password', { password: 'not the right words' }],
])(
  '11: asked for %s, a known, unknown or disabled address gets one answer in one time',
  async (_, path, more) => {
    const browser = server.browser();
    const marks = marksIn((await browser.get(path)).text);
    const times: Record<string, number[]> = { known: [], unknown: [], disabled: [] };
    const answers = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      await forgetCounts(server);
      for (const [who, email] of Object.entries(ADDRESSES)) {
        const started = performance.now();
        const { status, headers } = await browser.post(path, { ...marks, ...more, email });
        times[who]!.push(performance.now() - started);
        answers.add(`${status} ${headers.get('location')} ${[...headers.keys()].join()}`);
      }
    }
    expect(answers.size).toBe(1);
    const [known, ...others] = Object.values(times).map(undisturbed);
    for (const one of others)
      expect(Math.abs(one - known!)).toBeLessThan(APART_MS + SHARE * known!);
  },
);

/** The middle of the faster half: what else the machine does only makes a request slower. */
const undisturbed = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 4)]!;
