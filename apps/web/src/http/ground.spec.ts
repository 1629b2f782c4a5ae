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
    for (const p of ['/sign-in','/sign-in/check-your-email','/signed-out','/accessibility','/cookies','/privacy','/contact','/nowhere','/readyz','/healthz','/account', '/assets/app.css']) {
    const { status, headers, text } = await b.get(p);
    console.log(p, status, text.slice(text.indexOf('<main'), text.indexOf('<footer')));
    }
    const a = await b.fill('/sign-in','/sign-in',{email:'x@y.org'});
    console.log(a);
    console.log(await b.fill('/sign-in','/sign-in',{email:'xy.org'}));
    console.log(server.lines.filter(l=>l.includes('defect')));
  });
});
