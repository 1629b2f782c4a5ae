import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { responses } from '#consultation';
import type { View } from '#consultation';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { launched } from '../../../../../test/support/consultation.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

const LETTER =
  'Our school is at the heart of the village and its governors know every family by name. ' +
  'The plan does not say what will happen to the breakfast club or to the school bus.';

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let browser: Browser;
let consultation: string;
let path: string;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  browser = await web.browserOf(cases.clerk.person);
  const caseId = await cases.aCase();
  consultation = (await launched(pool, { caseId, clerk: cases.clerk })).id;
  path = `/cases/${caseId}/consultation/campaigns`;
}, 60_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

async function says(author: string, words: string, view: View | null = null) {
  return inTransaction(pool, async (tx) => {
    const receivedOn = (await now(tx)).toISOString().slice(0, 10);
    const said = {
      consultation,
      consultee: null,
      channel: 'paper',
      receivedOn,
      group: null,
    } as const;
    return responses.enter(tx, cases.clerk, { ...said, author, view, words });
  });
}

describe('campaigns', () => {
  it('are none while nobody has copied anybody', async () => {
    await says('Ann Smith', 'I agree with the proposal.', 'agree');
    await says('Bea Jones', 'I agree with the proposal.', 'agree');
    expect((await browser.get(path)).text).toContain('No two replies share so many');
  });

  it('show how many replies share which words, and each keeps its own view and counts', async () => {
    const before = await responses.counts(pool, consultation);
    const first = await says('Cal Reed', LETTER, 'disagree');
    await says('Dee Moss', `I have two children here, and like the trust. ${LETTER}`, 'agree');
    await says('Eve Park', `${LETTER.toUpperCase()} Eve`);

    const { text } = await browser.get(path);
    expect(text).toContain('3 replies');
    expect(text).toContain(
      'Views: Agree with the proposal 1, Disagree with the proposal 1, Not asked 1.',
    );
    expect(text).toMatch(/governors know every family by name/i);
    const after = await responses.counts(pool, consultation);
    expect(after.inTime.responses).toBe(before.inTime.responses + 3);
    expect(after.inTime.byView).toEqual({ agree: 3, disagree: 1, 'not-asked': 1 });

    const one = await browser.get(`${path}/${first.id}`);
    for (const name of ['Cal Reed', 'Dee Moss', 'Eve Park']) expect(one.text).toContain(name);
    expect(one.text).not.toContain('Ann Smith');
    expect(one.text).toContain(`responses/${first.id}"`);
  });

  it('are without what its author withdrew, and with what does not count, marked as such', async () => {
    const [latest, , third] = await responses.list(pool, consultation);
    await pool.query(
      `INSERT INTO response_decision (response, seq, decision, at, by, record_seq)
       VALUES ($1, 1, 'withdrawn', assent_now(), 'x', 1)`,
      [latest!.id],
    );
    const decided = { decision: 'not-counted', reason: 'Asked twice.' } as const;
    await inTransaction(pool, (tx) =>
      responses.decide(tx, cases.clerk, { consultation, response: third!.id, ...decided }),
    );
    const { text } = await browser.get(path);
    expect(text).toContain('2 replies');
    expect(text).toContain('1 of them counts.');
    const one = await browser.get(`${path}/${third!.id}`);
    expect(one.text).not.toContain('Eve Park');
    expect(one.text).toContain('Not counted');
    expect((await browser.get(`${path}/${latest!.id}`)).status).toBe(404);
  });

  it('are for the clerk of the case alone', async () => {
    const other = await web.browserOf(cases.otherClerk.person);
    expect((await other.get(path)).status).toBe(404);
  });
});
