import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openSession } from '#identity';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { anAskedPerson, anOpenConsultation } from '../support/consultation.js';
import type { AskedCase } from '../support/consultation.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

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
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await page.getByLabel('What do you want to say?').fill('Our bus stops at the gate.\nWill it?');
    await checkPage(page, 'reply-3-words');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await checkPage(page, 'reply-4-you');
    await page.getByRole('button', { name: 'Continue' }).press('Enter');
    await checkPage(page, 'reply-5-check');
    await page.getByRole('button', { name: 'Send your reply' }).press('Enter');
    await page.getByText('Your reply is received').waitFor();
    await checkPage(page, 'reply-6-receipt');
    await page.goto('/reply');
    await checkPage(page, 'reply-7-mine');
    await page.getByRole('link', { name: 'Withdraw this reply' }).press('Enter');
    await checkPage(page, 'reply-8-withdraw');
  }, 120_000);

  it('work without scripts', async () => {
    const { key } = await anAskedPerson(web.database.pool, asked, web.settings.secretKeys);
    const page = await opened(await contextOf(chromium, web.url, { script: false }), `/r/${key}`);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByLabel('I agree with the proposal').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Send your reply' }).click();
    expect(await page.getByText('Your reply is received').count()).toBe(1);
  }, 60_000);
});
