import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { desk as mailDesk, responses } from '#consultation';
import { addMembership } from '#identity';
import { inTransaction } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import {
  anAskedPerson,
  anOpenConsultation,
  aReceivedMail,
  launched,
} from '../support/consultation.js';
import type { AskedCase } from '../support/consultation.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

let web: WebServer;
let chromium: Browser;
let asked: AskedCase;

beforeAll(async () => {
  web = await aWebServer();
  chromium = await openChromium();
  asked = await anOpenConsultation(web.database.pool);
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await web.close();
});

async function opened(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

describe('the pages behind a letter’s link', () => {
  it('carry a parent from the letter to the receipt, with the keyboard alone', async () => {
    const { key } = await anAskedPerson(web.database.pool, asked, web.settings.secretKeys);
    const page = await opened(await contextOf(chromium, web.url), `/r/${key}`);
    expect(new URL(page.url()).pathname).toBe('/reply');
    await checkPage(page, 'reply-1-invited');
    await page.getByRole('button', { name: 'Start' }).press('Enter');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await checkPage(page, 'reply-2-view-missing');
    await page.getByLabel('I disagree with the proposal').press('Space');
    await page.getByLabel('What do you want to say?').fill('Our bus stops at the gate.\nWill it?');
    await page.getByRole('button', { name: 'Save and come back later' }).press('Enter');
    await page.getByText('Your draft is kept.').waitFor();
    await page.getByRole('button', { name: 'Go on with your reply' }).press('Enter');
    await checkPage(page, 'reply-3-answer');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.getByRole('button', { name: 'Send your reply' }).press('Enter');
    await checkPage(page, 'reply-4-check');
    await page.getByLabel('Yes, without my name').press('Space');
    await page.getByRole('button', { name: 'Send your reply' }).press('Enter');
    await page.getByText('Your reply is received').waitFor();
    await checkPage(page, 'reply-5-receipt');
    await page.goto('/reply');
    await checkPage(page, 'reply-6-mine');
    await page.getByRole('link', { name: 'Withdraw this reply' }).press('Enter');
    await checkPage(page, 'reply-7-withdraw');
  }, 300_000);

  it('work without scripts', async () => {
    const { key } = await anAskedPerson(web.database.pool, asked, web.settings.secretKeys);
    const page = await opened(await contextOf(chromium, web.url, { script: false }), `/r/${key}`);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByLabel('I agree with the proposal').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('No', { exact: true }).check();
    await page.getByRole('button', { name: 'Send your reply' }).click();
    expect(await page.getByText('Your reply is received').count()).toBe(1);
  }, 60_000);
});

describe('the clerk’s pages of a consultation', () => {
  it('have no fault, empty and full', async () => {
    const desk = await CaseDesk.open();
    const server = await aWebServer({ on: desk });
    const { pool } = desk.office;
    const caseId = await desk.aCase('voluntary-aided-church-of-england');
    const session = await aSession(pool, desk.clerk.person);
    const context = await contextOf(chromium, server.url, { session });
    const page = await context.newPage();
    const check = async (path: string, name: string): Promise<void> => {
      const answer = await page.goto(`/cases/${caseId}/consultation${path && '/'}${path}`);
      expect([path, answer?.status()]).toEqual([path, 200]);
      await checkPage(page, `clerk-consultation-${name}`);
    };

    await check('', 'overview');
    await check('consultees', 'nobody');
    await check('consultees/new', 'new');
    await check('consultees/import', 'import');
    await page.getByLabel('CSV file').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'name,email,group,address,colour\nKim Lee,lee@example.org,parent,,\n' +
          'Lou Lee,lee@example.org,parent,,\nTom Reed,,neighbour,4 Mill Lane,\nMax Moss,oops,staff,,\n',
      ),
    });
    await page.getByRole('button', { name: 'Read the file' }).click();
    await page.getByText('Check the list before you add it').waitFor();
    await checkPage(page, 'clerk-consultation-preview');
    await page.getByRole('button', { name: 'Add 3 people' }).click();

    const of = { caseId, clerk: desk.clerk };
    const asks = { ...of, consultation: await launched(pool, of) };
    await check('responses', 'no-replies');
    const ben = await anAskedPerson(pool, asks, server.settings.secretKeys, { name: 'Ben Low' });
    const { letter } = ben;
    const answer = 'I worry about the bus.\n\nWill the uniform stay as it is?';
    await aReceivedMail(pool, { from: 'amina@example.org', letter, answer });
    await aReceivedMail(pool, { from: 'stranger@example.org', letter, answer: 'For Ben: no.' });
    await aReceivedMail(pool, { from: 'lee@example.org', letter: null, answer: 'We agree.' });
    await aReceivedMail(pool, {
      from: 'amina@example.org',
      letter,
      answer: 'Away.',
      kind: 'automatic',
    });
    const lost = await aReceivedMail(pool, {
      from: 'x@example.org',
      letter: null,
      answer: 'Hello?',
    });
    await check('consultees', 'consultees');
    await check(`consultees/${ben.consultee}/remove`, 'remove');
    await check('responses', 'responses');
    await check('responses/enter', 'enter');
    const [, first] = await responses.list(pool, asks.consultation.id);
    await check(`responses/${first!.id}`, 'response');
    await check('desk', 'desk');
    const [mail] = await mailDesk.waiting(pool, caseId);
    await check(`desk/${mail!.inbound}`, 'desk-mail');
    await inTransaction(pool, (tx) =>
      addMembership(tx, {
        person: desk.clerk.person,
        body: desk.clerk.body!,
        role: 'administrator',
      }),
    );
    await page.goto('/unmatched');
    await checkPage(page, 'unmatched');
    await page.goto(`/unmatched/${lost}`);
    await checkPage(page, 'unmatched-mail');
    await context.close();
    await server.close();
    await desk.close();
    // Some fifty looks by axe: a minute and a half on a quiet machine, far more on a busy one.
  }, 600_000);
});
