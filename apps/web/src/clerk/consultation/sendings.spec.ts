import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultees, desk as mailDesk, findConsultation, responses } from '#consultation';
import type { ConsulteeDraft, Group } from '#consultation';
import { expandMailings, letterBook, writeLetters } from '#mail';
import { inTransaction, now } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { aReceivedMail } from '../../../../../test/support/consultation.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let browser: Browser;
let second: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk, environment: { MAILING_SECOND_PERSON_ABOVE: '4' } });
  browser = await web.browserOf(desk.clerk.person);
  second = await web.browserOf((await desk.memberOf(desk.clerk.body!, 'clerk')).person);
  await desk.moveClock('2050-02-03T10:00:00Z');
}, 30_000);
afterAll(async () => {
  await web.close();
  await desk.close();
});

const person = (name: string, group: Group, given: Partial<ConsulteeDraft> = {}) => ({
  ...{ name, group, email: `${name.toLowerCase()}@example.org` },
  ...{ organisation: null, postal: null, ...given },
});
const FAMILY = [
  person('Ben', 'neighbour', { email: null, postal: '4 Mill Lane' }),
  person('Cara', 'staff'),
  person('Dan', 'parent'),
];

async function aPlan(people: readonly ConsulteeDraft[]) {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  await inTransaction(desk.office.pool, (tx) =>
    consultees.add(tx, desk.clerk, consultation, people),
  );
  return { id, consultation, at: (path: string) => `/cases/${id}/consultation/${path}` };
}

/** Fills in the form of the launch as far as its check; answers where that is. */
async function toCheck(id: string, given: Record<string, string> = {}) {
  const page = `/cases/${id}/steps/launch-consultation`;
  const year = (await now(desk.office.pool)).getUTCFullYear();
  const answers = {
    ...{ question: 'Should we?', closesAt: '5pm' },
    have_document: await desk.file(id, 'consultationDocument'),
    seenVersion: String((await desk.stored(id)).version),
    ...{ 'closesOn-day': '31', 'closesOn-month': '7', 'closesOn-year': String(year) },
    ...{ 'startsOn-day': '', 'startsOn-month': '', 'startsOn-year': '', startsAt: '', gap: '30' },
    ...given,
  };
  const form = new FormData();
  for (const [name, value] of Object.entries(answers)) form.set(name, value);
  const sent = await browser.upload(page, page, form);
  return { sent, check: sent.headers.get('location') ?? '' };
}

async function order(id: string, given: Record<string, string> = {}) {
  const { check } = await toCheck(id, given);
  const seenVersion = String((await desk.stored(id)).version);
  return browser.fill(check, check, { seenVersion });
}

async function later(minutes: number) {
  await desk.letPass(minutes);
  await expandMailings(desk.office.pool, consultees.recipients);
}

describe('a launch, at the clerk’s desk', () => {
  it('says before it is ordered who is written to when, and waits where it can be taken back', async () => {
    const { id, consultation, at } = await aPlan(FAMILY);
    const { check } = await toCheck(id);
    const { text } = await browser.get(check);
    expect(text).toContain('Nothing leaves for five minutes.');
    expect(text).toContain('People who get a letter: 3.');
    expect(text).toContain('30 minutes apart');
    expect(text).toContain('/consultation/consultees/check?draft=');
    expect(text).toContain('Everybody on the list of people asked is written to.');
    expect(text).not.toContain('Nobody on the case is written to.');
    expect(text).not.toContain('(optional)');
    const done = await order(id);
    expect([done.status, done.headers.get('location')]).toEqual([303, at('sending')]);
    const waiting = await browser.get(at('sending'));
    expect(waiting.text).toContain('Waits for its time');
    expect((await browser.get(at('').slice(0, -1))).text).toContain('have not left yet');
    const back = await browser.fill(at('sending'), at('sending/1/take-back'), {});
    expect(back.status).toBe(303);
    await later(6);
    expect((await browser.get(at('sending'))).text).toContain('Taken back');
    expect((await browser.get(at('').slice(0, -1))).text).not.toContain('have not left yet');
    expect((await findConsultation(desk.office.pool, { id: consultation }))!.opensAt).toBeNull();
  });

  it('says so where nobody is on the list to be written to', async () => {
    const { id } = await aPlan([]);
    const { text } = await browser.get((await toCheck(id)).check);
    expect(text).toContain('so no letter goes to anybody');
    expect(text).not.toContain('People who get a letter');
  });

  it('begins with the planned question, and once taken back with all that was chosen', async () => {
    const { id, consultation, at } = await aPlan(FAMILY);
    const form = `/cases/${id}/steps/launch-consultation`;
    const { question } = (await findConsultation(desk.office.pool, { id: consultation }))!;
    expect((await browser.get(form)).text).toContain(`>${question}</textarea>`);
    await order(id, { gap: '45' });
    const overview = at('').slice(0, -1);
    const row = /href="([^"]+)"[^>]*>Launch the consultation</;
    expect((await browser.get(overview)).text.match(row)?.[1]).toBe(at('sending'));
    expect((await browser.get(at('sending'))).text).not.toContain('Nothing is ordered now');
    await browser.fill(at('sending'), at('sending/1/take-back'), {});
    expect((await browser.get(at('sending'))).text.match(row)?.[1]).toBe(form);
    expect((await browser.get(overview)).text.match(row)?.[1]).toBe(form);
    const { text } = await browser.get(form);
    expect(text).toContain('>Should we?</textarea>');
    for (const [name, value] of [
      ['closesOn-day', '31'],
      ['closesOn-month', '7'],
      ['gap', '45'],
    ])
      expect(text).toMatch(new RegExp(`name="${name}"[^>]*value="${value}"`));
    expect(text).toMatch(/name="have_document"[^>]* checked/);
  });

  it('shows as numbers and as a bar how far it is, and looks by itself only when it is asked to', async () => {
    const { id, at, consultation } = await aPlan(FAMILY);
    await order(id, { gap: '0' });
    await later(6);
    await desk.office.pool.query(
      `SELECT mark_letter(id, 'sent', '{}') FROM letter WHERE consultation_id = $1 AND to_name = 'Dan'`,
      [consultation],
    );
    const shown = await browser.get(at('sending'));
    expect(shown.text).toContain('Begun');
    expect(shown.text).toContain('On its way');
    expect(shown.text).toMatch(/rect width="66\.6\d*%"/);
    const cells = [...shown.text.matchAll(/numeric">(\d+)<\/td>/g)].map(([, cell]) => cell);
    expect(cells).toEqual(['1', '1', '0', '1']);
    expect(shown.headers.get('refresh')).toBeNull();
    expect((await browser.get(at('sending?watch=yes'))).headers.get('refresh')).toBe('10');
    await desk.office.pool.query(
      `SELECT mark_letter(id, 'sent', '{}') FROM letter WHERE consultation_id = $1 AND to_name = 'Cara'`,
      [consultation],
    );
    const over = await browser.get(at('sending?watch=yes'));
    expect([over.headers.get('refresh'), over.text.includes('On its way')]).toEqual([null, false]);
  });

  it('asks for a day and a time, or neither', async () => {
    const { id } = await aPlan(FAMILY);
    const { sent } = await toCheck(id, { startsAt: '9am' });
    expect([sent.status, sent.text.includes('or neither')]).toEqual([422, true]);
    const day = { 'startsOn-day': '6', 'startsOn-month': '2', 'startsOn-year': '2050' };
    const { check } = await toCheck(id, { ...day, startsAt: '9am' });
    expect((await browser.get(check)).text).toContain('leave on 6 February 2050 at 9am');
  });

  it('to many is confirmed by another clerk of the desk', async () => {
    const many = ['Eve', 'Finn', 'Gus', 'Hal', 'Ida'].map((name) => person(name, 'parent'));
    const { id, at, consultation } = await aPlan(many);
    await order(id);
    const own = await browser.get(at('sending'));
    expect(own.text).toContain('another clerk of your desk must confirm it');
    expect(own.text).not.toContain('sending/1/confirm');
    const refused = await browser.fill(at('sending'), at('sending/1/confirm'), {});
    expect([refused.status, refused.text.includes('Somebody else must confirm')]).toEqual([
      409,
      true,
    ]);
    expect((await second.get(at('sending'))).text).toContain('sending/1/confirm');
    expect((await second.fill(at('sending'), at('sending/1/confirm'), {})).status).toBe(303);
    await later(6);
    const found = await findConsultation(desk.office.pool, { id: consultation });
    expect(found!.launchedAt).not.toBeNull();
  });

  it('is nobody else’s', async () => {
    const { at } = await aPlan(FAMILY);
    const other = await web.browserOf(desk.otherClerk.person);
    for (const path of ['sending', 'consultees/check', 'consultees/check/people'])
      expect([path, (await other.get(at(path))).status]).toEqual([path, 404]);
    for (const path of ['sending/1/confirm', 'sending/1/take-back', 'consultees/check/test'])
      expect([path, (await other.fill('/cases', at(path), {})).status]).toEqual([path, 404]);
  });
});

describe('what will be sent, read before it is', () => {
  const LIST = [
    ...FAMILY,
    person('Dan', 'parent'),
    person('Kim', 'parent', { email: 'kim@school.invalid' }),
    person('Lou', 'staff', { email: 'lou@gone.example.org' }),
    person('Max', 'neighbour', { email: null }),
  ];

  it('counts by group who is reached how, who is not and why, with the names', async () => {
    const { id, at } = await aPlan(LIST);
    await lettersThatCameBack(id, 'lou@gone.example.org');
    const { text } = await browser.get(at('consultees/check'));
    const table = text.slice(text.indexOf('<table'), text.indexOf('</table>'));
    for (const way of ['Printed', 'Mail came back', 'No such mail', 'No address', 'twice'])
      expect(table).toContain(way);
    const who = async (query: string) =>
      [
        ...(await browser.get(at(`consultees/check/people?${query}`))).text.matchAll(
          /#letter">(\w+)</g,
        ),
      ]
        .map(([, name]) => name)
        .join();
    expect(await who('way=bounced')).toBe('Lou');
    expect(await who('way=bad-domain&group=parent')).toBe('Kim');
    expect(await who('way=no-address')).toBe('Max');
    expect(await who('way=duplicate')).toBe('Dan');
    expect(await who('way=email')).toBe('Cara,Dan');
    expect(await who('way=post')).toBe('Ben');
  });

  it('is what then goes out, to whom it was said to go', async () => {
    const { id, at, consultation } = await aPlan(LIST);
    const { check } = await toCheck(id, { gap: '0' });
    const draft = check.split('/').at(-1)!;
    const shown = await browser.get(at(`consultees/check?draft=${draft}`));
    expect(shown.text).toContain('The letter to Ben');
    expect(shown.text).toContain('4 Mill Lane');
    expect(shown.text).toContain('Reply by 31 July 2050 at 5pm, London time.');
    const [, next = ''] = /rel="next" href="([^"#]+)/.exec(shown.text)!;
    const cara = await browser.get(next.replaceAll('&amp;', '&'));
    expect(cara.text).toContain('The letter to Cara');
    expect(cara.text).toContain('reply+…@');
    expect(cara.text).not.toMatch(/reply\+[a-z2-7]{27}@/);

    await lettersThatCameBack(id, 'lou@gone.example.org');
    const seenVersion = String((await desk.stored(id)).version);
    expect((await browser.fill(check, check, { seenVersion })).status).toBe(303);
    expect((await second.fill(at('sending'), at('sending/1/confirm'), {})).status).toBe(303);
    await later(6);
    const { rows } = await desk.office.pool.query<{ letter: string; name: string; to: string }>(
      `SELECT id AS letter, to_name AS name, to_address AS "to" FROM letter
        WHERE consultation_id = $1 ORDER BY to_name`,
      [consultation],
    );
    expect(rows.map(({ name, to }) => [name, to])).toEqual([
      ['Ben', null],
      ['Cara', 'cara@example.org'],
      ['Dan', 'dan@example.org'],
      ['Kim', null],
      ['Lou', null],
      ['Max', null],
    ]);
    const sent = await letterBook.print(desk.office.pool, rows[1]!.letter, {
      secretKeys: web.settings.secretKeys,
      publicBaseUrl: web.url,
    });
    const [, said = ''] = /aria-label="The letter">([^<]*)</.exec(cara.text)!;
    expect(said.replaceAll('…', 'KEY').replaceAll('&#39;', '’').trim()).toBe(
      sent.text.replaceAll(/[a-z2-7]{27}/g, 'KEY').trim(),
    );
  });

  it('can be sent to the clerk alone as a test, whose answer is no response', async () => {
    const { id, at, consultation } = await aPlan(FAMILY);
    const page = at('consultees/check');
    expect((await browser.fill(page, `${page}/test`, {})).status).toBe(303);
    const own = 'clerk.of.northern@example.org';
    const { rows } = await desk.office.pool.query<{ id: string; to: string }>(
      `SELECT l.id, l.to_address AS "to" FROM letter l WHERE l.consultation_id = $1`,
      [consultation],
    );
    expect(rows).toHaveLength(1);
    const printed = await letterBook.print(desk.office.pool, rows[0]!.id, {
      secretKeys: web.settings.secretKeys,
      publicBaseUrl: web.url,
    });
    expect(printed.subject).toMatch(/^TEST: /);
    expect(printed.text).toMatch(/^This is a test\./);
    expect(printed.text).not.toContain('/r/');
    const mail = await aReceivedMail(desk.office.pool, {
      ...{ from: rows[0]!.to ?? own, letter: rows[0]!.id, answer: 'It reads well.' },
    });
    const [waits] = await mailDesk.waiting(desk.office.pool, id);
    expect(waits).toMatchObject({ inbound: mail, why: 'test' });
    await order(id);
    await later(6);
    const opened = await browser.get(at(`desk/${mail}`));
    expect(opened.text).toContain('It answers a test letter');
    expect(opened.text).not.toContain('Make it a reply');
    const made = await browser.fill(at(`desk/${mail}`), at(`desk/${mail}/response`), {});
    expect(made.status).toBe(409);
    const counts = await responses.counts(desk.office.pool, consultation);
    expect([counts.asked, counts.inTime.responses]).toEqual([3, 0]);
  });

  async function lettersThatCameBack(caseId: string, address: string): Promise<void> {
    const [letter] = await inTransaction(desk.office.pool, async (tx) => {
      const values = { schoolName: 'A', trustName: 'B', replyBy: 'C', reference: 'D' };
      return writeLetters(tx, [
        {
          template: 'consultation-launched',
          to: { name: 'Lou', address },
          values: { ...values, onBehalfOf: 'E' },
          caseId,
        },
      ]);
    });
    await desk.office.pool.query(`SELECT mark_letter($1, 'bounced', '{}')`, [letter]);
  }
});
