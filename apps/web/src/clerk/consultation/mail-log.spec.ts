import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultees, publication } from '#consultation';
import type { ConsulteeDraft, Group } from '#consultation';
import { launchConsultation } from '#cases';
import { expandMailings } from '#mail';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { theTrust } from '../../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let browser: Browser;
let asked = 0;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  browser = await web.browserOf(desk.clerk.person);
  await desk.moveClock('2060-02-03T10:00:00Z');
}, 30_000);
afterAll(async () => {
  await web.close();
  await desk.close();
});

const person = (name: string, group: Group, given: Partial<ConsulteeDraft> = {}) => ({
  ...{ name, group, email: `${name.toLowerCase()}.${asked}@example.org` },
  ...{ organisation: null, postal: null, ...given },
});

async function asking() {
  asked += 1;
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const [cara, dan] = await inTransaction(desk.office.pool, (tx) =>
    consultees.add(tx, desk.clerk, consultation, [
      person('Cara', 'staff'),
      person('Dan', 'parent'),
      person('Ben', 'neighbour', { email: null, postal: '4 Mill Lane' }),
    ]),
  );
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: '2060-07-30', closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
  await expand();
  const at = (path: string) => `/cases/${id}/consultation/${path}`;
  return { id, consultation, cara: cara!, dan: dan!, document, at };
}

const expand = () => expandMailings(desk.office.pool, consultees.recipients);

async function becomes(consultee: string, fact: string, answer = '') {
  await desk.office.pool.query(
    'SELECT mark_letter(id, $2, $3) FROM letter WHERE consultee = $1 AND template = $4',
    [consultee, fact, JSON.stringify({ answer }), 'consultation-launched'],
  );
}

const namesOn = (text: string): string =>
  [...text.matchAll(/header">(\w+)<span class="app-table__under">/g)].map(([, n]) => n).join();

describe('the letters to each who is asked', () => {
  it('shows what became of each, by state and by group, to the case’s own clerk alone', async () => {
    const { at, cara, dan } = await asking();
    await becomes(cara, 'sent');
    await becomes(dan, 'bounced', '550 <nobody> here');
    const page = at('consultees/letters');
    const all = await browser.get(page);
    expect(namesOn(all.text)).toBe('Ben,Cara,Dan');
    expect(all.text).toContain('550 &lt;nobody&gt; here');
    expect(all.text).toContain('Did not arrive (1)');
    expect(namesOn((await browser.get(`${page}?show=failed`)).text)).toBe('Dan');
    expect(namesOn((await browser.get(`${page}?show=to-print`)).text)).toBe('Ben');
    expect(namesOn((await browser.get(`${page}?group=staff`)).text)).toBe('Cara');
    expect(namesOn((await browser.get(`${page}?show=replied`)).text)).toBe('');
    const other = await web.browserOf(desk.otherClerk.person);
    for (const path of ['', '/again', `/${dan}/again`])
      expect([path, (await other.get(page + path)).status]).toEqual([path, 404]);
  });

  it('sends it again where the address was put right, with the reason on record', async () => {
    const { at, dan, consultation } = await asking();
    await becomes(dan, 'bounced');
    const page = at(`consultees/letters/${dan}/again`);
    const nothing = await browser.fill(page, page, { email: '', postal: '', act: 'send' });
    expect([nothing.status, nothing.text.includes('Enter an e-mail address, or')]).toEqual([
      422,
      true,
    ]);
    const given = { email: 'daniel@example.org', postal: '', act: 'send' };
    const why = await browser.fill(page, page, { ...given, reason: '' });
    expect(why.text).toContain('Enter why the letter goes out again.');
    const done = await browser.fill(page, page, { ...given, reason: 'It came back.' });
    expect(done.status).toBe(303);
    await expand();
    const [line] = await consultees.sendings.mailLog(desk.office.pool, consultation, {
      group: 'parent',
    });
    expect(line).toMatchObject({ toAddress: 'daniel@example.org', state: 'waiting', letters: 2 });
    expect((await browser.get(at('sending'))).text).toContain('The same letter again: to 1');
  });

  it('sends it again to all whose address was put right since', async () => {
    const { at, cara, dan, consultation } = await asking();
    for (const one of [cara, dan]) await becomes(one, 'bounced');
    const page = at('consultees/letters');
    expect((await browser.get(page)).text).not.toContain('Send the letter there again');
    const save = { email: 'right@example.org', postal: '', act: 'save', reason: '' };
    const correct = at(`consultees/letters/${cara}/again`);
    expect((await browser.fill(correct, correct, save)).status).toBe(303);
    expect((await browser.get(page)).text).toContain('1 address was corrected');
    const again = `${page}/again`;
    const listed = await browser.get(again);
    expect([listed.text.includes('Cara'), listed.text.includes('Dan')]).toEqual([true, false]);
    expect((await browser.fill(again, again, { reason: '' })).status).toBe(422);
    expect((await browser.fill(again, again, { reason: 'They came back.' })).status).toBe(303);
    await expand();
    const lines = await consultees.sendings.mailLog(desk.office.pool, consultation);
    expect(lines.map(({ name, letters }) => [name, letters])).toEqual([
      ['Ben', 1],
      ['Cara', 2],
      ['Dan', 1],
    ]);
  });
});

describe('asking everybody again, at the clerk’s desk', () => {
  it('is offered once something new can be read, and waits like a launch', async () => {
    const { at, consultation, document } = await asking();
    await desk.letPass(24 * 60);
    const page = at('sending/again');
    expect((await browser.get(page)).text).toContain('first publish what has changed');
    await inTransaction(desk.office.pool, async (tx) => {
      const { version: seen } = (await publication.newest(tx, consultation))!;
      const written = { consultation, seen, section: 'staff', said: { words: 'Another word.' } };
      await publication.write(tx, desk.clerk, written);
      await publication.publish(tx, desk.clerk, { consultation, document });
    });
    const closing = {
      ...{ 'closesOn-day': '2', 'closesOn-month': '2', 'closesOn-year': '2060' },
      ...{ closesAt: '5pm', gap: '0' },
    };
    const short = await browser.fill(page, page, { ...closing, reason: 'The kitchen.' });
    expect([short.status, short.text.includes('at least 14 days')]).toEqual([422, true]);
    const long = { ...closing, 'closesOn-day': '20', 'closesOn-month': '8' };
    expect((await browser.fill(page, page, { ...long, reason: '' })).status).toBe(422);
    const done = await browser.fill(page, page, { ...long, reason: 'The kitchen.' });
    expect(done.headers.get('location')).toBe(at('sending'));
    expect((await browser.get(at('sending'))).text).toContain('Everybody asked again');
    await desk.letPass(6);
    await expand();
    const { rows } = await desk.office.pool.query<{ says: string; count: number }>(
      `SELECT values ->> 'reason' AS says, count(*)::int AS count FROM letter
        WHERE consultation_id = $1 AND template = 'consultation-again' GROUP BY 1`,
      [consultation],
    );
    expect(rows).toEqual([{ says: 'The kitchen.', count: 3 }]);
  });
});
