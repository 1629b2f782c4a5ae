import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { responses } from '#consultation';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { anAskedPerson, launched } from '../../../../../test/support/consultation.js';
import type { AskedCase } from '../../../../../test/support/consultation.js';
import { aWebServer, formOf } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let browser: Browser;
let other: Browser;
let asked: AskedCase;
let ben: string;
let today: string;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  const { clerk } = cases;
  browser = await web.browserOf(clerk.person);
  other = await web.browserOf(cases.otherClerk.person);
  const caseId = await cases.aCase();
  asked = { caseId, clerk, consultation: await launched(pool, { caseId, clerk }, { days: 2 }) };
  const given = { name: 'Ben Low', email: 'ben@example.org' };
  ben = (await anAskedPerson(pool, asked, web.settings.secretKeys, given)).consultee;
  // An hour in, so that there is a time of today at which the consultation was open.
  await cases.asOwner(`UPDATE product_clock SET movable = true, ahead = ahead + interval '1 hour'`);
  const { rows } = await pool.query<{ stated: string }>(
    `SELECT to_char((assent_now() - interval '10 minutes') AT TIME ZONE 'Europe/London',
       'DD/MM/YYYY HH24:MI') AS stated`,
  );
  today = rows[0]!.stated;
}, 30_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

const at = (path: string) => `/cases/${asked.caseId}/consultation/responses/${path}`;
const counts = () => responses.counts(pool, asked.consultation.id);
const taken = async () =>
  responses.list(pool, asked.consultation.id, { filter: { channel: 'survey' }, most: 100 });

const HEAD = 'Response ID;Submitted;E-mail;Your name;Do you agree?;Why?;Anything else?;I am a';
const file = () =>
  [
    HEAD,
    `101;${today};ben@example.org;B Low;Yes;Good for sport;;Parent`,
    `102;${today};;Jo Moss;Strongly disagree;"The bus; and
the gate";Thanks;staff`,
    `102;${today};;Jo Moss;Yes;Again;;staff`,
    `103;yesterday;;;Yes;;;staff`,
    `104;${today};;;Perhaps;Not sure;;astronaut`,
    `;${today};;;Yes;;;staff`,
    `105;${today};;;;;;staff`,
    `106;${today};x@;;Yes;;;staff`,
    `107;${today};;Kit Rowe;Perhaps;Tell us more;;staff`,
  ].join('\r\n');

const columns = {
  ...{ survey: 'Spring survey', clock: 'ours', id: '0', receivedAt: '1', email: '2', name: '3' },
  ...{ view: '4', words: ['5', '6'], group: '7', everybodyIs: '' },
};
const meanings = { 'answer-0': 'agree', 'answer-1': 'disagree', 'answer-2': 'none' };

async function upload(text: string): Promise<string> {
  const page = at('import');
  const read = await browser.upload(page, page, formOf({}, new File([text], 'survey.csv')));
  expect(read.status).toBe(303);
  return read.headers.get('location')!;
}

describe('an online survey’s export', () => {
  it('is mapped and shown whole before any of it is taken, with every bad line named', async () => {
    const page = await upload(file());
    const { text } = await browser.get(page);
    expect(text).toContain('Do you agree? (Yes)');
    expect((await other.get(page)).status).toBe(404);
    const bare = await browser.fill(page, page, { ...columns, survey: '', clock: '' });
    expect(bare.text).toContain('Select whose clock decides.');
    const mapped = await browser.fill(page, page, columns);
    expect(mapped.headers.get('location')).toBe(`${page}/answers`);
    const answers = await browser.get(`${page}/answers`);
    expect(answers.text).toMatch(/value="disagree" selected/);
    expect((await browser.fill(`${page}/answers`, `${page}/answers`, meanings)).status).toBe(303);

    const check = (await browser.get(`${page}/check`)).text;
    for (const said of [
      '“yesterday” is no date and time that we can read.',
      '“astronaut” is not one of the groups.',
      'It has no id of the survey.',
      'It gives neither a view nor words.',
      'Its e-mail address cannot be one.',
      'The same number as a line above it: line 4',
      'Take 3 replies',
    ]) {
      expect(check).toContain(said);
    }
    expect(await taken()).toEqual([]);

    expect((await browser.fill(`${page}/check`, `${page}/take`, {})).status).toBe(303);
    expect((await browser.fill(at('import'), `${page}/take`, {})).status).toBe(303);
    const lines = await taken();
    expect(lines.map(({ name, view, group, grade }) => [name, view, group, grade])).toEqual([
      ['Kit Rowe', null, 'staff', 'entered'],
      ['Jo Moss', 'disagree', 'staff', 'entered'],
      ['Ben Low', 'agree', 'parent', 'entered'],
    ]);
    const whole = await responses.find(pool, asked.consultation.id, lines[1]!.id);
    expect(whole!.words).toBe('Why?:\nThe bus; and\nthe gate\n\nAnything else?:\nThanks');
    const own = await responses.find(pool, asked.consultation.id, lines[2]!.id);
    expect(own).toMatchObject({ consultee: ben });
    expect((await browser.get(at(lines[1]!.id))).text).toContain('Spring survey, number 102');
  });

  it('is never taken twice, also when a newer export is read', async () => {
    const more = `${file()}\r\n108;${today};;Lu Fry;Yes;New here;;staff`;
    const page = await upload(more);
    await browser.fill(page, page, columns);
    await browser.fill(`${page}/answers`, `${page}/answers`, meanings);
    const check = (await browser.get(`${page}/check`)).text;
    expect(check).toContain('Take 1 reply');
    expect(check).toContain('Taken before: line 2, 3, 10');
    await browser.fill(`${page}/check`, `${page}/take`, {});
    expect(await taken()).toHaveLength(4);
    const twice = pool.query(
      `INSERT INTO survey_response (consultation_id, survey, survey_id, response, clock)
       SELECT consultation_id, 'Spring survey', '108', id, 'ours' FROM response LIMIT 1`,
    );
    await expect(twice).rejects.toThrow('one_response_a_line_of_a_survey');
  });

  it('is late by our clock, or in time by the survey’s where the clerk trusts it', async () => {
    await daysLaterOnDesk(3);
    const ours = `${HEAD}\r\n201;${today};;Max Orr;Yes;Was in time;;staff`;
    for (const [clock, id, late] of [
      ['ours', '201', true],
      ['survey', '202', false],
    ] as const) {
      const page = await upload(ours.replace('201;', `${id};`));
      await browser.fill(page, page, { ...columns, clock });
      await browser.fill(`${page}/answers`, `${page}/answers`, { 'answer-0': 'agree' });
      await browser.fill(`${page}/check`, `${page}/take`, {});
      const [line] = await taken();
      expect(line).toMatchObject({ name: 'Max Orr', late });
    }
    const { rows } = await pool.query(
      `SELECT entry -> 'data' -> 'survey' AS survey FROM journal
        WHERE type = 'response.received' ORDER BY seq DESC LIMIT 1`,
    );
    expect(rows).toMatchObject([{ survey: { id: '202', clock: 'survey' } }]);
    const future = await upload(ours.replace('201;', '203;').replace(today, '01/01/2098 10:00'));
    await browser.fill(future, future, { ...columns, clock: 'survey' });
    await browser.fill(`${future}/answers`, `${future}/answers`, { 'answer-0': 'agree' });
    expect((await browser.get(`${future}/check`)).text).toContain('or in the future');
    expect((await counts()).late.byChannel).toEqual({ survey: 1 });
  });
});

const daysLaterOnDesk = (days: number) =>
  cases.asOwner(`UPDATE product_clock SET ahead = ahead + ${days} * interval '1 day'`);
