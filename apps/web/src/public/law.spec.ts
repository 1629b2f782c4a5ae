import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aWebServer, type WebServer } from '../../../../test/support/web.js';

describe('the pages of the law', () => {
  let server: WebServer;
  beforeAll(async () => {
    server = await aWebServer();
  });
  afterAll(() => server.close());

  const read = (path: string) => server.browser().get(path);
  const links = (text: string) => [...text.matchAll(/href="\/law\/(R\w+)"/g)].map(([, id]) => id);

  it('show the rules of a day, before and since the law changed', async () => {
    const before = links((await read('/law?on=2026-06-28')).text);
    const since = await read('/law?on=2026-06-29');

    expect(before).toEqual(expect.arrayContaining(['R44a', 'R45a']));
    expect(before).not.toContain('R44');
    expect(links(since.text)).toContain('R44');
    expect(links(since.text)).not.toContain('R44a');
    expect(since.text).toContain('Older rules that go on for some schools');
    expect(links(since.text).at(-1)).toBe('R45a');
  });

  it('show a rule with its source, its dates and the others on the same matter', async () => {
    const { status, text } = await read('/law/R44');

    expect(status).toBe(200);
    expect(text).toContain('https://www.legislation.gov.uk/ukpga/2026/21/section/58');
    expect(text).toContain('29 June 2026');
    expect(links(text)).toEqual(['R44', 'R44a', 'R44b']);
  });

  it('know no rule that is not there', async () => {
    expect((await read('/law/R999')).status).toBe(404);
  });
});
