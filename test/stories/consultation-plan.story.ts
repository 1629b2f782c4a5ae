import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchConsultation, passDeadlines } from '#cases';
import { findConsultation, responses } from '#consultation';
import { CaseDesk } from '../support/case-desk.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { anAskedPerson, aReceivedMail } from '../support/consultation.js';
import { theTrust } from '../support/journey-builder.js';
import { aSession } from '../support/session.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

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

describe('what a consultation asks', () => {
  it('is written, answered, marked, counted and asked again on pages without a fault', async () => {
    const { pool, baseUrl } = desk.office;
    await desk.moveClock('2063-01-10T09:00:00Z');
    const caseId = await desk.aCase();
    await desk.send(caseId, 'trust.chosen', { trust: theTrust });
    const consultation = (await findConsultation(pool, { caseId }))!;
    const session = await aSession(pool, desk.clerk.person);
    const context = await contextOf(chromium, web.url, { session });
    const page = await context.newPage();
    const base = `/cases/${caseId}/consultation`;
    const check = async (path: string, name: string): Promise<void> => {
      const answer = await page.goto(`${base}/${path}`);
      expect([path, answer?.status()]).toEqual([path, 200]);
      await checkPage(page, `consultation-plan-${name}`);
    };

    await check('questions', 'empty');
    await page.getByRole('link', { name: 'What matters most to you?' }).click();
    await checkPage(page, 'consultation-plan-question');
    await page.getByRole('button', { name: 'Add this question' }).click();
    await page.getByRole('link', { name: 'What concerns you about the proposal?' }).click();
    await page.getByRole('button', { name: 'Add this question' }).click();
    await page.getByRole('button', { name: 'Move up' }).press('Enter');
    await checkPage(page, 'consultation-plan-questions');
    await check('text/facts?ready=yes', 'facts');
    await page.getByRole('button', { name: 'Save' }).click();
    await checkPage(page, 'consultation-plan-facts-faults');

    await desk.writeText(caseId);
    const document = await desk.file(caseId, 'consultationDocument');
    const window = { consultation: consultation.id, document, closesOn: '2063-02-21' };
    await launchConsultation(desk.office, await desk.act(caseId), { ...window, closesAt: '17:00' });
    const asked = { caseId, clerk: desk.clerk, consultation };
    const { key, letter } = await anAskedPerson(pool, asked, web.settings.secretKeys);

    const anybody = await contextOf(chromium, web.url);
    const reader = await anybody.newPage();
    await reader.goto(`/consultations/${consultation.id}`);
    await checkPage(reader, 'consultation-plan-public');
    await reader.goto(`/r/${key}`);
    await reader.goto('/reply/answer');
    await checkPage(reader, 'consultation-plan-reply');
    await anybody.close();

    const from = 'amina@example.org';
    await aReceivedMail(pool, { from, letter, answer: 'Sport matters. The bus worries me.' });
    const [reply] = await responses.list(pool, consultation.id);
    await check(`responses/${reply!.id}`, 'reply-of-a-mail');
    await check(`responses/${reply!.id}/answers`, 'marking');
    await page.getByLabel('What concerns you about the proposal?').fill('The bus worries me.');
    await page.getByRole('button', { name: 'Record what it answers' }).click();
    await check('responses/enter', 'enter');
    await check('questions', 'counts');

    await desk.moveClock('2063-02-22T09:00:00Z');
    await passDeadlines(pool, baseUrl);
    await page.goto(base);
    await checkPage(page, 'consultation-plan-closed');
    await page.getByRole('link', { name: 'Open the consultation again' }).click();
    await checkPage(page, 'consultation-plan-reopen');
    await context.close();
  }, 600_000);
});
