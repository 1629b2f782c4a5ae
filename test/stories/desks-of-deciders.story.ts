import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { filePapers, keepDraft } from '#cases';
import { anAskedBody, anotherDiocese } from '../support/asked-body.js';
import type { AskedBody } from '../support/asked-body.js';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aVote, theTrust } from '../support/journey-builder.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(300_000);

describe('the desks of those who decide, in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await desk.close();
  });

  async function contextFor(person: string, script = true): Promise<BrowserContext> {
    const session = await aSession(desk.office.pool, person);
    return contextOf(browser, server.url, { session, script });
  }

  const press = async (page: Page, name: string | RegExp) =>
    Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()]);

  async function check(context: BrowserContext, path: string, name: string): Promise<void> {
    const page = await context.newPage();
    const answer = await page.goto(path);
    expect([path, answer?.status()]).toEqual([path, 200]);
    await checkPage(page, name);
    await page.close();
  }

  /** Goes through the pages of a consent on conditions, up to the one that is signed. */
  async function prepare(page: Page, { path }: AskedBody, at = async (_name: string) => {}) {
    await page.goto(`${path}/decide`);
    await at('decide');
    await page.getByLabel('Consent, on conditions').check();
    await press(page, 'Continue');
    await at('condition-words');
    await page
      .getByLabel('What must be done?')
      .fill('The articles of the trust keep a Church majority of members and directors.');
    await page.getByLabel('Before the funding agreement is signed').check();
    await press(page, 'Keep this condition');
    await page.getByLabel('Yes').check();
    await press(page, 'Continue');
    await page
      .getByLabel('What must be done?')
      .fill('The trust adopts the diocese’s scheme of delegation for Church schools.');
    await page.getByLabel('Before the academy opens').check();
    await press(page, 'Keep this condition');
    await at('conditions');
    await page.getByLabel('No', { exact: true }).check();
    await press(page, 'Continue');
    await at('extent');
    await press(page, 'Continue');
    await at('words');
    await page
      .getByLabel('Do you want to say anything with it?')
      .fill('The board thanks the governors for the care with which the papers were prepared.');
    await press(page, 'Continue');
    await page.getByLabel('Office').fill('Diocesan Director of Education');
    await page.getByLabel('Authority').fill('Minute 12 of the meeting of 4 June 2026');
    await at('signatory');
    await press(page, 'Continue');
    await at('check');
  }

  async function sign(page: Page): Promise<void> {
    for (const statement of [/I have read the papers/, /I am authorised/]) {
      await page.getByLabel(statement).focus();
      await page.keyboard.press('Space');
    }
    await page.getByLabel('Type your full name').focus();
    await page.keyboard.type('a  faith-officer');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  }

  it('shows a body its empty desk', async () => {
    const stranger = await contextFor((await anotherDiocese(desk)).person);
    await check(stranger, '/desk', 'faith-desk-empty');
    await stranger.close();
  });

  it('shows a body what it is asked', async () => {
    const asked = await anAskedBody(desk);
    const officer = await contextFor(asked.officer.person);
    await check(officer, '/desk', 'faith-desk');
    await check(officer, asked.path, 'faith-consent');
    await check(officer, `${asked.path}/more`, 'faith-more');
    await officer.close();
  });

  it('takes a body to a decision on conditions, signed by keyboard', async () => {
    const asked = await anAskedBody(desk);
    const officer = await contextFor(asked.officer.person);
    const page = await officer.newPage();
    await prepare(page, asked, (name) => checkPage(page, `faith-${name}`));
    await press(page, 'Give this consent on these conditions');
    await checkPage(page, 'faith-check-faults');
    await sign(page);
    await checkPage(page, 'faith-done');
    await officer.close();
  });

  it('shows a body its conditions, and what can be done after a decision', async () => {
    const asked = await anAskedBody(desk);
    const officer = await contextFor(asked.officer.person);
    const page = await officer.newPage();
    await prepare(page, asked);
    await sign(page);
    await page.close();

    const { actor, form } = await desk.act(asked.id);
    const paper = { ...(await desk.paper('articles')), title: 'Articles of Oak Learning Trust' };
    await filePapers(desk.office, { actor, caseId: asked.id, form }, [paper]);
    const { conditions } = (await desk.stored(asked.id)).snapshot.consents['diocesan-authority']!
      .context;
    await check(officer, `${asked.path}/conditions/${conditions[0]!.id}`, 'faith-condition');
    await check(officer, asked.path, 'faith-consent-conditional');
    await check(officer, `${asked.path}/withdraw`, 'faith-withdraw');
    await check(officer, '/desk', 'faith-desk-full');
    await officer.close();
  });

  it('lets a body decide without JavaScript', async () => {
    const asked = await anAskedBody(desk);
    const officer = await contextFor(asked.officer.person, false);
    const page = await officer.newPage();
    await prepare(page, asked);
    await sign(page);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Your consent is given, with conditions',
    );
    await officer.close();
  });

  it('tells a body that the papers changed', async () => {
    const asked = await anAskedBody(desk);
    const officer = await contextFor(asked.officer.person);
    const draft = { papersHash: 'earlier', decision: 'granted', conditions: [] };
    const seenVersion = (await desk.stored(asked.id)).version;
    const kept = { task: 'decide:diocesan-authority', seenVersion, answers: draft };
    const id = await keepDraft(desk.office.pool, asked.officer, asked.id, kept);
    const page = await officer.newPage();
    const answer = await page.goto(`${asked.path}/decide/${id}/check`);
    expect(answer?.status()).toBe(409);
    await checkPage(page, 'faith-papers-changed');
    await officer.close();
  });

  it('shows a chair where the school stands and what is missing', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    const locked = await contextFor((await desk.chairOf(id)).person);
    await check(locked, '/board', 'board-locked');
    await check(locked, `/board/cases/${id}/submit`, 'board-application-locked');
    await check(locked, `/board/cases/${id}/history`, 'board-history');
    await locked.close();
  });

  it('takes a chair from the declaration to the receipt', async () => {
    const ready = await desk.aCase('community');
    await desk.send(ready, 'trust.chosen', { trust: theTrust });
    await desk.send(ready, 'options.presented');
    await desk.send(ready, 'diligence.reported', { of: 'trust' });
    await desk.send(ready, 'equality.assessed');
    const { type: _type, on: _on, papers: _papers, minutes: _minutes, ...vote } = aVote();
    await desk.send(ready, 'board.resolved', { ...vote, papers: [] });
    await desk.send(ready, 'trust.consented');
    await desk.file(ready, 'applicationForm');
    const chair = await contextFor((await desk.chairOf(ready)).person);
    await check(chair, '/board', 'board-ready');
    await check(chair, `/board/cases/${ready}/papers`, 'board-papers');
    const page = await chair.newPage();
    await page.goto(`/board/cases/${ready}/submit`);
    await checkPage(page, 'board-application');
    await page.getByLabel('Reference of the application').fill('A2B_1043');
    await press(page, 'Continue to the declaration');
    await checkPage(page, 'board-check');
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByLabel('Type your full name').fill('A chair');
    await press(page, 'Submit the application');
    await checkPage(page, 'board-submitted');
    await page.goto('/board');
    await checkPage(page, 'board-applied');
    await chair.close();
  });
});
