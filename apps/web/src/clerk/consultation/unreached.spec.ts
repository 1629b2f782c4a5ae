import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { consultees, publication } from '#consultation';
import { markLetter, writeMailing } from '#mail';
import { inTransaction } from '#platform';
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
let browser: Browser;
let other: Browser;
let asked: AskedCase;
const GONE = '550 5.1.1 No such user';

beforeAll(async () => {
  cases = await CaseDesk.open();
  web = await aWebServer({ on: cases });
  pool = web.database.pool;
  const { clerk } = cases;
  browser = await web.browserOf(clerk.person);
  other = await web.browserOf(cases.otherClerk.person);
  const caseId = await cases.aCase();
  asked = { caseId, clerk, consultation: await launched(pool, { caseId, clerk }) };
}, 30_000);
afterAll(async () => {
  await web.close();
  await cases.close();
});

const at = (path: string) => `/cases/${asked.caseId}/consultation/consultees/${path}`;
const overview = () => `/cases/${asked.caseId}/consultation`;
const open = () => consultees.unreached.list(pool, asked.consultation.id);

/** Somebody whose letter went out and came back for good. */
async function bounced(name: string): Promise<Asked> {
  const given = { name, email: `${name.toLowerCase().replace(' ', '.')}@example.org` };
  const person = await anAskedPerson(pool, asked, web.settings.secretKeys, given);
  await markLetter(pool, person.letter, 'sent', {});
  await markLetter(pool, person.letter, 'bounced', { answer: GONE });
  return person;
}

describe('a letter that comes back', () => {
  it('14: raises a task to use another channel, on every page where its clerk looks', async () => {
    expect((await browser.get(at('unreached'))).text).toContain('Nobody waits to be told');
    expect((await browser.get(overview())).text).not.toContain('Not reached by any letter');
    const ann = await bounced('Ann Lot');

    expect(await open()).toMatchObject([{ id: ann.consultee, why: 'came-back', answer: GONE }]);
    expect((await browser.get(at('unreached'))).text).toContain(GONE);
    expect((await browser.get(overview())).text).toContain('Not reached by any letter');
    expect((await browser.get(at('').slice(0, -1))).text).toContain('1 person was');
    const home = await browser.get('/home');
    expect(home.text).toContain('1 person was reached by no letter about the consultation');
    expect(home.text).toContain(at('unreached'));
    expect((await other.get('/home')).text).not.toContain('reached by no letter');
    expect((await other.get(at('unreached'))).status).toBe(404);
    expect((await other.get(at(`${ann.consultee}/reach`))).status).toBe(404);
  });

  it('ends when they are told by telephone, and its letter troubles nobody any more', async () => {
    const [found] = await open();
    const { id } = found!;
    const page = at(`${id}/reach`);
    expect((await browser.fill(page, page, { note: '' })).text).toContain('Select what you did.');
    const told = { how: 'telephone', note: 'She will use the page.' };
    expect((await browser.fill(page, page, told)).status).toBe(303);
    expect(await open()).toEqual([]);
    expect((await browser.get('/home')).text).not.toContain('letter did not arrive');
  });

  it('ends when they cannot be reached, with the reason', async () => {
    const { consultee } = await bounced('Ben Low');
    const page = at(`${consultee}/reach`);
    const given = { how: 'not-reached', note: '' };
    expect((await browser.fill(page, page, given)).text).toContain('Enter why');
    const note = 'Moved away, no number.';
    expect((await browser.fill(page, page, { ...given, note })).status).toBe(303);
    expect(await open()).toEqual([]);
    const silent = pool.query(
      `INSERT INTO consultee_contact (consultee, seq, how, by, at, record_seq)
       VALUES ($1, 9, 'not-reached', 'somebody', assent_now(), 1)`,
      [consultee],
    );
    await expect(silent).rejects.toThrow('giving_up_has_a_reason');
  });

  it('ends when it is printed and posted', async () => {
    const { consultee, letter } = await bounced('Cora Day');
    const { text } = await browser.get(at(`${consultee}/reach`));
    const print = `/cases/${asked.caseId}/letters/${letter}/print`;
    expect(text).toContain(print);
    const paper = await browser.get(print);
    expect(paper.text).toContain('Cora Day');
    expect((await browser.fill(print, print.replace(/print$/, 'printed'), {})).status).toBe(303);
    expect(await open()).toEqual([]);
  });

  it('goes to the right address with a key of its own once that is corrected', async () => {
    await inTransaction(pool, (tx) =>
      writeMailing(tx, {
        template: 'consultation-launched',
        audience: { who: 'nobody' },
        values: { schoolName: 'Hillside' },
        createdBy: asked.clerk.person,
        caseId: asked.caseId,
        consultationId: asked.consultation.id,
      }),
    );
    const { consultee } = await bounced('Dee Fox');
    const page = at(`${consultee}/reach`);
    const address = at(`${consultee}/address`);
    expect((await browser.fill(page, address, { email: 'no', postal: '' })).status).toBe(422);
    const right = { email: 'dee@example.com', postal: '' };
    expect((await browser.fill(page, address, right)).status).toBe(303);
    expect(await open()).toEqual([]);
    const people = await consultees.list(pool, asked.consultation.id);
    expect(people.filter(({ name }) => name === 'Dee Fox')).toMatchObject([{ email: right.email }]);
    const { rows } = await pool.query(
      `SELECT 1 FROM mailing WHERE consultation_id = $1 AND audience ->> 'who' = 'not-asked'`,
      [asked.consultation.id],
    );
    expect(rows).not.toEqual([]);
    expect((await browser.get(page)).text).toContain('on the list no more');
    expect((await browser.fill(at('new'), address, right)).status).toBe(409);
  });

  it('is no task once they replied all the same', async () => {
    const ed = await bounced('Ed Orr');
    expect(await open()).toHaveLength(1);
    await aReceivedMail(pool, { from: 'ed.orr@example.org', letter: ed.letter, answer: 'Yes.' });
    expect(await open()).toEqual([]);
  });
});

describe('the report', () => {
  it('says how each ended whom no letter reached at first', async () => {
    const { report } = publication;
    const { rows } = await pool.query<{ now: Date }>('SELECT assent_now() AS now');
    const of = { consultation: asked.consultation.id, asOf: rows[0]!.now, places: 0 } as const;
    const { reach } = await report.figures(pool, of);
    expect(reach.ends).toEqual({
      ...{ corrected: 1, printed: 1, telephone: 1, 'by-hand': 0, replied: 1 },
      ...{ 'not-reached': 1, open: 0 },
    });
    expect(reach.all).toMatchObject({ other: 1, failed: 2, post: 1 });
  });
});

describe('somebody who asked to be called', () => {
  const person = { name: 'Flo Gray', group: 'parent', telephone: '01234 567890', email: '' };

  it('gets no letter, and the call is a task', async () => {
    const page = at('new');
    const without = { ...person, telephone: '', email: 'flo@example.org', channel: 'telephone' };
    expect((await browser.fill(page, page, without)).text).toContain('Enter a telephone number.');
    expect((await browser.fill(page, page, { ...person, channel: 'telephone' })).status).toBe(303);
    const recipients = await inTransaction(pool, (tx) =>
      consultees.recipients(tx, {
        consultationId: asked.consultation.id,
        audience: { who: 'everybody' },
      } as unknown as Parameters<typeof consultees.recipients>[1]),
    );
    expect(recipients.map(({ name }) => name)).not.toContain('Flo Gray');
    expect(await open()).toMatchObject([{ name: 'Flo Gray', why: 'to-telephone' }]);
  });

  it('is read from a file with how they want to hear', async () => {
    const csv = [
      'name,group,email,phone,preferred channel',
      'Gil Hay,staff,gil@example.org,01234 5,by phone',
      'Hal Ives,staff,hal@example.org,,by hand',
      'Ida Jay,staff,,,telephone',
      'Jan Kay,staff,jan@example.org,,by pigeon',
    ].join('\r\n');
    const page = at('import');
    const read = await browser.upload(page, page, formOf({}, new File([csv], 'people.csv')));
    const preview = read.headers.get('location')!;
    const { text } = await browser.get(preview);
    expect(text).toContain('Enter a telephone number.');
    expect(text).toContain('“by pigeon” is not one of the ways');
    expect((await browser.fill(preview, preview, {})).status).toBe(303);
    const people = await consultees.list(pool, asked.consultation.id);
    expect(
      people.filter(({ name }) => /Hay|Ives/.test(name)).map(({ channel }) => channel),
    ).toEqual(['telephone', 'by-hand']);
  });
});
