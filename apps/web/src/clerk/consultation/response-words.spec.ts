import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { responses, takeReply } from '#consultation';
import { mailIntake, startReader } from '#mail';
import type { Duty, Intake } from '#mail';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { anAskedPerson, launched } from '../../../../../test/support/consultation.js';
import type { AskedCase } from '../../../../../test/support/consultation.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

const MAIL = `I am against it.

On Mon, 4 May 2026 at 10:00, Assent wrote:
> Read the proposal.
> https://assent.example.org/r/abcdefghijklmnopqrstuvwxyz2

> My daughter needs her bus.

Ann Smith
`;

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let browser: Browser;
let asked: AskedCase;
let intake: Intake;
let reader: Duty;
let path: string;
let id: string;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  browser = await web.browserOf(cases.clerk.person);
  asked = { caseId: await cases.aCase(), clerk: cases.clerk, consultation: null! };
  asked = { ...asked, consultation: await launched(pool, asked) };
  const onError = (error: unknown): void => {
    throw error;
  };
  const settings = { ...web.settings, smtpInHost: '127.0.0.1', smtpInPort: null };
  intake = await mailIntake.listen({ pool, settings, onError });
  reader = startReader({ pool, take: takeReply, onError });
  id = await replyOf();
  path = `/cases/${asked.caseId}/consultation/responses/${id}`;
}, 60_000);
afterAll(async () => {
  await intake.stop();
  await reader.stop();
  await web.close();
  await cases.close();
});

/** Ann answers under a line of the letter, where the program sees a quotation. */
async function replyOf(): Promise<string> {
  const person = { name: 'Ann Smith', email: 'ann@example.org' };
  const { key } = await anAskedPerson(pool, asked, web.settings.secretKeys, person);
  const transport = createTransport({ host: '127.0.0.1', port: intake.port, ignoreTLS: true });
  const to = `reply+${key}@${web.settings.mailDomain}`;
  await transport.sendMail({ from: 'ann@example.org', to, subject: 'Re: Your view', text: MAIL });
  transport.close();
  for (;;) {
    const [line] = await responses.list(pool, asked.consultation.id);
    if (line !== undefined) return line.id;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const wholeOf = async () => (await responses.find(pool, asked.consultation.id, id))!;
const piecesOf = async () => responses.piecesOf((await wholeOf()).mail!);
const receipts = async () => {
  const { rows } = await pool.query<{ values: { theirWords: string } }>(
    `SELECT values FROM letter WHERE to_address = 'ann@example.org' AND template = 'reply-receipt'
      ORDER BY id`,
  );
  return rows.map(({ values }) => values.theirWords);
};

async function kindsWith(found: string): Promise<Record<string, string>> {
  const pieces = await piecesOf();
  return Object.fromEntries(
    pieces.map(({ kind, text }, index) => [
      `piece-${index}`,
      text.includes(found) ? 'answer' : kind,
    ]),
  );
}

describe('words that a program took for a quotation', () => {
  it('are all there, piece by piece, and together they are the mail', async () => {
    const { mail, words } = await wholeOf();
    expect(words).not.toContain('bus');
    expect((await piecesOf()).map(({ text }) => text).join('')).toBe(mail!.text);
    const page = await browser.get(`${path}/words`);
    expect(page.text).toContain('My daughter needs her bus.');
    expect(page.text).toContain('Quoted from another mail');
  });

  it('show nobody the key of the author’s own link, which a quoted letter holds', async () => {
    for (const shown of [path, `${path}/words`]) {
      const { text } = await browser.get(shown);
      expect(text).toContain('assent.example.org/r/…');
      expect(text).not.toContain('abcdefghijklmnopqrstuvwxyz2');
    }
  });

  it('are made the author’s own by the clerk, with a reason, and the author is told', async () => {
    const before = await wholeOf();
    const answer = await browser.fill(`${path}/words`, `${path}/words`, {
      ...(await kindsWith('bus')),
      reason: 'She answered below our line.',
    });
    expect(answer.status).toBe(303);

    const after = await wholeOf();
    expect(after.words).toContain('I am against it.');
    expect(after.words).toContain('My daughter needs her bus.');
    expect(after.words).not.toContain('Read the proposal');
    expect(after.mail).toEqual(before.mail);
    expect(after.readByHand).toMatchObject({ reason: 'She answered below our line.' });
    const page = await browser.get(path);
    expect(page.text).toContain('She answered below our line.');
    expect((await receipts()).map((words) => words.includes('bus'))).toEqual([false, true]);
    const { rows } = await pool.query<{ data: { kinds: string[] } }>(
      `SELECT entry -> 'data' AS data FROM journal WHERE type = 'response.read-by-hand'`,
    );
    expect(rows).toEqual([
      { data: expect.objectContaining({ kinds: after.readByHand!.kinds }) as unknown },
    ]);
  });

  it('are never none at all, nor without a reason; what was chosen stays', async () => {
    const pieces = await piecesOf();
    const none = Object.fromEntries(pieces.map((_, index) => [`piece-${index}`, 'quoted']));
    const empty = await browser.fill(`${path}/words`, `${path}/words`, { ...none, reason: '' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Enter your reason.');
    const nobodys = await browser.fill(`${path}/words`, `${path}/words`, { ...none, reason: 'x' });
    expect(nobodys.status).toBe(422);
    expect(nobodys.text).toContain('Select at least one part as their own words.');
    expect((await wholeOf()).words).toContain('bus');
  });

  it('are for the clerk of the case alone, and kept as they are for good', async () => {
    const other = await web.browserOf(cases.otherClerk.person);
    expect((await other.get(`${path}/words`)).status).toBe(404);
    await expect(pool.query('DELETE FROM response_reading')).rejects.toThrow('permission denied');
  });
});
