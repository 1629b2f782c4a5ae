import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { responses } from '#consultation';
import { addMembership, addPerson } from '#identity';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { launched } from '../../../../../test/support/consultation.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let first: Browser;
let second: Browser;
let consultation: string;
let home: string;
let base: string;
const replies: string[] = [];

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  first = await web.browserOf(cases.clerk.person);
  second = await web.browserOf(await aColleague());
  const caseId = await cases.aCase();
  consultation = (await launched(pool, { caseId, clerk: cases.clerk })).id;
  base = `/cases/${caseId}/consultation`;
  home = `${base}/codes/agreement`;
  for (const code of ['BUS', 'UNIFORM']) {
    const written = { consultation, isNew: true, inUse: true, code, title: code, meaning: code };
    await inTransaction(pool, (tx) => responses.codes.write(tx, cases.clerk, written));
  }
  const [bus, uniform] = ['The bus must stop here.', 'The uniform is dear.'];
  for (const words of [bus, uniform, `${bus} ${uniform}`, 'No.']) replies.push(await says(words));
}, 60_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

/** Another clerk of the same desk. */
const aColleague = () =>
  inTransaction(pool, async (tx) => {
    const { id: person } = await addPerson(tx, { name: 'Sol Grey', email: 'sol@example.org' });
    await addMembership(tx, { person, body: cases.clerk.body!, role: 'clerk' });
    return person;
  });
const says = (words: string) =>
  inTransaction(pool, async (tx) => {
    const receivedOn = (await now(tx)).toISOString().slice(0, 10);
    const said = { consultation, consultee: null, group: null, view: null, receivedOn } as const;
    const given = { ...said, channel: 'paper', author: 'Ann', words } as const;
    return (await responses.enter(tx, cases.clerk, given)).id;
  });
const give = (response: string, codes: readonly string[]) =>
  inTransaction(pool, (tx) =>
    codes.length === 0
      ? responses.codes.noneFits(tx, cases.clerk, { consultation, response })
      : responses.codes.give(tx, cases.clerk, { consultation, response, span: null, codes }),
  );
const draw = (size: string) => first.fill(home, home, { size });
const read = (browser: Browser, response: string, codes: string[]) =>
  browser.fill(`${home}/read/${response}`, `${home}/read/${response}`, { codes });
const codesOf = async (response: string) => {
  const { coding } = await responses.codes.ofOne(pool, consultation, response);
  return coding && [coding.round, ...responses.codes.codesIn(coding)];
};

describe('a sample for a second person', () => {
  it('is drawn from what one person has read, and can be drawn again by its seed', async () => {
    expect((await draw('3')).text).toContain('Give codes to some replies first.');
    expect((await draw('0')).status).toBe(422);
    await give(replies[0]!, ['BUS']);
    await give(replies[1]!, ['UNIFORM']);
    await give(replies[2]!, ['BUS', 'UNIFORM']);
    await give(replies[3]!, []);
    await says('Nobody has read this for codes.');
    expect((await draw('4')).status).toBe(303);

    const sample = (await responses.codes.sample(pool, consultation))!;
    expect(sample.drawnFrom.toSorted()).toEqual(replies.toSorted());
    const rank = (id: string) => createHash('sha256').update(`${sample.seed}:${id}`).digest('hex');
    expect(sample.responses).toEqual(
      sample.drawnFrom.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)),
    );
    const meanwhile = await first.fill(`${base}/codes/new`, home, { size: '4' });
    expect(meanwhile.status).toBe(409);
    await expect(pool.query('DELETE FROM coding_sample')).rejects.toThrow('permission denied');
  });

  it('is read by another person, who sees the words and not the first one’s codes', async () => {
    expect((await first.get(home)).text).toContain('You read 4 replies of the sample first.');
    const own = await read(first, replies[0]!, ['BUS']);
    expect(own.status).toBe(422);
    expect(own.text).toContain('Another person must read it now.');

    const page = await second.get(`${home}/read/${replies[2]!}`);
    expect(page.text).toContain('The bus must stop here. The uniform is dear.');
    expect(page.text).not.toContain('checked');
    expect(page.text).not.toContain('Clerk of Northern');
    const elsewhere = await second.get(`${base}/codes/UNIFORM`);
    expect(elsewhere.text).toContain('4 replies are left out here');
    expect(elsewhere.text).not.toContain('The uniform is dear.');
    expect((await first.get(`${base}/codes/UNIFORM`)).text).toContain('The uniform is dear.');
    const coded = await second.get(`${base}/responses/${replies[2]!}/codes`);
    expect(coded.headers.get('location')).toBe(`${home}/read/${replies[2]!}`);
    const before = await codesOf(replies[2]!);
    expect((await read(second, replies[2]!, [])).status).toBe(422);
    expect((await read(second, replies[2]!, ['BUS', 'none'])).text).toContain('and not both');
    expect((await read(second, replies[2]!, ['BUS'])).status).toBe(303);
    expect(await codesOf(replies[2]!)).toEqual(before);
    expect((await read(second, replies[2]!, ['UNIFORM'])).status).toBe(422);
  });

  it('tells how far both agree on each code, by both figures', async () => {
    await read(second, replies[0]!, ['BUS']);
    await read(second, replies[1]!, ['UNIFORM']);
    await read(second, replies[3]!, ['none']);
    const of = (code: string) => ({ code, title: code });
    expect(await responses.codes.agreement(pool, consultation)).toEqual([
      { ...of('BUS'), both: 2, neither: 2, onlyFirst: 0, onlySecond: 0, kappa: 1, alpha: 1 },
      {
        ...of('UNIFORM'),
        ...{ both: 1, neither: 2, onlyFirst: 1, onlySecond: 0 },
        // 3 of 4 alike where chance gives half; 2 of 8 values pair unlike where chance gives 30 of 56.
        ...{ kappa: 0.5, alpha: 1 - (7 * 2) / 30 },
      },
    ]);
    const { text } = await first.get(home);
    expect(text).toContain('0.5000');
    expect(text).toContain('0.5333');
  });
});

describe('where two people differ', () => {
  it('a person decides, with a reason, and only the decision counts from then on', async () => {
    const [, , differing] = replies;
    const path = `${home}/decide/${differing!}`;
    const page = await first.get(path);
    expect(page.text).toContain('Sol Grey, second');
    expect(page.text).toContain('BUS, UNIFORM');
    expect((await first.fill(path, path, { codes: ['BUS'], reason: '' })).status).toBe(422);
    expect(await codesOf(differing!)).toEqual(['first', 'BUS', 'UNIFORM']);
    const reason = 'The price of the uniform is no theme.';
    expect((await first.fill(path, path, { codes: ['BUS'], reason })).status).toBe(303);
    expect(await codesOf(differing!)).toEqual(['final', 'BUS']);
    expect((await first.get(`${base}/codes`)).text).toMatch(/codes\/UNIFORM">1</);
    expect((await first.get(home)).text).toContain(reason);
  });

  it('the decision is not undone by giving codes again', async () => {
    await expect(give(replies[2]!, ['UNIFORM'])).rejects.toMatchObject({ code: 'not-now' });
    const page = await first.get(`${base}/responses/${replies[2]!}/codes`);
    expect(page.text).toContain('decided between two readings');
    expect(page.text).not.toContain('Give these codes');
  });

  it('what is given after the second reading counts, and changes no figure', async () => {
    const before = await responses.codes.agreement(pool, consultation);
    await give(replies[3]!, ['BUS']);
    expect(await codesOf(replies[3]!)).toEqual(['first', 'BUS']);
    expect(await responses.codes.agreement(pool, consultation)).toEqual(before);
    expect(before.map(({ kappa }) => kappa)).toEqual([1, 0.5]);
  });

  it('nothing is decided before both have read, and nothing is for another desk', async () => {
    const late = await says('One more about the bus.');
    await give(late, ['BUS']);
    expect((await draw('1')).status).toBe(303);
    expect((await first.get(`${home}/decide/${late}`)).status).toBe(404);
    const other = await web.browserOf(cases.otherClerk.person);
    for (const path of [home, `${home}/read/${late}`, `${home}/decide/${late}`]) {
      expect([path, (await other.get(path)).status]).toEqual([path, 404]);
    }
  });
});
