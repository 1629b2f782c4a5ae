import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aWebServer, type WebServer } from '../../../../test/support/web.js';

describe('the rules of a case', () => {
  let desk: CaseDesk;
  let server: WebServer;
  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
  });
  afterAll(async () => {
    await server.close();
    await desk.close();
  });

  it('say that none are newer, and which were applied on a day', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'options.presented');
    const clerk = await server.browserOf(desk.clerk.person);

    const { text } = await clerk.get(`/cases/${id}/rules?on=${await desk.today()}`);
    expect(text).toContain('No newer rules are in force.');
    expect(text).toContain('href="/law/R50"');
    expect((await clerk.get(`/cases/${id}/rules?on=2026-01-01`)).text).not.toContain('/law/R50');
  });

  it('are not there for another desk', async () => {
    const other = await server.browserOf(desk.otherClerk.person);
    expect((await other.get(`/cases/${await desk.aCase()}/rules`)).status).toBe(404);
  });
});
