import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findConsultation, publication, responses } from '#consultation';
import { consultationDesk, launchConsultation, passDeadlines } from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { anAskedPerson } from '../support/consultation.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

let desk: CaseDesk;
let web: WebServer;
let chromium: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  chromium = await openChromium();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await web.close();
  await desk.close();
});

const enter = (consultation: string, words: string) =>
  inTransaction(desk.office.pool, (tx) =>
    responses.enter(tx, desk.clerk, {
      ...{ consultation, receivedOn: '2061-02-22', channel: 'paper', words },
      ...{ consultee: null, author: null, group: 'parent', view: null, publish: 'unnamed' },
    }),
  );

describe('what a consultation tells people', () => {
  it('is written, read and answered on pages without a fault, with and without scripts', async () => {
    const { pool } = desk.office;
    await desk.moveClock('2061-01-10T09:00:00Z');
    const caseId = await desk.aCase();
    await desk.send(caseId, 'trust.chosen', { trust: theTrust });
    const consultation = (await findConsultation(pool, { caseId }))!;
    const session = await aSession(pool, desk.clerk.person);
    const context = await contextOf(chromium, web.url, { session });
    const page = await context.newPage();
    const check = async (path: string, name: string): Promise<void> => {
      const answer = await page.goto(`/cases/${caseId}/consultation/${path}`);
      expect([path, answer?.status()]).toEqual([path, 200]);
      await checkPage(page, `consultation-text-${name}`);
    };

    await check('text', 'empty');
    await desk.file(caseId, 'consultationDocument');
    await check('text/alternatives', 'section');
    await page.getByLabel('Page or heading').fill('Page 4');
    await page.getByRole('button', { name: 'Save' }).click();
    await checkPage(page, 'consultation-text-faults');

    const plain = await contextOf(chromium, web.url, { session, script: false });
    const still = await plain.newPage();
    await still.goto(`/cases/${caseId}/consultation/text/alternatives`);
    await still.getByLabel('Write it here').fill('To stay as we are.');
    await still.getByRole('button', { name: 'Save' }).click();
    expect(await still.getByText('“What else the board considered” is saved.').count()).toBe(1);
    await plain.close();

    await desk.writeText(caseId, { without: ['alternatives'] });
    await check('text', 'written');
    const document = await desk.file(caseId, 'consultationDocument');
    const window = { consultation: consultation.id, document, closesOn: '2061-02-21' };
    await launchConsultation(desk.office, await desk.act(caseId), { ...window, closesAt: '17:00' });
    await inTransaction(pool, async (tx) => {
      const asked = { consultation: consultation.id, question: 'Will the uniform change?' };
      await publication.answer(tx, desk.clerk, { ...asked, number: null, answer: 'No.' });
      await publication.answer(tx, desk.clerk, { ...asked, number: 1, answer: 'Not soon.' });
    });
    await check('answers', 'answers');
    await check('answers/new', 'answer');
    const asked = { caseId, clerk: desk.clerk, consultation };
    const { key } = await anAskedPerson(pool, asked, web.settings.secretKeys);

    const anybody = await contextOf(chromium, web.url);
    const reader = await anybody.newPage();
    await reader.goto(`/consultations/${consultation.id}`);
    expect(await reader.getByText('To stay as we are.').count()).toBe(1);
    await checkPage(reader, 'consultation-text-public');
    await reader.getByRole('link', { name: /^Version/ }).click();
    await checkPage(reader, 'consultation-text-version');
    await reader.goto(`/r/${key}`);
    await reader.getByText('What else the board considered').press('Enter');
    await checkPage(reader, 'consultation-text-reply');
    await anybody.close();

    await desk.moveClock('2061-02-22T09:00:00Z');
    await passDeadlines(pool, desk.office.baseUrl);
    await enter(consultation.id, 'The uniform costs too much.');
    await check('themes', 'no-theme');
    await check('themes/new', 'theme');
    await page.getByLabel('Theme', { exact: true }).fill('What the uniform costs');
    await page.getByLabel('What was said').fill('It is dear.');
    await page.getByRole('button', { name: 'Save' }).click();
    await checkPage(page, 'consultation-theme-faults');
    await page.getByLabel('R-0001').check();
    await page.getByLabel('Words to quote').fill('costs too much');
    await page.getByLabel('Accepted in part').check();
    await page.getByLabel('Why').fill('The board asks the trust.');
    await page.getByRole('button', { name: 'Save' }).click();
    await checkPage(page, 'consultation-themes');
    await check('themes/1/take-out', 'theme-out');
    await check('report', 'report');
    const alone = await context.newPage();
    await alone.setContent(await (await page.request.get(`${page.url()}/file`)).text());
    await checkPage(alone, 'consultation-report-file');
    await alone.close();
    await page.getByRole('button', { name: 'Issue this report' }).press('Enter');
    expect(await page.getByText('The report is issued.').count()).toBe(1);
    await checkPage(page, 'consultation-report-issued');
    await enter(consultation.id, 'Too late?');
    await check('later', 'later');
    const [reply] = (await consultationDesk.laterReplies(pool, caseId))!;
    await check(`later/${reply!.id}`, 'later-reply');
    await context.close();
  }, 600_000);
});
