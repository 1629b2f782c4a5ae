import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { responses } from '#consultation';
import type { Group, View } from '#consultation';
import { addMembership, addPerson } from '#identity';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { launched } from '../support/consultation.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

const LETTER =
  'Our school is at the heart of the village and its governors know every family by name. ' +
  'The plan does not say what will happen to the breakfast club or to the school bus.';

let desk: CaseDesk;
let server: WebServer;
let chromium: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  server = await aWebServer({ on: desk });
  chromium = await openChromium();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await server.close();
  await desk.close();
});

describe('the pages that help to understand replies', () => {
  it('have no fault, and carry two clerks from a code to their agreement, without scripts', async () => {
    const { pool } = desk.office;
    const caseId = await desk.aCase();
    const { id: consultation } = await launched(pool, { caseId, clerk: desk.clerk });
    const says = (
      author: string,
      words: string,
      {
        group = null,
        view = null,
      }: { readonly group?: Group | null; readonly view?: View | null } = {},
    ) =>
      inTransaction(pool, async (tx) => {
        const receivedOn = (await now(tx)).toISOString().slice(0, 10);
        const said = { consultation, consultee: null, group, view } as const;
        const given = { ...said, receivedOn, channel: 'paper', author, words } as const;
        return (await responses.enter(tx, desk.clerk, given)).id;
      });
    const colleague = await inTransaction(pool, async (tx) => {
      const { id: person } = await addPerson(tx, { name: 'Sol Grey', email: 'sol@example.org' });
      await addMembership(tx, { person, body: desk.clerk.body!, role: 'clerk' });
      return person;
    });
    const pageOf = async (person: string, script = false) => {
      const session = await aSession(pool, person);
      return (await contextOf(chromium, server.url, { session, script })).newPage();
    };
    const [first, second] = [await pageOf(desk.clerk.person), await pageOf(colleague)];
    const look = await pageOf(colleague, true);
    const base = `/cases/${caseId}/consultation`;
    const check = async (path: string, name: string) => {
      expect([path, (await look.goto(`${base}/${path}`))?.status()]).toEqual([path, 200]);
      await checkPage(look, `understanding-${name}`);
    };

    const cal = await says('Cal Reed', LETTER);
    await says('Dee Moss', `I like it. ${LETTER}`);
    await check('campaigns', 'campaigns');
    await check(`campaigns/${cal}`, 'campaign');

    await check('codes/new', 'new-code');
    await first.goto(`${base}/codes/new`);
    await first.getByLabel('Code', { exact: true }).fill('bus');
    await first.getByLabel('Title').fill('School transport');
    await first.getByLabel('When it fits').fill('They speak of the way to school.');
    await first.getByRole('button', { name: 'Save' }).press('Enter');
    await first.getByText('The code BUS can be given now.').waitFor();

    await check(`responses/${cal}/codes`, 'reply');
    await first.goto(`${base}/responses/${cal}/codes`);
    await first.getByLabel('First sentence').selectOption('2');
    await first.getByLabel('Last sentence').selectOption('2');
    await first.getByLabel('BUS: School transport').press('Space');
    await first.getByRole('button', { name: 'Give these codes' }).press('Enter');
    await first.getByText('It has BUS now.').waitFor();
    await check(`responses/${cal}/codes`, 'coded');
    await check('codes', 'codes');
    for (const where of ['winter', 'summer', 'the rain'])
      await says('Eve Park', `The ferry boat must come in ${where}.`, {
        ...{ group: 'parent', view: 'disagree' },
      });
    for (const words of [
      'Too dear.',
      'The hall leaks.',
      'Why now?',
      'My son reads.',
      'Fine.',
      'No.',
    ])
      await says('Fay Wood', words, { group: 'staff', view: 'agree' });
    await check('codes/suggestions', 'suggestions');
    await look.getByRole('heading', { name: 'Ferry boat' }).waitFor();
    await check('codes/BUS', 'code');

    await first.goto(`${base}/codes/agreement`);
    await first.getByLabel('How many replies').fill('1');
    await first.getByRole('button', { name: 'Draw' }).press('Enter');
    await check(`codes/agreement/read/${cal}`, 'second');
    await second.goto(`${base}/codes/agreement/read/${cal}`);
    await second.getByLabel('No code fits').press('Space');
    await second.getByRole('button', { name: 'Record this' }).press('Enter');
    await second.getByText('Where they differ').waitFor();
    await check('codes/agreement', 'agreement');
    await check('report', 'report');
    await check('themes/new', 'theme');
    await check(`codes/agreement/decide/${cal}`, 'decide');
  }, 600_000);
});
