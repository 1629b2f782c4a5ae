import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { responses } from '#consultation';
import { verifyCases } from '#cases';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { launched } from '../../../../../test/support/consultation.js';
import { aWebServer, marksIn } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

const WORDS = 'I like the plan. My son Tom walks from 12 Old Mill Lane. Tom is in Year 4.';
const { copies } = responses;

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let browser: Browser;
let second: Browser;
let consultation: string;
let base: string;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  browser = await web.browserOf(cases.clerk.person);
  const colleague = await cases.memberOf(cases.clerk.body!, 'clerk');
  second = await web.browserOf(colleague.person);
  const caseId = await cases.aCase();
  consultation = (await launched(pool, { caseId, clerk: cases.clerk })).id;
  base = `/cases/${caseId}/consultation/responses`;
}, 60_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

const says = (words: string, publish: 'named' | 'unnamed' | 'no' = 'named') =>
  inTransaction(pool, async (tx) => {
    const receivedOn = (await now(tx)).toISOString().slice(0, 10);
    const said = { consultation, consultee: null, group: null, view: null, receivedOn } as const;
    const given = { ...said, channel: 'paper', author: 'Cal Reed', words, publish } as const;
    return (await responses.enter(tx, cases.clerk, given)).id;
  });
const pageOf = (id: string) => `${base}/${id}/copy`;
const takeOut = (id: string, given: Record<string, string | string[]>, who = browser) =>
  who.fill(pageOf(id), pageOf(id), { seen: '0', reason: 'child', ...given });
const copyOf = async (id: string) => (await copies.ofOne(pool, consultation, id)).copy;
const textOf = async (id: string) => {
  const { rows } = await pool.query<{ text: string }>(
    `SELECT text FROM response_copy JOIN private_text ON commitment = copy_commitment
      WHERE response = $1 ORDER BY seq DESC LIMIT 1`,
    [id],
  );
  return rows[0]?.text;
};
/** The value of the check box whose label begins with these words. */
function boxOf(html: string, label: string): string {
  const boxes = html.matchAll(/type="checkbox" value="([^"]+)"[\s\S]*?<label[^>]*>\s*([^<]*)/g);
  return [...boxes].find(([, , text]) => text!.trim().startsWith(label))![1]!;
}

describe('the copy of a reply', () => {
  it('is made from what the service suggests, from whole sentences and from typed words', async () => {
    const id = await says(WORDS);
    const page = await browser.get(pageOf(id));
    expect(page.text).toContain('Nobody has read this reply for a copy yet.');
    expect(page.text).toContain('Street address');
    const suggested = boxOf(page.text, '12 Old Mill Lane');
    const sentences = boxOf(page.text, 'Tom is in Year 4.');
    const answer = await takeOut(id, { suggested, sentences, words: 'tom' });
    expect(answer.status).toBe(303);
    expect(await textOf(id)).toBe(
      'I like the plan. My son [taken out: about a child] walks from ' +
        '[taken out: about a child]. [taken out: about a child]',
    );
    const after = await browser.get(pageOf(id));
    expect(after.text).toContain('It is not ready yet.');
    expect(after.text).toContain('My son <span class="app-taken-out">');

    const back = { seen: '1', span: '1' };
    expect((await browser.fill(pageOf(id), `${pageOf(id)}/put-back`, back)).status).toBe(303);
    expect(await textOf(id)).toContain('walks from 12 Old Mill Lane.');
    expect(await copyOf(id)).toMatchObject({ seq: 2, ready: false });
  });

  it('says what is wrong beside its field and keeps what was typed', async () => {
    const id = await says('It is <b>dear</b>.');
    const none = await takeOut(id, {});
    expect(none.status).toBe(422);
    expect(none.text).toContain('Select what to take out, or type it.');
    const strange = await takeOut(id, { words: 'cheap' });
    expect(strange.text).toContain('The reply does not have these words.');
    expect(strange.text).toContain('value="cheap"');
    const other = await takeOut(id, { words: 'dear', reason: 'other' });
    expect(other.text).toContain('Enter the other reason.');
    const unnamed = await takeOut(id, { words: 'dear', reason: '' });
    expect(unnamed.text).toContain('Select the reason.');
    expect((await takeOut(id, { words: '<b>', reason: 'abusive' })).status).toBe(303);
    expect((await browser.get(pageOf(id))).text).toContain('&lt;/b&gt;');
    const stale = await takeOut(id, { words: 'dear' });
    expect(stale.text).toContain('Somebody else changed this copy meanwhile.');
  });

  it('is called ready by a person, also where nothing is taken out, and looked at by another', async () => {
    const id = await says('Yes.');
    const page = await browser.get(pageOf(id));
    expect(page.text).toContain('Nothing to take out');
    const ready = marksIn(page.text);
    for (let click = 1; click <= 2; click += 1) {
      const answer = await browser.post(`${pageOf(id)}/ready`, { ...ready, seen: '0' });
      expect(answer.status).toBe(303);
    }
    expect(await copyOf(id)).toMatchObject({ seq: 1, ready: true, spans: [], look: null });

    const own = await browser.fill(pageOf(id), `${pageOf(id)}/look`, { seen: '1' });
    expect(own.status).toBe(422);
    expect(own.text).toContain('Another clerk of your desk must look at it.');
    expect((await browser.get(pageOf(id))).text).not.toContain('I have looked at it too');
    expect((await second.get(pageOf(id))).text).toContain('I have looked at it too');
    expect((await second.fill(pageOf(id), `${pageOf(id)}/look`, { seen: '1' })).status).toBe(303);
    expect((await copyOf(id))!.look).toMatchObject({ byName: 'A clerk' });

    // Whatever is taken out later has to be called ready again.
    await takeOut(id, { seen: '1', words: 'Yes' }, second);
    expect(await copyOf(id)).toMatchObject({ seq: 2, ready: false, look: null });
  });

  it('leaves the reply as it is, for good', async () => {
    const id = await says('Tom is well.');
    await takeOut(id, { words: 'Tom' });
    expect((await responses.find(pool, consultation, id))!.words).toBe('Tom is well.');
    for (const table of ['response', 'response_copy', 'response_copy_look'])
      await expect(pool.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
    await expect(pool.query('UPDATE response_copy SET ready = true')).rejects.toThrow(
      'permission denied',
    );
    await expect(
      pool.query(
        `INSERT INTO response_copy_look SELECT response, seq, by, by, now(), 1 FROM response_copy`,
      ),
    ).rejects.toThrow('response_copy_look_check');
  });

  it('stands in the record without its words, and a change behind its back is found', async () => {
    const id = await says('Tom is ill.');
    await takeOut(id, { words: 'Tom', reason: 'health' });
    const { rows } = await pool.query<{ entry: { data: object; texts: object } }>(
      `SELECT entry FROM journal WHERE type = 'response.copy-made'
        AND entry #>> '{data,response}' = $1`,
      [id],
    );
    expect(rows[0]!.entry).toMatchObject({
      data: { seq: 1, ready: false, spans: [{ start: 0, end: 3, reason: 'health' }] },
      texts: { copy: expect.any(String), of: expect.any(String) },
    });
    expect(JSON.stringify(rows)).not.toContain('Tom');
    // The case of this spec was launched without the door, so only the copies are asked about.
    const gone = async () =>
      (await verifyCases(pool)).faults.filter(({ what }) => what.includes('what was published'));
    expect(await gone()).toEqual([]);
    const trigger = 'TRIGGER response_copy_is_append_only';
    await cases.asOwner(
      `ALTER TABLE response_copy DISABLE ${trigger}`,
      `UPDATE response_copy SET copy_commitment = words_commitment WHERE response = '${id}'`,
      `ALTER TABLE response_copy ENABLE ${trigger}`,
    );
    expect(await gone()).toHaveLength(1);
  });

  it('is for the clerks of the case alone', async () => {
    const id = await says('No.');
    const other = await web.browserOf(cases.otherClerk.person);
    for (const path of [pageOf(id), `${base}/copies`])
      expect([path, (await other.get(path)).status]).toEqual([path, 404]);
  });
});

describe('the replies that anybody may read, at the clerk’s desk', () => {
  it('are told apart by permission and by copy, and wait for the closing', async () => {
    const id = await says('Not to be printed.', 'no');
    const page = await browser.get(`${base}/copies`);
    expect(page.text).toContain('You can publish them once the consultation has closed.');
    expect(page.text).not.toContain(`${id}/copy`);
    const answer = await browser.fill(`${base}/copies`, `${base}/copies`, { shown: 'yes' });
    expect(answer.status).toBe(409);
    const counts = await copies.counts(pool, consultation);
    expect(counts).toMatchObject({ shown: false, allowed: counts.counted - 1 });
  });
});
