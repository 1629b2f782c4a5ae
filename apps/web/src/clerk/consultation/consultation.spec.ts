import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { consultees, findConsultation, responses } from '#consultation';
import { addMembership } from '#identity';
import { inTransaction, newId } from '#platform';
import type { Actor } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import {
  anAskedPerson,
  aReceivedMail,
  launched,
} from '../../../../../test/support/consultation.js';
import type { Asked, AskedCase } from '../../../../../test/support/consultation.js';
import { aWebServer, formOf } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

let cases: CaseDesk;
let web: WebServer;
let pool: Pool;
let clerk: Actor;
let browser: Browser;
let other: Browser;
let asked: AskedCase;

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  clerk = cases.clerk;
  browser = await web.browserOf(clerk.person);
  other = await web.browserOf(cases.otherClerk.person);
  asked = { caseId: await cases.aCase(), clerk, consultation: null! };
}, 30_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

const at = (path: string) => `/cases/${asked.caseId}/consultation/${path}`;
const people = async () => {
  const { id } = (await findConsultation(pool, { caseId: asked.caseId }))!;
  return consultees.list(pool, id, { most: 1_000 });
};

const receive = (
  from: string,
  to: Asked | null,
  answer: string,
  kind: 'reply' | 'automatic' = 'reply',
) => aReceivedMail(pool, { from, letter: to?.letter ?? null, answer, kind });

describe('the consultation of a case', () => {
  it('says what is asked and what is to be done, to its own clerk alone', async () => {
    const path = `/cases/${asked.caseId}/consultation`;
    const { status, text } = await browser.get(path);
    expect(status).toBe(200);
    expect(text).toContain('Not yet');
    expect((await other.get(path)).status).toBe(404);
  });
});

describe('before the launch', () => {
  it('the clerk is led through what people read, are asked, and who they are', async () => {
    const id = await cases.aCase();
    const path = `/cases/${id}/consultation`;
    const rows = (text: string) =>
      [...text.matchAll(/task-list__link" href="([^"]+)"[\s\S]*?-status">(.*?)<\/div>/g)].map(
        ([, href, status]) => [href!.replace(path, ''), status!.replace(/<[^>]+>/g, '')],
      );
    const before = rows((await browser.get(path)).text);
    expect(before.slice(0, 5)).toEqual([
      ['/text', '0 of 12 written'],
      ['/questions', 'The proposal'],
      ['/consultees', 'Nobody yet'],
      ['/consultees/groups', '12 groups without a reason'],
      ['/consultees/check', 'Before you launch'],
    ]);
    await cases.writeText(id);
    const { id: consultation } = (await findConsultation(pool, { caseId: id }))!;
    const amy = { name: 'Amy', email: 'amy@example.org', organisation: null, postal: null };
    await inTransaction(pool, async (tx) => {
      await consultees.add(tx, cases.clerk, consultation, [{ ...amy, group: 'parent' }]);
      for (const { group } of await consultees.groups.list(tx, consultation))
        await consultees.groups.explain(tx, cases.clerk, { consultation, group, reason: 'So.' });
    });
    const after = rows((await browser.get(path)).text).map(([, status]) => status);
    expect(after.slice(0, 4)).toEqual(['Completed', 'The proposal', 'Completed', 'Completed']);
  });
});

describe('the list of people asked', () => {
  it('takes one person at a time, and says what is wrong beside each field', async () => {
    const page = at('consultees/new');
    expect((await browser.get(at('consultees'))).text).toContain('Nobody is on the list yet');
    const empty = await browser.fill(page, page, {});
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Enter the person’s name.');
    const two = { name: 'Amina Okafor', group: 'parent', email: 'a@example.org, b@example.org' };
    expect((await browser.fill(page, page, two)).text).toContain('Enter one e-mail address');
    const nowhere = await browser.fill(page, page, { name: 'Amina Okafor', group: 'parent' });
    expect(nowhere.text).toContain('Enter an e-mail address, or a postal address below.');

    const good = { ...two, email: 'amina@example.org' };
    expect((await browser.fill(page, page, good)).status).toBe(303);
    expect(await people()).toMatchObject([
      { name: 'Amina Okafor', email: 'amina@example.org', group: 'parent', channel: 'email' },
    ]);
    const list = await browser.get(at('consultees'));
    expect(list.text).toContain('Amina Okafor is on the list.');
    expect(list.text).toContain('Parent or carer');
  });

  const CSV = [
    'E-mail;Name;Group;Address;Ulubiony kolor',
    'amina@example.org;Amina Okafor;parents;;',
    'family@example.org;Kim Lee;parent;;',
    'family@example.org;Lou <Lee>;Parent or carer;;',
    'not an address;Max Moss;staff;;',
    ';Tom Reed;neighbour;"4 Mill Lane\nNorthtown";',
    'nora@example.org;Nora Orr;astronaut;;',
    'a@example.org, b@example.org;Two People;staff;;',
  ].join('\r\n');

  async function upload(text: string | Uint8Array<ArrayBuffer>, more: Record<string, string> = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries(more)) form.set(name, value);
    form.set('file', new Blob([text]), 'people.csv');
    return browser.upload(at('consultees/import'), at('consultees/import'), form);
  }

  it('takes a file: shows everything first, adds on a yes, and only once', async () => {
    const read = await upload(`\uFEFF${CSV}`);
    expect(read.status).toBe(303);
    expect(await people()).toHaveLength(1);
    const preview = read.headers.get('location')!;
    const { text } = await browser.get(preview);
    for (const said of [
      '3 people',
      'Lou &lt;Lee&gt;',
      'Ulubiony kolor',
      '“astronaut” is not one of the groups.',
      'Enter one e-mail address',
      'The same name at the same address: line 2',
    ]) {
      expect(text).toContain(said);
    }

    expect((await browser.fill(preview, preview, {})).status).toBe(303);
    expect((await people()).map(({ name, channel }) => [name, channel])).toEqual([
      ['Amina Okafor', 'email'],
      ['Kim Lee', 'email'],
      ['Lou <Lee>', 'email'],
      ['Tom Reed', 'post'],
    ]);
    expect((await browser.fill(at('consultees/new'), preview, {})).status).toBe(303);
    expect(await people()).toHaveLength(4);
  });

  it('refuses a file that is none, with what to do', async () => {
    for (const [file, why] of [
      ['', 'must have a column called “name”'],
      ['name,email\nAmina,a@example.org', 'must have a column called “group”'],
      ['name,group\n', 'has no people in it'],
      [Uint8Array.of(0x50, 0x4b, 0, 0), 'must be a CSV'],
      ['name,group\n"open,staff', 'a quotation mark in it has no partner'],
    ] as const) {
      const refused = await upload(file);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain(why);
    }
    expect(
      (await upload('name,email\nAnn Lot,ann@example.org', { everybodyIs: 'staff' })).status,
    ).toBe(303);
    expect((await upload('a'.repeat(2_000_001))).text).toContain('smaller than 2 MB');
  });

  it('takes somebody off, and is nobody else’s to see', async () => {
    const [amina] = await people();
    const remove = at(`consultees/${amina!.id}/remove`);
    expect((await other.get(at('consultees'))).status).toBe(404);
    expect((await other.get(remove)).status).toBe(404);
    expect((await web.browser().get(at('consultees'))).headers.get('location')).toContain(
      '/sign-in',
    );
    expect((await browser.fill(remove, remove, {})).status).toBe(303);
    expect((await people()).map(({ name }) => name)).not.toContain('Amina Okafor');
  });
});

describe('replies', () => {
  let ben: Asked;

  beforeAll(async () => {
    asked = { ...asked, consultation: await launched(pool, asked) };
    const person = { name: 'Ben Low', email: 'ben@example.org' };
    ben = await anAskedPerson(pool, asked, web.settings.secretKeys, person);
  });

  it('are listed, filtered, and opened with their own words and the whole original', async () => {
    await receive('ben@example.org', ben, 'No. <script>alert(1)</script>');
    const list = await browser.get(at('responses'));
    expect(list.text).toContain('R-0001: Ben Low');
    expect(list.text).toContain('1 reply counts, from 1 person');
    expect((await browser.get(at('responses?group=staff'))).text).toContain(
      'No reply is like that.',
    );
    expect((await browser.get(at('responses?group=parent&late=no'))).text).toContain('R-0001');

    const [line] = await responses.list(pool, asked.consultation.id);
    const one = await browser.get(at(`responses/${line!.id}`));
    expect(one.text).toContain('No. &lt;script&gt;');
    expect(one.text).toContain('ben@example.org');
    const original = await browser.get(at(`responses/${line!.id}/original`));
    expect(original.text).toContain('<script>alert(1)</script>');
    expect(original.headers.get('content-disposition')).toContain(
      'attachment; filename="R-0001.eml"',
    );
    expect((await other.get(at(`responses/${line!.id}`))).status).toBe(404);
    expect((await other.get(at(`responses/${line!.id}/original`))).status).toBe(404);
  });

  it('on paper are typed in with the day they came', async () => {
    const page = at('responses/enter');
    const typed = {
      channel: 'paper',
      author: 'Ms Ode',
      group: 'neighbour',
      view: 'disagree',
      words: 'Traffic.',
    };
    const tomorrow = new Date(Date.now() + 2 * 86_400_000);
    const day = (date: Date) => ({
      'receivedOn-day': String(date.getDate()),
      'receivedOn-month': String(date.getMonth() + 1),
      'receivedOn-year': String(date.getFullYear()),
    });
    const future = await browser.upload(page, page, formOf({ ...typed, ...day(tomorrow) }));
    expect(future.status).toBe(422);
    expect(future.text).toContain('must be today or in the past');
    const good = await browser.upload(page, page, formOf({ ...typed, ...day(new Date()) }));
    expect(good.status).toBe(303);

    const [line] = await responses.list(pool, asked.consultation.id);
    expect(line).toMatchObject({
      name: 'Ms Ode',
      channel: 'paper',
      grade: 'entered',
      view: 'disagree',
    });
    const counted = await responses.counts(pool, asked.consultation.id);
    expect(counted.inTime).toMatchObject({
      responses: 2,
      byView: { disagree: 1, 'not-asked': 1 },
      byChannel: { paper: 1, email: 1 },
    });
  });

  it('from a stranger wait at the desk until the clerk decides with a reason', async () => {
    await receive('stranger@example.org', ben, 'For Ben.');
    expect((await browser.get(at('desk'))).text).toContain('For Ben.');
    const [line] = await responses.list(pool, asked.consultation.id);
    const page = at(`responses/${line!.id}`);
    expect((await browser.fill(page, `${page}/decide`, { decision: 'counted' })).status).toBe(422);
    const fields = { decision: 'not-counted', reason: 'Ben says that it is not his.' };
    expect((await browser.fill(page, `${page}/decide`, fields)).status).toBe(303);

    expect((await browser.get(page)).text).toContain('Ben says that it is not his.');
    expect((await browser.get(at('desk'))).text).not.toContain('For Ben.');
    expect((await other.fill('/account', `${page}/decide`, fields)).status).toBe(404);
  });

  it('without a letter go from the installation’s desk to the case’s, and become a reply', async () => {
    const mail = await receive('nobody@example.org', null, 'About the school.');
    expect((await browser.get('/unmatched')).status).toBe(403);
    await inTransaction(pool, (tx) =>
      addMembership(tx, { person: clerk.person, body: clerk.body!, role: 'administrator' }),
    );
    const page = `/unmatched/${mail}`;
    expect((await browser.get('/unmatched')).text).toContain('My &lt;view&gt;');
    expect((await browser.get(page)).text).toContain('About the school.');
    expect((await browser.get(at(`desk/${mail}`))).status).toBe(404);
    const wrong = await browser.fill(page, `${page}/hand-over`, { reference: '1999-0001' });
    expect(wrong.status).toBe(422);
    const { rows } = await pool.query<{ reference: string }>(
      'SELECT reference FROM cases WHERE id = $1',
      [asked.caseId],
    );
    const { reference } = rows[0]!;
    expect((await browser.fill(page, `${page}/hand-over`, { reference })).status).toBe(303);

    const desk = at(`desk/${mail}`);
    expect((await browser.get(desk)).text).toContain('About the school.');
    expect((await other.get(desk)).status).toBe(404);
    const place = { consultee: ben.consultee, author: '', group: '', view: 'neither', words: '' };
    const placed = await browser.fill(desk, `${desk}/response`, { ...place, consultee: newId() });
    expect(placed.status).toBe(404);
    expect((await browser.fill(desk, `${desk}/response`, place)).status).toBe(303);
    expect((await browser.fill(at('consultees/new'), `${desk}/response`, place)).status).toBe(409);
    const [line] = await responses.list(pool, asked.consultation.id);
    expect(line).toMatchObject({ name: 'Ben Low', view: 'neither', standing: 'counted' });
  });

  it('of machines are filed, and can be put aside once taken back', async () => {
    const mail = await receive('ben@example.org', ben, 'I am away.', 'automatic');
    const page = at('desk');
    expect((await browser.get(page)).text).toContain('Written by machines');
    expect((await browser.fill(page, `${page}/${mail}/take-back`, {})).status).toBe(303);
    const desk = `${page}/${mail}`;
    expect((await browser.fill(desk, `${desk}/put-aside`, { reason: '' })).status).toBe(422);
    expect(
      (await browser.fill(desk, `${desk}/put-aside`, { reason: 'Out of office' })).status,
    ).toBe(303);
    expect((await browser.get(desk)).text).toContain('It was put aside.');
  });
});

describe('a file of a mail', () => {
  it('is given by itself, never shown and never opened', async () => {
    const person = { name: 'Fay Hill', email: 'fay@example.org' };
    const fay = await anAskedPerson(pool, asked, web.settings.secretKeys, person);
    const mail =
      'From: fay@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' +
      '--b\r\nContent-Type: text/plain\r\n\r\nSee my form.\r\n' +
      '--b\r\nContent-Type: text/html; name="../form.html"\r\n' +
      'Content-Disposition: attachment\r\n\r\n<script>alert(2)</script>\r\n--b--\r\n';
    await aReceivedMail(pool, {
      ...{ from: 'fay@example.org', letter: fay.letter, answer: 'See my form.' },
      raw: Buffer.from(mail),
    });
    const lines = await responses.list(pool, asked.consultation.id);
    const { id } = lines.find(({ name }) => name === 'Fay Hill')!;
    const href = at(`responses/${id}/original?file=0`);
    expect((await browser.get(at(`responses/${id}`))).text).toContain(`href="${href}"`);

    const file = await browser.get(href);
    expect(file.text).toBe('<script>alert(2)</script>');
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toContain('attachment; filename="form.html"');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await browser.get(at(`responses/${id}/original?file=1`))).status).toBe(404);
    expect((await browser.get(at(`responses/${id}/original?file=x`))).status).toBe(400);
    expect((await other.get(href)).status).toBe(404);
  });
});
