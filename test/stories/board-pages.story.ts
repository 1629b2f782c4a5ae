import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { boardRoom } from '#cases';
import { boardRules } from '#governance';
import type { Actor } from '#platform';
import { checkPage, contextOf, openChromium } from '../support/browser.js';
import { CaseDesk } from '../support/case-desk.js';
import { aMeetingHeld, boardAct, seatBoard } from '../support/board-desk.js';
import type { MeetingHeld } from '../support/board-desk.js';
import { aWebServer, type WebServer } from '../support/web.js';
import { aSession } from '../support/session.js';

jest.setTimeout(180_000);

describe('the pages of a board in a browser', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let browser: Browser;
  let clerk: BrowserContext;
  let governor: BrowserContext;
  let administrator: BrowserContext;
  let held: MeetingHeld;
  let federated: string;
  let resolution: string;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    browser = await openChromium();
    clerk = await as(desk.clerk);
    held = await aMeetingHeld(desk);
    governor = await as(await aGovernorWhoAsks());
    administrator = await as(await desk.memberOf(desk.clerk.body!, 'administrator'));
    await procedureOf(held.caseId);
  });

  async function as({ person }: Pick<Actor, 'person'>): Promise<BrowserContext> {
    const session = await aSession(desk.office.pool, person);
    return contextOf(browser, server.url, { session });
  }

  /** A governor with a desk, who asks for a meeting there. */
  async function aGovernorWhoAsks(): Promise<Actor> {
    const seats = { parent: 1 } as const;
    const members = await seatBoard(desk, held.caseId, seats, 'asks.example.org');
    const { person } = members.find((member) => member.person !== null)!;
    const { board } = await boardRoom.boardOf(desk.office.pool, desk.clerk, held.caseId);
    const actor = { person: person!, role: 'governor', body: board } as const;
    const wish = { words: 'To hear the unions.' };
    await boardRoom.joinRequisition(desk.office, boardAct(held.caseId, actor), wish);
    return actor;
  }

  /** A requisition that waits, and a standing resolution on taking part from elsewhere. */
  async function procedureOf(caseId: string): Promise<void> {
    const act = () => boardAct(caseId, desk.clerk);
    const document = await desk.file(caseId, 'meetingRequisition');
    await boardRoom.recordRequisition(desk.office, act(), {
      words: 'To consider another trust.',
      receivedOn: await desk.today(),
      members: held.members.slice(0, 3).map(({ id }) => id),
      shownBy: { document },
    });
    const words = 'Governors may take part by video.';
    const remote = { resolvedOn: '2026-01-05', endsOn: null, words };
    await boardRoom.allowRemote(desk.office, act(), remote);
    const urn = await desk.aSchool('community');
    await desk.asOwner(
      `UPDATE school SET federation_flag = 'Supported by a federation', federation_code = '777',
         federation_name = 'The Two Schools' WHERE urn = '${urn}'`,
    );
    federated = await desk.openCase(urn);
    await boardRoom.askForTest(desk.office, boardAct(federated, desk.clerk));
    const { board } = await boardRoom.boardOf(desk.office.pool, desk.clerk, caseId);
    resolution = (await boardRules.remotesOf(desk.office.pool, board))[0]!.id;
  }
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
    await visit(clerk, pages);
  });

  it('on its procedure have no fault', async () => {
    const board = `/cases/${held.caseId}/board`;
    const pages = {
      'board-convene': `${board}/meetings/convene`,
      'board-requisition': `${board}/requisitions/add`,
      'board-remote': `${board}/remote`,
      'board-remote-end': `${board}/remote/${resolution}/end`,
      'board-quorum': `${board}/quorum`,
      'board-federated': `/cases/${federated}/board`,
      'board-reported': `/cases/${federated}/steps/resolve-to-apply`,
    };
    await visit(clerk, pages);
  });

  it('of those who are asked have no fault', async () => {
    await visit(governor, { 'board-asking': `/board/cases/${held.caseId}/meetings` });
    await visit(administrator, { 'tests-asked': '/admin', 'law-tests-asked': '/admin/law' });
  });

  async function visit(context: BrowserContext, pages: Readonly<Record<string, string>>) {
    const page = await context.newPage();
    for (const [name, path] of Object.entries(pages)) {
      expect([path, (await page.goto(path))?.status()]).toEqual([path, 200]);
      await checkPage(page, name);
    }
  }
});
