import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { consultees, invitations, publication, responses, takeReply } from '#consultation';
import type { EnteredResponse } from '#consultation';
import { mailIntake, startReader } from '#mail';
import type { Duty, Intake } from '#mail';
import { inTransaction, now } from '#platform';
import type { Tx } from '#platform';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { anAskedPerson, launched } from '../../../../test/support/consultation.js';
import type { AskedCase } from '../../../../test/support/consultation.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { WebServer } from '../../../../test/support/web.js';

const { copies } = responses;
/** Words that no page, table or file for the public may hold; each is planted in one place. */
const planted: string[] = [];
const canary = (place: string): string => {
  const word = `Kanari${planted.length}${place}`;
  planted.push(word);
  return word;
};

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let asked: AskedCase;
let intake: Intake;
let reader: Duty;
let consultation: string;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  const caseId = await cases.aCase();
  const clerk = cases.clerk;
  const begun = await launched(pool, { caseId, clerk });
  asked = { caseId, clerk, consultation: begun };
  consultation = begun.id;
  const onError = (error: unknown): void => {
    throw error;
  };
  const settings = { ...web.settings, smtpInHost: '127.0.0.1', smtpInPort: null };
  intake = await mailIntake.listen({ pool, settings, onError });
  reader = startReader({ pool, take: takeReply, onError });
}, 60_000);
afterAll(async () => {
  await intake.stop();
  await reader.stop();
  await web.close();
  await cases.close();
});

const act = <R>(what: (tx: Tx) => Promise<R>) => inTransaction(pool, what);
type More = Partial<EnteredResponse> & {
  readonly publish?: 'named' | 'unnamed' | 'no' | null;
  readonly supersedes?: string;
};

const says = (words: string, more: More = {}) =>
  act(async (tx) => {
    const receivedOn = (await now(tx)).toISOString().slice(0, 10);
    const usual: EnteredResponse & More = {
      ...{ consultation, consultee: null, group: 'parent', view: 'agree', receivedOn },
      ...{ channel: 'paper', author: 'Mo Field', words, publish: 'named' },
    };
    return (await responses.enter(tx, cases.clerk, { ...usual, ...more })).id;
  });
const copyOf = async (response: string) => ({
  ...{ consultation, response },
  seen: (await copies.ofOne(pool, consultation, response)).copy?.seq ?? 0,
});
const ready = async (response: string) => {
  const of = await copyOf(response);
  await act((tx) => copies.sayReady(tx, cases.clerk, of));
  return response;
};
const takeOut = async (response: string, words: string, note = '') => {
  const taken = { ...(await copyOf(response)), words, note, places: [], reason: 'child' } as const;
  await act((tx) => copies.takeOut(tx, cases.clerk, taken));
  return response;
};
const decide = (response: string, reason: string, decision: 'counted' | 'not-counted') =>
  act((tx) => responses.decide(tx, cases.clerk, { consultation, response, decision, reason }));

/** A mail with words of every kind; answers the response that became of it. */
async function aMail({ words, from = '' }: { readonly words: string; readonly from?: string }) {
  const before = (await responses.list(pool, consultation, { most: 200 })).length;
  const email = `${canary('address')}@example.org`.toLowerCase();
  planted.push(email);
  const person = { name: canary('consultee'), email, organisation: canary('organisation') };
  const { key } = await anAskedPerson(pool, asked, web.settings.secretKeys, person);
  const transport = createTransport({ host: '127.0.0.1', port: intake.port, ignoreTLS: true });
  await transport.sendMail({
    from: { name: canary('sender'), address: from || email },
    to: `reply+${key}@${web.settings.mailDomain}`,
    subject: canary('subject'),
    text: `${words}\n\n-- \n${canary('signature')}\n\nOn Mon, 4 May 2026 at 10:00, Assent wrote:\n> ${canary('quoted')}\n`,
    attachments: [{ filename: `${canary('file')}.txt`, content: canary('attached') }],
  });
  transport.close();
  for (;;) {
    const list = await responses.list(pool, consultation, { most: 200 });
    if (list.length > before) return list[0]!.id;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** What is asked of authors later is said of these replies now: only one place keeps each of them out. */
const allow = () =>
  cases.asOwner(
    'ALTER TABLE response DISABLE TRIGGER response_is_append_only',
    `UPDATE response SET publish = 'unnamed'
      WHERE publish IS NULL AND words_commitment NOT IN
        (SELECT commitment FROM private_text WHERE text LIKE '%neverasked%')`,
    'ALTER TABLE response ENABLE TRIGGER response_is_append_only',
  );

/** A canary in every place that is not for the public, and beside each something that is. */
async function plant(): Promise<void> {
  const { clerk } = cases;
  const span = canary('span');
  const note = canary('note');
  const redacted = await says(`The bus of ${span} must stay.`);
  await takeOut(redacted, span, note);
  await ready(redacted);
  await ready(await says('I have no name here.', { author: canary('author'), publish: 'unnamed' }));
  await ready(await says(canary('no'), { publish: 'no' }));
  await ready(await says(canary('neverasked'), { publish: null }));
  await says(canary('unread'));
  await takeOut(await says(`${canary('unfinished')} and more`), 'more');
  await takeOut(await ready(await says(`${canary('again')} twice`)), 'twice');

  const rejected = await ready(await says(canary('rejected')));
  await decide(rejected, canary('reason'), 'not-counted');
  const counted = await ready(await says('It counts after all.'));
  await decide(counted, 'x', 'not-counted');
  await decide(counted, canary('why'), 'counted');
  const old = await ready(await says(canary('superseded')));
  await ready(await says('My newer words.', { supersedes: old }));

  await ready(await aMail({ words: 'A mail that may be read.' }));
  const stranger = await aMail({ words: canary('waiting'), from: 'stranger@example.com' });
  await ready(stranger);
  const reread = await aMail({ words: `First words ${canary('before')}` });
  await ready(reread);
  const { mail } = (await responses.find(pool, consultation, reread))!;
  const kinds = responses.piecesOf(mail!).map(() => 'answer' as const);
  const reason = canary('reading');
  await act((tx) =>
    responses.readByHand(tx, clerk, { consultation, response: reread, kinds, reason }),
  );

  const { letter } = await anAskedPerson(pool, asked, web.settings.secretKeys, {
    ...{ name: canary('withdrawer'), email: 'w@example.org', postal: canary('postal') },
  });
  const write = async (words: string) =>
    act((tx) => invitations.save(tx, letter, { version: 0, view: 'agree', words, group: 'staff' }));
  const { version } = await write(canary('withdrawn'));
  const nonce = crypto.randomUUID();
  const sent = await act((tx) => invitations.send(tx, letter, { nonce, version }));
  await ready(sent.id);
  await act((tx) => invitations.withdraw(tx, letter, sent.id));
  await write(canary('draft'));

  await act((tx) =>
    consultees.add(tx, clerk, consultation, [
      { name: canary('listed'), email: null, group: 'union', organisation: null, postal: null },
    ]),
  );
  const code = { code: 'BUS', title: canary('code'), meaning: canary('meaning'), inUse: true };
  await act((tx) => responses.codes.write(tx, clerk, { consultation, isNew: true, ...code }));
  const theme = { title: canary('theme'), said: 'x', does: 'not', why: 'x' } as const;
  const rest = {
    equality: false,
    alternative: false,
    seen: 0,
    replies: [],
    quotes: [],
    number: null,
  };
  await act((tx) => publication.report.writeTheme(tx, clerk, { consultation, ...theme, ...rest }));
  const said = { words: canary('unpublished') };
  const section = publication.sections()[0]!.id;
  await act((tx) => publication.write(tx, clerk, { consultation, seen: 0, section, said }));
}

/** Every address within the consultation that its public pages lead to, with what it answers. */
async function crawl(): Promise<ReadonlyMap<string, string>> {
  const anybody = web.browser();
  const read = new Map<string, string>();
  const waiting = [`/consultations/${consultation}`, `/consultations/${consultation}/replies`];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (read.has(path)) continue;
    const { text, headers } = await anybody.get(path);
    read.set(path, `${text}\n${JSON.stringify([...headers])}`);
    const links = text.matchAll(/(?:href|action)="(\/(?:consultations|check-a-record)[^"#]*)"/g);
    for (const [, link] of links) waiting.push(link!.replaceAll('&amp;', '&'));
  }
  return read;
}

describe('published replies', () => {
  it('show nothing of what is not for the public, in no page, table, file or search', async () => {
    await plant();
    await allow();
    const before = await web.browser().get(`/consultations/${consultation}/replies`);
    expect(before.status).toBe(404);
    await cases.moveClock(new Date(Date.now() + 50 * 86_400_000).toISOString());
    await act((tx) => copies.show(tx, cases.clerk, { consultation, shown: true }));

    expect(planted.length).toBeGreaterThan(35);
    const read = await crawl();
    expect([...read.keys()]).toContain(`/consultations/${consultation}/replies.csv`);
    for (const [path, answer] of read) {
      const found = planted.filter((word) => answer.toLowerCase().includes(word.toLowerCase()));
      expect([path, found]).toEqual([path, []]);
    }
    const replies = `/consultations/${consultation}/replies`;
    for (const word of planted) {
      const { text } = await web.browser().get(`${replies}?text=${encodeURIComponent(word)}`);
      expect([word, text.includes('No published reply is like that.')]).toEqual([word, true]);
    }
    for (const path of [replies, `${replies}.csv`]) {
      for (const shown of [
        ...['The bus of [taken out: about a child] must stay.', 'I have no name here.'],
        ...['It counts after all.', 'My newer words.', 'A mail that may be read.', 'Mo Field'],
      ])
        expect([path, shown, read.get(path)!.includes(shown)]).toEqual([path, shown, true]);
    }
  }, 60_000);

  it('are found by group, view and words, page by page', async () => {
    const path = `/consultations/${consultation}/replies`;
    const anybody = web.browser();
    for (let one = 1; one <= 30; one += 1)
      await ready(await says(`Reply ${one} is about sheep.`, { group: 'staff', view: 'disagree' }));
    const first = await anybody.get(`${path}?group=staff&view=disagree&text=SHEEP`);
    expect(first.text.match(/about sheep/g)).toHaveLength(25);
    const [, more] = /href="([^"]*before=[^"]*)"/.exec(first.text)!;
    const rest = await anybody.get(more!.replaceAll('&amp;', '&'));
    expect(rest.text.match(/about sheep/g)).toHaveLength(5);
    const none = await anybody.get(`${path}?group=union&text=sheep`);
    expect(none.text).toContain('No published reply is like that.');
    expect((await anybody.get(`${path}?group=nobody&view=x&before=y`)).status).toBe(200);
  });

  it('show the same words once with their number, and in the table each by itself', async () => {
    const path = `/consultations/${consultation}/replies`;
    for (let one = 1; one <= 3; one += 1)
      await ready(await says('Keep our =field.', { publish: 'unnamed', author: `Fan ${one}` }));
    await ready(await says('Keep our =field.', { publish: 'unnamed', view: 'disagree' }));
    await ready(await says('=HYPERLINK("x")'));
    const { text } = await web.browser().get(path);
    expect(text.match(/Keep our =field\./g)).toHaveLength(2);
    expect(text).toContain('3 replies say this in the same words.');
    const table = await web.browser().get(`${path}.csv`);
    expect(table.text.match(/Keep our =field\./g)).toHaveLength(4);
    expect(table.text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(table.headers.get('content-disposition')).toContain('attachment');
  });

  it('are gone when the clerk takes them back, and a withdrawn one at once', async () => {
    const path = `/consultations/${consultation}/replies`;
    const id = await ready(await says('I shall be withdrawn.'));
    expect((await web.browser().get(path)).text).toContain('I shall be withdrawn.');
    await pool.query(
      `INSERT INTO response_decision (response, seq, decision, at, by, record_seq)
       VALUES ($1, 1, 'withdrawn', assent_now(), 'x', 1)`,
      [id],
    );
    expect((await web.browser().get(path)).text).not.toContain('I shall be withdrawn.');
    await act((tx) => copies.show(tx, cases.clerk, { consultation, shown: false }));
    for (const gone of [path, `${path}.csv`])
      expect((await web.browser().get(gone)).status).toBe(404);
  });
});
