import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { routesOf } from '../../apps/web/src/http/routes.js';
import { CaseDesk } from '../support/case-desk.js';
import { aWebServer } from '../support/web.js';
import type { Browser, WebServer } from '../support/web.js';

let desk: CaseDesk;
let server: WebServer;
let clerk: Browser;
let caseId: string;
beforeAll(async () => {
  desk = await CaseDesk.open();
  server = await aWebServer({ on: desk });
  clerk = await server.browserOf(desk.clerk.person);
  caseId = await desk.aCase();
});
afterAll(async () => {
  await server.close();
  await desk.close();
});

const SEARCHES = ['/cases', '/cases/open', '/consultations', '/law'];

test.each([
  ['a thousand words', Array(1_000).fill('ab').join('+')],
  ['signs of patterns', encodeURIComponent('(.*)+$[a-z]{9,}\\1|^(?<=x)')],
  ['wild cards', encodeURIComponent('%_%\\_\\')],
  ['SQL', encodeURIComponent("' OR 1=1; DROP TABLE cases; --")],
  ['a byte that Postgres cannot hold', '%00'],
  ['half of a sign', '%F0%9F'],
  ['a thousand signs on one letter', encodeURIComponent(`e${'\u0301'.repeat(300)}`)],
])('66: a search for %s ends soon and breaks nothing', async (_, words) => {
  for (const path of SEARCHES) {
    const began = performance.now();
    const { status } = await clerk.get(`${path}?q=${words}`);
    expect([path, status < 500, performance.now() - began < 3_000]).toEqual([path, true, true]);
  }
  expect((await clerk.get('/cases?q=hillside')).text).toContain(caseId);
});

test('66: a page that cannot be is shown as another or refused, and never the whole table', async () => {
  for (const page of ['-1', '0', '1e9', '1000000000', '99999999999999999999', 'NaN', '1.5', '']) {
    for (const path of [...SEARCHES, `/cases/${caseId}/timeline`, `/cases/${caseId}/letters`]) {
      const query = new URLSearchParams({
        page,
        after: page,
        before: page,
        most: page,
        size: page,
      });
      const { status } = await clerk.get(`${path}?${query.toString()}`);
      expect([path, page, status < 500]).toEqual([path, page, true]);
    }
  }
});

/** What no address of ours holds, and every address is tried with. */
const STRANGE = ['__proto__', '99999999999999999999', '..%2F..%2Fx', '%ED%A0%80'];
const QUERY =
  'q=%27&page=-1&after=1e9&draft=x&next=//evil.example&group[]=a&a[b][c]=1&__proto__=1&reply=%ED%A0%80&q=2';

test('66: no address and no query makes any page fail', async () => {
  const routes = routesOf(server.app).filter(
    // It tells whether the workers are there, and here are none.
    ({ method, path }) => method === 'GET' && path !== '/readyz',
  );
  const paths = routes.flatMap(({ path }) => {
    const own = path.replace(/^\/cases\/:id/, `/cases/${caseId}`);
    if (!own.includes(':')) return [`${own}?${QUERY}`];
    return STRANGE.map((part, at) => {
      const strange = own.replace(/:[a-z]+/gi, part);
      return at === 0 ? `${strange}?${QUERY}` : strange;
    });
  });
  expect(paths.length).toBeGreaterThan(200);
  const failed: string[] = [];
  for (let at = 0; at < paths.length; at += 8) {
    await Promise.all(
      paths.slice(at, at + 8).map(async (path) => {
        const { status } = await clerk.get(path);
        if (status >= 500) failed.push(`${status} ${path}`);
      }),
    );
  }
  expect(failed).toEqual([]);
});
