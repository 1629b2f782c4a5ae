import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { anAppliedCase } from '../support/completion.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(180_000);

const agreement = { document: 'commercial-transfer-agreement' };

describe('the pages from the decision to the opening in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;
  let clerk: BrowserContext;
  let id: string;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
    const session = await aSession(desk.office.pool, desk.clerk.person);
    clerk = await contextOf(browser, server.url, { session });
    id = await anAppliedCase(desk);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await desk.close();
  });

  async function check(path: string, name: string): Promise<void> {
    const page = await clerk.newPage();
    const answer = await page.goto(`/cases/${id}${path}`);
    expect([path, answer?.status()]).toEqual([path, 200]);
    await checkPage(page, `completion-${name}`);
    await page.close();
  }

  it('has no fault where the decision is recorded with its reasons', async () => {
    await check('/steps/record-dfe-decision?q=declined', 'declined');
  });

  it('has no fault on the conditions, the tasks and the date', async () => {
    await desk.send(id, 'dfe.decided', {
      outcome: 'approved-with-conditions',
      decidedBy: 'Minister',
      conditions: [{ id: 'condition-1' }, { id: 'condition-2' }],
    });
    await desk.send(id, 'dfe.condition-met', { condition: 'condition-1' });
    const reasons = ['land'];
    const dated = { opens: '2027-04-01', standing: 'provisional', reasons: [] };
    await desk.send(id, 'opening-date.set', dated);
    await desk.send(id, 'opening-date.set', {
      ...{ opens: '2027-06-01', standing: 'confirmed' },
      ...{ reasons, noted: reasons },
    });
    await check('/completion', 'page');
    await check('/steps/set-opening-date', 'date');
  });

  it('has no fault on the signatures and the staff', async () => {
    const file = await desk.file(id, 'commercialTransferAgreement');
    await desk.send(id, 'document.received', { ...agreement, file });
    await desk.send(id, 'document.cleared', {
      ...agreement,
      letter: await desk.file(id, 'correspondence'),
    });
    await desk.send(id, 'document.signed', { ...agreement, party: 'trust', file });
    await check('/completion/documents', 'documents');
    await check('/completion/staff', 'staff');
  });
});
