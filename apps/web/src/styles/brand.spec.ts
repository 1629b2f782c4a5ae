import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aWebServer, type WebServer } from '../../../../test/support/web.js';
import { BUILT_PUBLIC, WEB_SOURCE } from '../http/views.js';

/** What only services of GOV.UK may show, and what would fetch or name their typeface. */
const NOT_OURS =
  /GDS Transport|govuk-footer__crown|govuk-crest|govuk-logo|Crown copyright|govuk-logotype|@font-face|url\(/i;

describe('the brand', () => {
  let server: WebServer;
  beforeAll(async () => {
    server = await aWebServer();
  });
  afterAll(() => server.close());

  it('is our own in every file that is built or served', async () => {
    const names = [BUILT_PUBLIC, join(WEB_SOURCE, 'public', 'assets')].flatMap((folder) =>
      readdirSync(folder),
    );
    expect(names).toEqual(expect.arrayContaining(['app.css', 'favicon.svg']));
    for (const name of [...names, 'govuk-frontend.js']) {
      const { status, text } = await server.browser().get(`/assets/${name}`);
      expect([name, status]).toEqual([name, 200]);
      expect(NOT_OURS.exec(text)?.[0] ?? `${name} is ours`).toBe(`${name} is ours`);
    }
  });

  it('is our own on every page', async () => {
    for (const path of ['/', '/sign-in', '/accessibility', '/cookies', '/nowhere']) {
      const { text } = await server.browser().get(path);
      expect(text).not.toMatch(NOT_OURS);
      expect(text).not.toMatch(/GOV\.UK|class="govuk-(header|footer)[ "]/);
      expect(text).toContain('This is not a Department for Education service.');
    }
  });

  it('asks for nothing from elsewhere', () => {
    const css = readFileSync(join(BUILT_PUBLIC, 'app.css'), 'utf8');
    expect(css).not.toMatch(/@import|url\(/);
  });
});
