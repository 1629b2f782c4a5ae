import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { launchConsultation } from '#cases';
import { responses } from '#consultation';
import { inTransaction } from '#platform';
import { CaseDesk } from '../support/case-desk.js';
import { crawl } from '../support/crawl.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer } from '../support/web.js';
import type { WebServer } from '../support/web.js';

const WORDS =
  'See <a href="https://evil.example/a" target="_blank">here</a>, https://evil.example/b, ' +
  '[this](https://evil.example/c) and javascript:alert(1).';

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

test('17: no page can be framed or reached back into, and no link leads out unguarded', async () => {
  await desk.moveClock('2041-01-06T09:00:00Z');
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const document = await desk.file(id, 'consultationDocument');
  await launchConsultation(desk.office, await desk.act(id), {
    ...{ consultation, document, closesOn: '2041-02-17', closesAt: '17:00' },
  });
  const reply = await inTransaction(desk.office.pool, (tx) =>
    responses.enter(tx, desk.clerk, {
      ...{ consultation, receivedOn: '2041-01-06', channel: 'paper', consultee: null },
      ...{ author: 'Nora Orr', group: 'parent', view: 'disagree', words: WORDS },
    }),
  );
  const clerk = await server.browserOf(desk.clerk.person);
  const own = `/cases/${id}/consultation/responses/${reply.id}`;
  const pages = await crawl(clerk, `/cases/${id}`, { most: 80 });
  for (const path of ['/', '/sign-in', '/reply', '/consultations', '/nowhere', own]) {
    pages.set(path, await clerk.get(path));
  }
  expect(pages.get(own)!.text).toContain('evil.example/b');
  expect(pages.size).toBeGreaterThan(60);
  for (const [path, { headers, text }] of pages) {
    const guards = [
      headers.get('content-security-policy')?.includes("frame-ancestors 'none'"),
      headers.get('x-frame-options'),
      headers.get('cross-origin-opener-policy'),
    ];
    expect([path, ...guards]).toEqual([path, true, 'DENY', 'same-origin']);
    for (const [link] of text.matchAll(/<a\b[^>]*href="(?:https?:)?\/\/[^>]*>/g)) {
      if (link.includes(server.url)) continue;
      expect([path, link]).toEqual([path, expect.stringMatching(/rel="[^"]*noreferrer/)]);
    }
    expect(text).not.toMatch(/href="[^"]*evil\.example|href="javascript:|target="_blank"/);
  }
});
