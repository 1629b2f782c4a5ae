import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { policiesOf } from '#consents';
import { events } from '#journey';
import { anAskedBody, anotherDiocese } from '../../../../test/support/asked-body.js';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { submit } from '../../../../test/support/form.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';
import { policyWords } from '../views/policy-words.js';

let desk: CaseDesk;
let web: WebServer;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const answers = {
  'countsFrom-day': '1',
  'countsFrom-month': '3',
  'countsFrom-year': '2090',
  order: 'before-consultation',
  stages: 'two',
  'accepts-voluntary-aided-majority': 'yes',
  'accepts-voluntary-aided-minority': 'no',
  required: 'optionsPaper',
  membersAgreement: 'yes',
  silenceDays: '30',
  validityMonths: '',
  words: 'We decide twice.',
};

async function anOfficer(): Promise<{ browser: Browser; body: string; path: string }> {
  const { officer } = await anAskedBody(desk);
  const browser = await web.browserOf(officer.person);
  return { browser, body: officer.body!, path: `/desk/policy/${officer.body}` };
}

describe('the policy of a body', () => {
  test('is written, checked and published as a version of its own', async () => {
    const { browser, body, path } = await anOfficer();
    const led = await browser.get('/desk/policy');
    expect(led.headers.get('location')).toBe(path);
    expect((await browser.get(path)).text).toContain('No policy counts yet');

    const checked = await submit(browser, await browser.get(`${path}/edit`), answers);
    expect(checked.text).toContain('After 30 days');
    expect(checked.text).toContain('This becomes version 1 of your policy');
    expect(await policiesOf(desk.office.pool, body)).toEqual([]);

    await submit(browser, checked, {});
    const { rowCount: told } = await desk.office.pool.query(
      `SELECT FROM letter WHERE template = 'policy-published' AND person = $1`,
      [desk.clerk.person],
    );
    expect(told).toBe(1);
    const [published] = await policiesOf(desk.office.pool, body);
    expect(published).toMatchObject({
      version: 1,
      order: 'before-consultation',
      stages: 'two',
      required: ['optionsPaper'],
      silenceDays: 30,
      validityMonths: null,
      wantsMembersAgreement: true,
    });
    expect(published!.accepts['voluntary-aided']).toEqual({ majority: 'yes', minority: 'no' });
    expect((await browser.get(path)).text).toContain('Version 1, from 1 March 2090');
  });

  test('can want no paper that a request could not bring', () => {
    const kinds: readonly string[] = events['consent.requested'].evidence[0].kinds;
    for (const kind of [...policyWords().required, 'membersAgreement']) {
      expect(kinds).toContain(kind);
    }
  });

  test('is not published for a day that has passed, nor with a silence of no days', async () => {
    const { browser, path } = await anOfficer();
    const past = { ...answers, 'countsFrom-year': '2020' };
    const shown = await submit(browser, await browser.get(`${path}/edit`), past);
    expect([shown.status, shown.text.includes('Enter today or a later day.')]).toEqual([422, true]);
    const none = { ...answers, silenceDays: '0' };
    const again = await submit(browser, await browser.get(`${path}/edit`), none);
    expect(again.status).toBe(422);
  });

  test('takes and gives up the days on which the committee meets', async () => {
    const { browser, path } = await anOfficer();
    const shown = await browser.get(path);
    const form = { ...shown, text: shown.text.slice(shown.text.lastIndexOf('<form')) };
    const date = {
      'meetsOn-day': '9',
      'meetsOn-month': '4',
      'meetsOn-year': '2090',
      'papersBy-day': '1',
      'papersBy-month': '4',
      'papersBy-year': '2090',
    };
    await submit(browser, form, date);
    const listed = await browser.get(path);
    expect(listed.text).toContain('papers by 1 April 2090');
    const from = listed.text.indexOf('<form', listed.text.indexOf('papers by 1 April 2090'));
    await submit(browser, { ...listed, text: listed.text.slice(from) }, {});
    expect((await browser.get(path)).text).toContain('No meeting is on the list.');
  });

  test('is not there for the officers of another body', async () => {
    const { path } = await anOfficer();
    const stranger = await web.browserOf((await anotherDiocese(desk)).person);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.get(`${path}/edit`)).status).toBe(404);
  });
});
