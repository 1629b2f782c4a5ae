import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { responses } from '#consultation';
import { markLetter } from '#mail';
import { inTransaction } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { anAskedPerson, launched } from '../support/consultation.js';
import type { AskedCase } from '../support/consultation.js';
import { aSession } from '../support/session.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
const aFile = (name: string, mimeType: string, text: string) => ({
  ...{ name, mimeType, buffer: Buffer.from(text) },
});

let desk: CaseDesk;
let web: WebServer;
let chromium: Browser;
let asked: AskedCase;
let page: Page;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  chromium = await openChromium();
  const { clerk } = desk;
  const caseId = await desk.aCase();
  asked = { caseId, clerk, consultation: await launched(desk.office.pool, { caseId, clerk }) };
  const session = await aSession(desk.office.pool, clerk.person);
  page = await (await contextOf(chromium, web.url, { session })).newPage();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await web.close();
  await desk.close();
});

async function go(path: string): Promise<void> {
  const answer = await page.goto(`/cases/${asked.caseId}/consultation${path && '/'}${path}`);
  expect([path, answer?.status()]).toEqual([path, 200]);
}

const look = (name: string) => checkPage(page, `channels-${name}`);

async function fillDay(name: string): Promise<void> {
  const { rows } = await desk.office.pool.query<{ today: string }>(
    `SELECT to_char(assent_now() AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS today`,
  );
  const [year, month, day] = rows[0]!.today.split('-');
  for (const [part, value] of Object.entries({ day, month, year }))
    await page.locator(`[name="${name}-${part}"]`).fill(value!);
}

describe('what a clerk types in', () => {
  it('a petition with its scan, and who checks it', async () => {
    await go('responses/enter/petition');
    await page.getByRole('button', { name: 'Record this petition' }).click();
    await look('petition');
    await page.getByLabel('What is it called?').fill('Keep Hillside as it is');
    await page.getByLabel('Who handed it in?').fill('Dana Fox');
    await page.getByLabel('How many signed it').fill('200');
    await fillDay('receivedOn');
    await page.getByLabel('The words that people signed').fill('We ask the board to wait.');
    await page
      .getByLabel('Scan of the petition')
      .setInputFiles(aFile('p.pdf', 'application/pdf', PDF));
    await page.getByRole('button', { name: 'Record this petition' }).click();
    await page.getByText('It is recorded as').waitFor();
    await look('replies');
    await go('responses/second-looks');
    await look('second-looks');
    const [line] = await responses.list(desk.office.pool, asked.consultation.id);
    await go(`responses/${line!.id}`);
    await look('response');
    await go(`responses/${line!.id}/look`);
    await look('own-typing');
    await go(`responses/${line!.id}/same-person`);
    await look('same-person');
  }, 300_000);

  it('a meeting with the views spoken there, a letter, and a ballot of others', async () => {
    await go('responses/enter/organisation');
    await look('organisation');
    await go('responses/meetings');
    await fillDay('heldOn');
    await page.getByLabel('Where was it?').fill('School hall');
    await page.getByLabel('Whom was it for?').fill('Parents of Year 6, about 40 came');
    await page.getByLabel('Who wrote down').fill('Ann Lot');
    await look('meetings');
    await page.getByRole('button', { name: 'Name this meeting' }).click();
    await page.getByLabel('What was said').fill('Will the uniform change?');
    await page.getByRole('button', { name: 'Record this view' }).click();
    await page.getByText('You can enter the next.').waitFor();
    await look('meeting');
    await go('ballots');
    await page.getByLabel('Who held it?').fill('Hands Off Hillside');
    await page.getByLabel('What was asked?').fill('Are you against?');
    await fillDay('heldOn');
    await page.getByLabel('The result, as they state it').fill('212 against');
    await page.getByLabel('What shows it').setInputFiles(aFile('b.pdf', 'application/pdf', PDF));
    await page.getByRole('button', { name: 'Keep this ballot' }).click();
    await page.getByText('It is no reply.').first().waitFor();
    await look('ballots');
  }, 300_000);

  it('an online survey, from its file to its replies', async () => {
    await go('responses/import');
    await look('survey-file');
    const csv = 'Response ID,Agree?,Why?\n1,Yes,Good for sport\n2,Perhaps,\n3,,\n';
    await page.getByLabel('CSV file').setInputFiles(aFile('s.csv', 'text/csv', csv));
    await page.getByRole('button', { name: 'Read the file' }).click();
    await page.getByLabel('What is the survey called?').fill('Spring survey');
    await page.getByLabel('Ours:').check();
    await look('survey-columns');
    await page.getByRole('button', { name: 'Continue' }).click();
    await look('survey-answers');
    await page.getByRole('button', { name: 'Continue' }).click();
    await look('survey-check');
    await page.getByRole('button', { name: 'Take 1 reply' }).click();
    await page.getByText('1 reply is in.').waitFor();
  }, 300_000);

  it('another way to somebody whose letter came back', async () => {
    const { pool } = desk.office;
    const { letter } = await anAskedPerson(pool, asked, web.settings.secretKeys);
    await inTransaction(pool, async (tx) => {
      await markLetter(tx, letter, 'sent', {});
      await markLetter(tx, letter, 'bounced', { answer: '550 5.1.1 No such user' });
    });
    await go('consultees/unreached');
    await look('unreached');
    await page.getByRole('link', { name: 'Amina Okafor' }).click();
    await look('reach');
    await page.getByLabel('I told them by telephone').check();
    await page.getByRole('button', { name: 'Note this' }).click();
    await page.getByText('They were told.').waitFor();
    await go('consultees/new');
    await look('new-person');
    await go('');
    await look('overview');
    // Some sixty looks by axe in this file: minutes on a busy machine.
  }, 300_000);
});
