import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aWebServer, type WebServer } from '../../../../test/support/web.js';

describe('the ground', () => {
  let server: WebServer;
  beforeAll(async () => {
    server = await aWebServer();
  });
  afterAll(() => server.close());

  it('shows the start page', async () => {
    const b = server.browser();
    for (const p of ['/nowhere', '/readyz', '/%zz', '/account?x=1', '/assets/app.css']) {
      const { status, headers, text } = await b.get(p);
      console.log(p, status, text.slice(0, 300), headers);
    }
    console.log(server.lines.filter((l) => l.includes('broken')));
  });
});
