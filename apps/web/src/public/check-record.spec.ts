import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { responses } from '#consultation';
import type { EnteredResponse } from '#consultation';
import { launchConsultation, passDeadlines } from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { theTrust } from '../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';

const WORDS = 'The bus must stay.\nAnd the “green”.';

let desk: CaseDesk;
let web: WebServer;
let clerk: Browser;
let caseId: string;
let consultation: string;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  clerk = await web.browserOf(desk.clerk.person);
  await desk.moveClock('2041-01-06T09:00:00Z');
  caseId = await desk.aCase();
  await desk.send(caseId, 'trust.chosen', { trust: theTrust });
  consultation = await desk.writeText(caseId);
  const document = await desk.file(caseId, 'consultationDocument');
  const window = { consultation, document, closesOn: '2041-02-17', closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(caseId), window);
}, 30_000);
afterAll(async () => {
  await web.close();
  await desk.close();
});

const says = (words: string, more: Partial<EnteredResponse> & { supersedes?: string } = {}) =>
  inTransaction(desk.office.pool, (tx) =>
    responses.enter(tx, desk.clerk, {
      ...{ consultation, receivedOn: '2041-01-06', channel: 'paper', consultee: null },
      ...{ author: 'Nora Orr', group: 'parent', view: 'disagree', words, ...more },
    }),
  );
const proofOf = async (reference: string) =>
  (await responses.proofOf(desk.office.pool, consultation, reference))!;
/** Each check from another browser, as from another person. */
const check = (code: string, words = '') =>
  web.browser().fill('/check-a-record', '/check-a-record', { code, words });

async function issueReport(): Promise<void> {
  await desk.moveClock('2041-02-20T09:00:00Z');
  await passDeadlines(desk.office.pool, desk.office.baseUrl);
  const path = `/cases/${caseId}/consultation/report`;
  const { text } = await clerk.get(path);
  const [, form = ''] = /<form class="app-form"[^>]*\/report"([\s\S]*?)<\/form>/.exec(text)!;
  const hidden = form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const issue = Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!]));
  expect((await clerk.post(path, issue)).status).toBe(303);
}

describe('whoever holds the code of a receipt', () => {
  it('sees that the reply counts and the hash of its words, and never the words or the name', async () => {
    const { reference } = await says(WORDS);
    const { code, sha256 } = await proofOf(reference);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(sha256).toBe(createHash('sha256').update(WORDS).digest('hex'));
    const found = await check(code);
    expect(found.status).toBe(200);
    for (const shown of [reference, sha256!, 'It counts.', 'by paper', 'No report has been issued'])
      expect([shown, found.text.includes(shown)]).toEqual([shown, true]);
    for (const secret of ['Nora', 'bus', 'green', 'Disagree'])
      expect([secret, found.text.includes(secret)]).toEqual([secret, false]);
  });

  it('may type it as people type, and compare words as mail programs change them', async () => {
    const { code } = await proofOf('R-0001');
    const typed = code.replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase();
    const same = await check(typed, ` ${WORDS.replace('\n', ' \r\n')}\n`);
    expect(same.text).toContain('is the same as the words that count');
    const other = await check(code, 'The bus must go.');
    expect(other.text).toContain('is not the same as the words that count');
    expect(other.text).not.toContain('must go');
  });

  it('is told the same whether a code is mistyped or was given to nobody', async () => {
    const { code } = await proofOf('R-0001');
    const last = code.endsWith('2') ? '3' : '2';
    const answers = await Promise.all(
      ['', 'R-0001', 'U'.repeat(16), `${code.slice(0, -1)}${last}`, `${code}0`].map((one) =>
        check(one),
      ),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(422);
      expect(text).toContain('No reply has this code.');
      expect(text).not.toContain('R-0001<');
    }
  });

  it('sees what became of it: replaced, not counted, withdrawn, in the report or after it', async () => {
    const first = await says('First words.');
    const second = await says('Second words.', { supersedes: first.id });
    const rejected = await says('Not mine.');
    const decision = { decision: 'not-counted', reason: 'A secret reason' } as const;
    await inTransaction(desk.office.pool, (tx) =>
      responses.decide(tx, desk.clerk, { consultation, response: rejected.id, ...decision }),
    );
    for (const one of ['a', 'b', 'c', 'd']) await says(`Reply ${one}.`);
    // Two groups too small to show: one alone would follow from the sum, and the report hides more.
    await says('From the staff room.', { group: 'staff' });
    const alone = await says('From the union.', { group: 'union' });
    await issueReport();
    const late = await says('Too late for the report.', { receivedOn: '2041-02-20' });
    const seen = async ({ reference }: { readonly reference: string }) =>
      (await check((await proofOf(reference)).code)).text;

    expect(await seen(first)).toContain(`replaced it by ${second.reference}`);
    expect(await seen(first)).toContain('its author had replaced it.');
    expect(await seen(second)).toContain('among 6 replies of the group “Parent or carer”');
    expect(await seen(alone)).toContain('in the group “Trade union”. The report does not show');
    expect(await seen(rejected)).toContain('It is kept and does not count.');
    expect(await seen(rejected)).not.toContain('secret');
    expect(await seen(late)).toContain('it came after that.');
    expect(await seen(late)).toContain('after the closing time');
  });

  it('keeps the code when the words are lawfully erased', async () => {
    const { reference } = await says('Erase me.');
    const { code } = await proofOf(reference);
    await desk.asOwner(
      `UPDATE private_text SET text = NULL, salt = NULL, erased_at = now() WHERE text = 'Erase me.'`,
    );
    const found = await check(code, 'Erase me.');
    expect(found.text).toContain('Lawfully erased');
    expect(found.text).not.toContain('the same as');
  });

  it('cannot try codes without end', async () => {
    const answers = [];
    for (let one = 0; one < 31; one += 1) answers.push((await check('x')).status);
    expect(answers.at(-1)).toBe(429);
  });
});
