import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { responses } from '#consultation';
import type { Group } from '#consultation';
import { commitText, storeTexts } from '#evidence';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { launched } from '../../../../../test/support/consultation.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

const WORDS = 'I like the plan. The bus must still stop at the gate! What of the uniform?';

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let browser: Browser;
let consultation: string;
let base: string;
let reply: string;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  browser = await web.browserOf(cases.clerk.person);
  const caseId = await cases.aCase();
  consultation = (await launched(pool, { caseId, clerk: cases.clerk })).id;
  base = `/cases/${caseId}/consultation`;
  reply = await says('Cal Reed', WORDS);
  await says('Dee Moss', 'No.');
}, 60_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

const says = (author: string, words: string, group: Group | null = null) =>
  inTransaction(pool, async (tx) => {
    const receivedOn = (await now(tx)).toISOString().slice(0, 10);
    const said = { consultation, consultee: null, group, view: null, receivedOn } as const;
    const given = { ...said, channel: 'paper', author, words } as const;
    return (await responses.enter(tx, cases.clerk, given)).id;
  });
const add = (code: string, title: string, meaning = 'When they speak of it.') =>
  browser.fill(`${base}/codes/new`, `${base}/codes/new`, { code, title, meaning });
const codesOf = (id: string) => `${base}/responses/${id}/codes`;
const give = (id: string, first: string, last: string, codes: string | string[]) =>
  browser.fill(codesOf(id), codesOf(id), { first, last, codes });
const marksOf = async (id: string) =>
  (await responses.codes.ofOne(pool, consultation, id)).coding?.marks.map(({ code, span }) => [
    code,
    span && WORDS.slice(span.start, span.end),
  ]);

describe('the frame of codes', () => {
  it('is empty at first, and says what is wrong with a code beside its field', async () => {
    expect((await browser.get(`${base}/codes`)).text).toContain('There is no code yet.');
    const { status, text } = await add('the bus', '');
    expect(status).toBe(422);
    expect(text).toContain('A code is letters, figures and hyphens');
    expect(text).toContain('Enter a title.');
  });

  it('keeps each change as a version, and takes no code twice', async () => {
    expect((await add('bus', 'Transport')).status).toBe(303);
    expect((await add('UNIFORM', 'Uniform')).status).toBe(303);
    const twice = await add('BUS', 'Buses');
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Enter a code that is not in use yet.');
    const change = `${base}/codes/BUS/change`;
    const said = { title: 'School transport', meaning: 'The way to school.', use: 'yes' };
    expect((await browser.fill(change, change, said)).status).toBe(303);

    const { rows } = await pool.query<{ titles: string[]; recorded: boolean }>(
      `SELECT jsonb_path_query_array(codes::jsonb, '$[*].title') AS titles,
          EXISTS (SELECT FROM journal WHERE seq = record_seq
            AND stream = 'consultation:' || consultation_id
            AND entry -> 'data' ->> 'sha256' = encode(sha256, 'hex')) AS recorded
         FROM code_frame ORDER BY version`,
    );
    expect(rows).toEqual([
      { titles: ['Transport'], recorded: true },
      { titles: ['Transport', 'Uniform'], recorded: true },
      { titles: ['School transport', 'Uniform'], recorded: true },
    ]);
    await expect(pool.query('DELETE FROM code_frame')).rejects.toThrow('permission denied');
  });
});

describe('the codes of a reply', () => {
  it('are given to sentences that are chosen without a mouse, or to all of it, as many as fit', async () => {
    expect((await browser.get(codesOf(reply))).text).toContain('Nobody has read these words');
    expect((await give(reply, '2', '2', 'BUS')).status).toBe(303);
    expect((await give(reply, '2', '3', ['BUS', 'UNIFORM'])).status).toBe(303);
    expect((await give(reply, 'whole', 'whole', 'BUS')).status).toBe(303);
    const both = 'The bus must still stop at the gate! What of the uniform?';
    expect(await marksOf(reply)).toEqual([
      ['BUS', 'The bus must still stop at the gate!'],
      ['BUS', both],
      ['UNIFORM', both],
      ['BUS', null],
    ]);
  });

  it('are refused for no code, and for a last sentence before the first', async () => {
    const before = await marksOf(reply);
    const none = await give(reply, '1', '1', []);
    expect(none.status).toBe(422);
    expect(none.text).toContain('Select a code.');
    for (const [first, last] of [
      ['3', '2'],
      ['whole', '2'],
    ]) {
      const turned = await give(reply, first!, last!, 'BUS');
      expect([first, last, turned.status]).toEqual([first, last, 422]);
    }
    expect((await give(reply, '1', '1', 'NOBODYS')).status).toBe(422);
    expect(await marksOf(reply)).toEqual(before);
  });

  it('are taken back one by one, and what was said before stays on record with who and when', async () => {
    const back = `${codesOf(reply)}/take-back`;
    expect((await browser.fill(codesOf(reply), back, { mark: '1' })).status).toBe(303);
    expect((await marksOf(reply))!.map(([code]) => code)).toEqual(['BUS', 'UNIFORM', 'BUS']);
    expect((await browser.fill(codesOf(reply), back, { mark: '9' })).status).toBe(404);
    const { rows } = await pool.query<{ marks: number; by: string; frame: number }>(
      `SELECT jsonb_array_length(marks) AS marks, by, frame FROM response_coding
        WHERE response = $1 ORDER BY seq`,
      [reply],
    );
    const of = (marks: number) => ({ marks, by: cases.clerk.person, frame: 3 });
    expect(rows).toEqual([1, 3, 4, 3].map(of));
    await expect(pool.query('DELETE FROM response_coding')).rejects.toThrow('permission denied');
  });

  it('are counted by reply, and each count leads to its words', async () => {
    const { text } = await browser.get(`${base}/codes`);
    expect(text).toMatch(/codes\/BUS">1</);
    expect(text).toContain('1 reply to read');
    const bus = await browser.get(`${base}/codes/BUS`);
    expect(bus.text).toContain('Cal Reed');
    expect(bus.text).toContain('The bus must still stop at the gate!');
    expect(bus.text).not.toContain('Dee Moss');
    expect((await browser.get(`${base}/codes/to-code`)).text).toContain('Dee Moss');
  });

  it('may be none, said by a person; then the reply is read', async () => {
    const [dee] = await responses.list(pool, consultation);
    const none = `${codesOf(dee!.id)}/none`;
    expect((await browser.fill(codesOf(dee!.id), none, {})).status).toBe(303);
    expect((await browser.get(`${base}/codes`)).text).toContain('0 replies to read');
    expect((await browser.get(`${base}/codes/none`)).text).toContain('Dee Moss');
  });

  it('stay where the code is given no more, which can be taken back and not given anew', async () => {
    const change = `${base}/codes/UNIFORM/change`;
    const said = { title: 'Uniform', meaning: 'What they wear.', use: 'no' };
    expect((await browser.fill(change, change, said)).status).toBe(303);
    expect((await browser.get(`${base}/codes`)).text).toContain('No longer given');
    expect((await give(reply, '1', '1', 'UNIFORM')).status).toBe(422);
    expect((await give(reply, '1', '1', 'BUS')).status).toBe(303);
    expect((await marksOf(reply))!.map(([code]) => code)).toContain('UNIFORM');
  });

  it('are not counted for a reply that its author withdrew, nor carried over to other words', async () => {
    const words = await inTransaction(pool, async (tx) => {
      const other = commitText('Quite other words.');
      await storeTexts(tx, [other]);
      await tx.query(
        `INSERT INTO response_reading (response, seq, kinds, words_commitment, reason_commitment,
           at, by, record_seq)
         VALUES ($1, 1, '{answer}', decode($2, 'hex'), decode($2, 'hex'), assent_now(), 'x', 1)`,
        [reply, other.commitment],
      );
      return other.text;
    });
    expect((await browser.get(`${base}/codes`)).text).toMatch(/codes\/BUS">0</);
    const page = await browser.get(codesOf(reply));
    expect(page.text).toContain(words);
    expect(page.text).toContain('Nobody has read these words');
    await pool.query(
      `INSERT INTO response_decision (response, seq, decision, at, by, record_seq)
       VALUES ($1, 1, 'withdrawn', assent_now(), 'x', 1)`,
      [reply],
    );
    expect((await browser.get(codesOf(reply))).status).toBe(404);
  });

  it('are suggested by words that replies share, and made by a person alone', async () => {
    const path = `${base}/codes/suggestions`;
    expect((await browser.get(path)).text).toContain('No words stand out yet.');
    for (const where of ['by the lake', 'in our street', 'at the mill']) {
      await says('Eve Park', `Keep the breakfast club ${where}.`, 'parent');
    }
    for (const other of [
      'Too dear.',
      'What of lunch?',
      'My son reads.',
      'The hall leaks.',
      'Why now?',
      'Fine.',
    ]) {
      await says('Fay Wood', other, 'staff');
    }
    const before = await responses.codes.frame(pool, consultation);
    const { text } = await browser.get(path);
    expect(text).toContain('Suggested');
    expect(text).toContain('Breakfast club');
    expect(text).toContain('3 replies');
    expect(text).toMatch(/Parent or carer: 3 of 3\. The others: 0 of \d+\./);
    const form = await browser.get(`${base}/codes/new?title=Breakfast%20club`);
    expect(form.text).toContain('value="Breakfast club"');
    expect(await responses.codes.frame(pool, consultation)).toEqual(before);
    expect((await browser.get(`${base}/codes`)).text).not.toContain('Breakfast club');
  });

  it('are for the clerk of the case alone', async () => {
    const other = await web.browserOf(cases.otherClerk.person);
    for (const path of [`${base}/codes`, `${base}/codes/BUS`, codesOf(reply)]) {
      expect([path, (await other.get(path)).status]).toEqual([path, 404]);
    }
  });
});
