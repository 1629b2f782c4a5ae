import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { consultees, responses } from '#consultation';
import type { Mailing } from '#mail';
import { inTransaction } from '#platform';
import {
  anAskedPerson,
  anOpenConsultation,
  aReceivedMail,
  daysLater,
} from '../../../../test/support/consultation.js';
import type { Asked, AskedCase } from '../../../../test/support/consultation.js';
import { digestOf } from '../../../../test/support/digest.js';
import { aPdf } from '../../../../test/support/form.js';
import { aWebServer, formOf, marksIn } from '../../../../test/support/web.js';
import type { Answer, Browser, WebServer } from '../../../../test/support/web.js';

let web: WebServer;
let pool: Pool;
let asked: AskedCase;
let people = 0;

beforeAll(async () => {
  web = await aWebServer();
  pool = web.database.pool;
  asked = await anOpenConsultation(pool);
}, 30_000);
afterAll(() => web.close());

async function ask(of: AskedCase = asked): Promise<Asked & { email: string }> {
  people += 1;
  const person = { name: `Person ${people}`, email: `person${people}@example.org` };
  return { ...person, ...(await anAskedPerson(pool, of, web.settings.secretKeys, person)) };
}

/** A browser in which the letter's link was opened. */
async function arrive({ key }: Asked): Promise<Browser> {
  const browser = web.browser();
  expect((await browser.get(`/r/${key}`)).headers.get('location')).toBe('/reply');
  return browser;
}

/** The hidden fields of a page's form, marks included. */
function hiddenIn(html: string): Record<string, string> {
  const fields = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [name!, value!]));
}

/** The same of the page on which a reply is checked: its token is in the form's address. */
const sendingIn = (html: string) => ({ ...hiddenIn(html), ...marksIn(html) });

/** Where the page of a reply leads to withdraw it. */
const withdrawalIn = (html: string) => /\/reply\/withdraw\?reply=[\w-]+/.exec(html)![0];

async function step(
  browser: Browser,
  path: string,
  answer: Record<string, string>,
): Promise<Answer> {
  const { text } = await browser.get(path);
  return browser.post(path, { ...hiddenIn(text), ...answer });
}

async function write(browser: Browser, view = 'disagree', words = 'My words.'): Promise<void> {
  const answer = { view, words, group: 'staff' };
  const saved = await step(browser, '/reply/answer', answer);
  expect(saved.headers.get('location')).toBe('/reply/check');
}

async function send(browser: Browser): Promise<Answer> {
  const { text } = await browser.get('/reply/check');
  return browser.post('/reply/send', { ...sendingIn(text), publish: 'unnamed' });
}

const listed = (of: AskedCase = asked) => responses.list(pool, of.consultation.id, { most: 200 });

async function responsesBy({ consultee }: Asked): Promise<{ view: string; standing: string }[]> {
  const { rows } = await pool.query<{ view: string; standing: string }>(
    'SELECT view, standing FROM response_standing WHERE consultee = $1 ORDER BY number',
    [consultee],
  );
  return rows;
}

describe('the link in a letter', () => {
  it('leads to a page without its key that says who asks what, and to whom', async () => {
    const person = await ask();
    const browser = await arrive(person);
    const { status, text } = await browser.get('/reply');

    expect(status).toBe(200);
    expect(text).toContain('Should Hillside Primary School join Beacon Trust?');
    expect(text).toContain('The governing board of Hillside Primary School');
    expect(text).toMatch(/Person \d+ \(p\*\*\*@example\.org\)/);
    expect(text).toContain('Start');
    expect(text).not.toContain(person.key);
    expect(web.lines.join('')).not.toContain(person.key);
  });

  it('changes nothing when scanners open it, and still works', async () => {
    const person = await ask();
    const { key } = person;
    const before = await digestOf(pool);
    await web.browser().send(`/r/${key}`, { method: 'HEAD' });
    for (let time = 0; time < 3; time += 1) await web.browser().get(`/r/${key}`);
    const browser = await arrive(person);
    for (const path of ['', '/answer', '/check', '/receipt', '/withdraw']) {
      await browser.send(`/reply${path}`, { method: 'HEAD' });
      await browser.get(`/reply${path}`);
    }

    expect(await digestOf(pool)).toBe(before);
    expect((await browser.get('/reply')).text).toContain('Start');
  });

  it('survives capitals and the full stop after it; cut short, it says how to copy it', async () => {
    const { key } = await ask();
    expect((await web.browser().get(`/r/${key.toUpperCase()}.`)).status).toBe(303);

    const cut = await web.browser().get(`/r/${key.slice(0, -3)}`);
    expect(cut.status).toBe(404);
    expect(cut.text).toContain('Copy the whole link');
    const unknown = await web.browser().get('/r/aaaaaaaaaaaaaaaaaaaaaaaaaaa');
    expect(unknown.status).toBe(404);
    expect(unknown.text).not.toContain('Copy the whole link from the letter into');
  });

  it('is no way to try keys, and keeps working for its holder meanwhile', async () => {
    const { key } = await ask();
    const tried = [];
    for (let time = 0; time < 12; time += 1) {
      tried.push((await web.browser().get('/r/bbbbbbbbbbbbbbbbbbbbbbbbbbb')).status);
    }

    expect(tried.at(-1)).toBe(429);
    expect((await web.browser().get(`/r/${key}`)).status).toBe(303);
    await pool.query('DELETE FROM rate_count');
  });

  it('ends when its letter is cancelled or its reader taken off the list', async () => {
    const person = await ask();
    const browser = await arrive(person);
    await pool.query('UPDATE consultee SET removed_at = assent_now() WHERE id = $1', [
      person.consultee,
    ]);

    expect((await web.browser().get(`/r/${person.key}`)).status).toBe(404);
    expect((await browser.get('/reply')).status).toBe(404);
  });

  it('without its cookie says to open it again, and a made-up cookie is none', async () => {
    const { letter } = await ask();
    const browser = web.browser();
    browser.cookies.set('assent-reply', `${letter}.9999999999.AAAA`);

    expect((await browser.get('/reply')).text).toContain('Open the link in your letter again');
    expect((await browser.get('/reply/answer')).headers.get('location')).toBe('/reply');
  });
});

describe('a reply by page', () => {
  it('is sent after it was checked, once, with its number and a receipt', async () => {
    const person = await ask();
    const browser = await arrive(person);
    await write(browser, 'disagree', 'First line\r\nSecond <b>line</b>\u000bthird');
    const check = await browser.get('/reply/check');
    expect(check.text).toContain('I disagree with the proposal');
    expect(check.text).toContain('Second &lt;b&gt;line&lt;/b&gt;');
    expect(await responsesBy(person)).toEqual([]);

    const fields = { ...sendingIn(check.text), publish: 'named' };
    const [one, two] = await Promise.all([
      browser.post('/reply/send', fields),
      browser.post('/reply/send', fields),
    ]);
    expect([one.status, two.status]).toEqual([303, 303]);
    expect((await browser.post('/reply/send', fields)).status).toBe(303);

    expect(await responsesBy(person)).toEqual([{ view: 'disagree', standing: 'counted' }]);
    const [line] = await listed();
    const whole = (await responses.find(pool, asked.consultation.id, line!.id))!;
    expect(whole).toMatchObject({ grade: 'link', channel: 'page', group: 'staff' });
    expect(whole.words).toBe('First line\nSecond <b>line</b>\nthird');
    const receipt = (await browser.get('/reply/receipt')).text;
    const { rows } = await pool.query<{ values: object }>(
      `SELECT values FROM letter WHERE consultee = $1 AND template = 'reply-receipt'`,
      [person.consultee],
    );
    expect(rows).toHaveLength(1);
    const proof = (await responses.proofOf(pool, asked.consultation.id, whole.reference))!;
    expect(rows[0]!.values).toMatchObject({ checkCode: proof.code, wordsHash: proof.sha256 });
    for (const shown of [whole.reference, proof.code, proof.sha256!, '/check-a-record'])
      expect([shown, receipt.includes(shown)]).toEqual([shown, true]);
    const { rows: letters } = await pool.query('SELECT status FROM letter WHERE id = $1', [
      person.letter,
    ]);
    expect(letters[0]).toEqual({ status: 'replied' });
  });

  it('needs a view and who it is, and keeps what was typed', async () => {
    const browser = await arrive(await ask());
    const silent = await step(browser, '/reply/answer', { words: 'Half an hour of work.' });
    expect(silent.status).toBe(422);
    for (const shown of ['There is a problem', 'Select your view', 'Half an hour of work.'])
      expect(silent.text).toContain(shown);
    expect((await browser.get('/reply/check')).headers.get('location')).toBe('/reply');
    const nobody = { view: 'agree', group: '' };
    expect((await step(browser, '/reply/answer', nobody)).text).toContain('Select who you are');
    const other = { view: 'yes', group: 'staff' };
    expect((await step(browser, '/reply/answer', other)).status).toBe(422);
  });

  it('is kept unfinished, for its holder to come back to by the letter', async () => {
    const person = await ask();
    const browser = await arrive(person);
    const { text } = await browser.get('/reply/answer');
    const saved = await browser.post('/reply/save', { ...hiddenIn(text), words: 'To go on.' });
    expect(saved.headers.get('location')).toBe('/reply');
    expect((await browser.get('/reply/check')).headers.get('location')).toBe('/reply/answer');
    expect(await responsesBy(person)).toEqual([]);

    const later = await arrive(person);
    expect((await later.get('/reply')).text).toContain('Go on with your reply');
    expect((await later.get('/reply/answer')).text).toContain('To go on.');
    await write(later, 'agree', 'Finished.');
    await send(later);
    expect(await responsesBy(person)).toEqual([{ view: 'agree', standing: 'counted' }]);
  });

  it('can be changed until closing; the older version is kept', async () => {
    const person = await ask();
    const browser = await arrive(person);
    await write(browser, 'agree', 'At first.');
    await send(browser);
    const { text } = await browser.get('/reply');
    await browser.post('/reply/change', hiddenIn(text));
    expect((await browser.get('/reply/check')).text).toContain('At first.');
    await write(browser, 'disagree');
    await send(browser);

    expect(await responsesBy(person)).toEqual([
      { view: 'agree', standing: 'superseded' },
      { view: 'disagree', standing: 'counted' },
    ]);
    expect((await browser.get('/reply')).text).toContain('Only the newest one counts');
  });

  it('can be withdrawn; the record keeps it, and the version before stays replaced', async () => {
    const person = await ask();
    const browser = await arrive(person);
    await write(browser);
    await send(browser);
    const { text } = await browser.get(withdrawalIn((await browser.get('/reply')).text));
    const fields = hiddenIn(text);
    await browser.post('/reply/withdraw', fields);
    expect((await browser.post('/reply/withdraw', fields)).status).toBe(303);

    expect(await responsesBy(person)).toEqual([{ view: 'disagree', standing: 'withdrawn' }]);
    expect((await browser.get('/reply')).text).toContain('Withdrawn');
  });

  it('replaces what was answered by e-mail, and shows nothing that a stranger sent', async () => {
    const person = await ask();
    const { letter, email } = person;
    await aReceivedMail(pool, { from: email, letter, answer: 'By e-mail.' });
    await aReceivedMail(pool, { from: 'other@example.org', letter, answer: 'A stranger.' });
    const browser = await arrive(person);
    const { text } = await browser.get('/reply');
    expect(text).toContain('By e-mail.');
    expect(text).not.toContain('A stranger.');

    await browser.post('/reply/change', hiddenIn(text));
    expect((await browser.get('/reply/check')).headers.get('location')).toBe('/reply/answer');
    expect((await browser.get('/reply/answer')).text).toContain('By e-mail.');
    await write(browser, 'neither', 'By e-mail.');
    await send(browser);
    expect((await responsesBy(person)).map(({ standing }) => standing)).toEqual([
      'superseded',
      'waiting',
      'counted',
    ]);
  });

  it('is not overwritten from a second window, which is shown both', async () => {
    const person = await ask();
    const browser = await arrive(person);
    const first = hiddenIn((await browser.get('/reply/answer')).text);
    const second = hiddenIn((await browser.get('/reply/answer')).text);
    const answer = { group: 'staff', words: '' };
    await browser.post('/reply/answer', { ...first, ...answer, view: 'agree' });
    const late = await browser.post('/reply/answer', { ...second, ...answer, view: 'disagree' });

    expect(late.status).toBe(409);
    expect((await browser.get('/reply/answer')).text).toMatch(/value="agree" checked/);
  });

  it('of one letter is not sent from the form of another in the same browser', async () => {
    const [one, two] = [await ask(), await ask()];
    const browser = await arrive(one);
    const fields = hiddenIn((await browser.get('/reply/answer')).text);
    await browser.get(`/r/${two.key}`);
    const typed = { ...fields, view: 'agree', group: 'staff' };
    const answer = await browser.post('/reply/answer', typed);

    expect(answer.status).toBe(409);
    expect((await browser.get('/reply')).text).not.toContain('Go on with your reply');
  });

  it('is refused without a form of ours, or with a field that the form lacks', async () => {
    const browser = await arrive(await ask());
    const fields = hiddenIn((await browser.get('/reply/answer')).text);
    const { _token, ...unmarked } = fields;
    const said = { view: 'agree', group: 'staff' };

    expect((await browser.post('/reply/answer', { ...unmarked, ...said })).status).toBe(403);
    const more = { ...fields, ...said, consultation: randomUUID() };
    expect((await browser.post('/reply/answer', more)).status).toBe(400);
    const fresh = hiddenIn((await browser.get('/reply/answer')).text);
    const stranger = await browser.post('/reply/withdraw', {
      ...marksIn((await browser.get('/reply/answer')).text),
      invitation: fresh['invitation']!,
      reply: randomUUID(),
    });
    expect(stranger.status).toBe(404);
  });

  it('whose visit is over hands the typed words back', async () => {
    const person = await ask();
    const browser = await arrive(person);
    const fields = hiddenIn((await browser.get('/reply/answer')).text);
    browser.cookies.delete('assent-reply');
    const typed = { ...fields, view: 'agree', group: 'staff', words: 'Two hours of work.' };
    const answer = await browser.post('/reply/answer', typed);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Two hours of work.');
  });
});

describe('after closing', () => {
  it('takes a first reply as late, keeps one that came in time, and ends after fourteen days', async () => {
    const soon = await anOpenConsultation(pool, { days: 1, school: 'Mill Lane School' });
    const [early, late] = [await ask(soon), await ask(soon)];
    const earlyBrowser = await arrive(early);
    await write(earlyBrowser, 'agree');
    await send(earlyBrowser);
    await daysLater(pool, 2);

    expect((await earlyBrowser.get('/reply')).text).toContain('stands as it is');
    expect((await earlyBrowser.get('/reply/answer')).headers.get('location')).toBe('/reply');
    const lateBrowser = await arrive(late);
    await write(lateBrowser, 'disagree');
    await send(lateBrowser);
    expect((await lateBrowser.get('/reply/receipt')).text).toContain('marked as late');
    expect(await responses.counts(pool, soon.consultation.id)).toMatchObject({
      inTime: { responses: 1, byView: { agree: 1 }, byGroup: { staff: 1 } },
      late: { responses: 1, byView: { disagree: 1 } },
    });

    const third = await arrive(await ask(soon));
    const form = hiddenIn((await third.get('/reply/answer')).text);
    await daysLater(pool, 14);
    expect((await third.get('/reply')).text).toContain('takes no new replies');
    expect(
      (await third.post('/reply/answer', { ...form, view: 'agree', group: 'staff' })).status,
    ).toBe(410);
  });
});

describe('permission to print, and files', () => {
  it('is asked of everybody, ticked for nobody, and kept with the reply', async () => {
    const person = await ask();
    const browser = await arrive(person);
    await write(browser);
    const { text } = await browser.get('/reply/check');
    expect(text).toContain('May we print your words?');
    expect(text).not.toMatch(/name="publish"[^>]*checked/);
    const bare = await browser.post('/reply/send', sendingIn(text));
    expect(bare.status).toBe(422);
    expect(bare.text).toContain('Select whether your words may be printed.');
    expect(await responsesBy(person)).toEqual([]);

    await send(browser);
    const [line] = await listed();
    const whole = await responses.find(pool, asked.consultation.id, line!.id);
    expect(whole).toMatchObject({ publish: 'unnamed' });
    expect((await browser.get('/reply/receipt')).text).toContain('Yes, without my name');
  });

  it('keeps files beside the reply and their hashes in the record, and other versions keep them', async () => {
    const person = await ask();
    const browser = await arrive(person);
    await write(browser);
    const sent = async (...files: readonly File[]) => {
      const { text } = await browser.get('/reply/check');
      const form = formOf({ ...hiddenIn(text), publish: 'no' });
      for (const file of files) form.append('file', file);
      return browser.upload('/reply/check', '/reply/send', form);
    };
    const wrong = await sent(new File(['MZ'], 'run.exe'));
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Choose a PDF');
    const four = Array.from({ length: 4 }, (_, at) => aPdf(`${at}.pdf`));
    expect((await sent(...four)).status).toBe(413);
    expect((await sent(aPdf('plan.pdf'), aPdf('map.pdf'))).status).toBe(303);
    expect((await browser.get('/reply/receipt')).text).toContain('plan.pdf, map.pdf');

    const [line] = await listed();
    const of = { consultation: asked.consultation.id, response: line!.id };
    const { files } = await responses.beside(pool, of);
    expect(files.map(({ kind, fileName }) => [kind, fileName])).toEqual([
      ['attachment', 'plan.pdf'],
      ['attachment', 'map.pdf'],
    ]);
    const { rows } = await pool.query(
      `SELECT entry -> 'evidence' -> 0 ->> 'sha256' AS sha256 FROM journal
        WHERE type = 'response.received' AND entry #>> '{data,response}' = $1`,
      [line!.id],
    );
    expect(rows).toEqual([{ sha256: files[0]!.sha256 }]);

    await browser.post('/reply/change', hiddenIn((await browser.get('/reply')).text));
    expect((await browser.get('/reply/check')).text).toContain('These stay with your reply');
    await send(browser);
    const [newer] = await listed();
    expect(newer!.id).not.toBe(line!.id);
    const again = await responses.beside(pool, { ...of, response: newer!.id });
    expect(again.files).toEqual(files);
  });
});

describe('two who write one reply at the same time', () => {
  it('see both texts, and nothing of either is overwritten', async () => {
    const person = await ask();
    const [one, two] = [await arrive(person), await arrive(person)];
    await write(one, 'agree', 'The first words.');
    const seen = hiddenIn((await two.get('/reply/answer')).text);
    await write(one, 'agree', 'Saved by the first.');

    const typed = { view: 'disagree', group: 'parent', words: 'Typed by the second.' };
    const clash = await two.post('/reply/answer', { ...seen, ...typed });
    expect(clash.status).toBe(409);
    for (const shown of ['Saved by the first.', 'I agree with the proposal', typed.words])
      expect(clash.text).toContain(shown);
    expect(clash.text).toMatch(/value="disagree" checked/);
    expect((await one.get('/reply/check')).text).toContain('Saved by the first.');

    const both = 'Saved by the first. Typed by the second.';
    const decided = { ...hiddenIn(clash.text), ...typed, words: both };
    const kept = await two.post('/reply/answer', decided);
    expect(kept.headers.get('location')).toBe('/reply/check');
    expect((await one.get('/reply/check')).text).toContain(both);
    expect((await one.get('/reply/check')).text).toContain('I disagree with the proposal');
  });

  it('are shown what was sent meanwhile', async () => {
    const person = await ask();
    const [one, two] = [await arrive(person), await arrive(person)];
    await write(one, 'agree', 'Sent by the first.');
    const seen = hiddenIn((await two.get('/reply/answer')).text);
    await send(one);
    const typed = { view: 'neither', group: 'parent', words: 'Typed by the second.' };
    const clash = await two.post('/reply/answer', { ...seen, ...typed });
    expect(clash.status).toBe(409);
    expect(clash.text).toContain('What was sent meanwhile');
    expect(clash.text).toContain('Sent by the first.');
    expect(await responsesBy(person)).toHaveLength(1);
  });
});

describe('reminders', () => {
  const remindersOf = async ({ consultee }: Asked): Promise<number> => {
    const audience = { who: 'not-replied' } as const;
    const mailing = { consultationId: asked.consultation.id, audience };
    const reached = await inTransaction(pool, (tx) =>
      consultees.recipients(tx, mailing as unknown as Mailing),
    );
    return reached.filter((one) => one.consultee === consultee).length;
  };

  it('are stopped by a pressed button and by no look, and nothing else is', async () => {
    const person = await ask();
    const path = `/r/${person.key}/reminders`;
    const browser = web.browser();
    for (const method of ['GET', 'HEAD'])
      expect((await browser.send(path, { method })).status).toBe(200);
    expect(await remindersOf(person)).toBe(1);

    // As a mail program does it by itself (RFC 8058).
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'List-Unsubscribe=One-Click';
    const click = { method: 'POST', headers, body };
    expect((await browser.send(path, click)).status).toBe(200);
    expect((await browser.send(path, click)).status).toBe(200);
    expect(await remindersOf(person)).toBe(0);
    const { rows } = await pool.query(
      `SELECT 1 FROM journal WHERE type = 'reminders.stopped' AND entry #>> '{data,letter}' = $1`,
      [person.letter],
    );
    expect(rows).toHaveLength(1);
    await write(await arrive(person));
  });

  it('go to nobody who has answered, by the page or on paper', async () => {
    const [silent, byPage, onPaper] = [await ask(), await ask(), await ask()];
    const visit = await arrive(byPage);
    await write(visit, 'agree', 'Yes.');
    await send(visit);
    const { consultee } = onPaper;
    const { id: consultation, opensAt } = asked.consultation;
    const receivedOn = opensAt!.toISOString().slice(0, 10);
    const paper = { receivedOn, channel: 'paper', view: 'agree', words: 'Yes.' } as const;
    const by = { author: null, group: 'parent', publish: null } as const;
    await inTransaction(pool, (tx) =>
      responses.enter(tx, asked.clerk, { consultation, consultee, ...paper, ...by }),
    );
    const reminded = [silent, byPage, onPaper].map(remindersOf);
    expect(await Promise.all(reminded)).toEqual([1, 0, 0]);
  });

  it('are sent again to whoever asks for them', async () => {
    const person = await ask();
    const path = `/r/${person.key}/reminders`;
    const browser = web.browser();
    expect((await browser.post(path, {})).text).toContain('You get no more reminders');
    expect((await browser.post(`${path}/again`, {})).text).toContain('Stop reminders');
    expect(await remindersOf(person)).toBe(1);
  });

  it('are nobody’s to stop without the key of a letter', async () => {
    const wrong = await web.browser().post('/r/ccccccccccccccccccccccccccc/reminders', {});
    expect([404, 429]).toContain(wrong.status);
  });
});
