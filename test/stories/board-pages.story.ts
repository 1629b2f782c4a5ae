import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { openSession } from '#identity';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aMeetingHeld } from '../support/board-desk.js';
import type { MeetingHeld } from '../support/board-desk.js';
import { aWebServer, type WebServer } from '../support/web.js';

jest.setTimeout(180_000);

describe('the pages of a board in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;
  let clerk: BrowserContext;
  let held: MeetingHeld;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
    const session = await openSession(desk.office.pool, { person: desk.clerk.person });
    clerk = await contextOf(browser, server.url, { session });
    held = await aMeetingHeld(desk);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await desk.close();
  });

  it('have no fault', async () => {
    const board = `/cases/${held.caseId}/board`;
    const meeting = `${board}/meetings/${held.meeting}`;
    const pages = {
      'board-roll': board,
      'board-meeting': meeting,
      'board-item': `${meeting}/items/${held.item}`,
    };
    const page = await clerk.newPage();
    for (const [name, path] of Object.entries(pages)) {
      expect([path, (await page.goto(path))?.status()]).toEqual([path, 200]);
      await checkPage(page, name);
    }
  });
});
