import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { publication } from '#consultation';
import { inTransaction } from '#platform';
import {
  anAskedPerson,
  anOpenConsultation,
  writeText,
} from '../../../../test/support/consultation.js';
import type { AskedCase } from '../../../../test/support/consultation.js';
import { aWebServer, marksIn } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';

const MOST_BYTES = 60_000;
const MOST_REQUESTS = 2;

let web: WebServer;
let pool: Pool;
let asked: AskedCase;
let browser: Browser;

beforeAll(async () => {
  web = await aWebServer();
  pool = web.database.pool;
  asked = await anOpenConsultation(pool);
  const { clerk, consultation } = asked;
  await writeText(pool, clerk, consultation.id);
  const published = { consultation: consultation.id, document: consultation.document! };
  await inTransaction(pool, (tx) => publication.publish(tx, clerk, published));
  const { key } = await anAskedPerson(pool, asked, web.settings.secretKeys);
  browser = web.browser();
  await browser.get(`/r/${key}`);
}, 30_000);
afterAll(() => web.close());

interface Transfer {
  /** What goes over the wire: the status line, the headers and the body as it was packed. */
  readonly bytes: number;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

/** One request as a browser makes it, with its answer left packed. */
function transfer(path: string): Promise<Transfer> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, accept: 'text/html', 'accept-encoding': 'gzip, br' };
  return new Promise((resolve, reject) => {
    request(`${web.url}${path}`, { headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        const head = answer.rawHeaders.join('').length + 2 * answer.rawHeaders.length + 17;
        const text = body.toString('utf8');
        resolve({ bytes: head + body.length, text, headers: answer.headers });
      });
    })
      .on('error', reject)
      .end();
  });
}

/** Everything that a browser asks for beside the page itself. */
function resourcesIn(html: string): readonly string[] {
  const found = [
    ...html.matchAll(/<link\b[^>]*\bhref="([^"]+)"/g),
    ...html.matchAll(
      /<(?:script|img|iframe|source|video|audio|object)\b[^>]*\b(?:src|data)="([^"]+)"/g,
    ),
    ...html.matchAll(/\bfrom\s*'([^']+)'/g),
    ...html.matchAll(/\bimport\('([^']+)'\)/g),
  ].map(([, address]) => address!);
  return [...new Set(found.filter((address) => !address.startsWith('data:')))];
}

it.each(['', '/answer', '/check', '/receipt'])(
  'the page /reply%s and all that it asks for are small, and are asked for once',
  async (step) => {
    await reach(step);
    const page = await transfer(`/reply${step}`);
    expect(page.text).toContain('</html>');
    const resources = resourcesIn(page.text);
    expect(resources[0]).toContain('.css');
    expect(resources.length).toBeLessThanOrEqual(MOST_REQUESTS);
    let bytes = page.bytes;
    for (const address of resources) {
      const resource = await transfer(address);
      expect(resource.headers['cache-control']).toContain('immutable');
      bytes += resource.bytes;
      const plain = await browser.get(address);
      // Nothing that is asked for asks for more: no font, no picture, no other sheet.
      if (address.includes('.css')) expect(plain.text).not.toMatch(/@import|url\((?!["']?data:)/);
    }
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  },
);

const ANSWERS: Readonly<Record<string, Record<string, string>>> = {
  '/answer': { view: 'agree', words: 'My words.', group: 'parent' },
  '': { publish: 'unnamed' },
};

/** Answers what comes before a step. */
async function reach(step: string): Promise<void> {
  const before = { '/check': '/answer', '/receipt': '' }[step];
  if (before === undefined) return;
  const path = before === '' ? '/reply/check' : `/reply${before}`;
  const { text } = await browser.get(path);
  const fields = text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const hidden = Object.fromEntries([...fields].map(([, name, value]) => [name!, value!]));
  const to = before === '' ? '/reply/send' : path;
  const answers = { ...hidden, ...marksIn(text), ...ANSWERS[before] };
  expect((await browser.post(to, answers)).status).toBe(303);
}
