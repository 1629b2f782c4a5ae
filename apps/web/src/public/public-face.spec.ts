import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findConsultation, responses } from '#consultation';
import { consultationDesk, launchConsultation, passDeadlines, verifyCases } from '#cases';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { theTrust } from '../../../../test/support/journey-builder.js';
import { aWebServer, marksIn } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let clerk: Browser;
let anybody: Browser;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  clerk = await web.browserOf(desk.clerk.person);
  anybody = web.browser();
  await desk.moveClock('2041-01-06T09:00:00Z');
}, 30_000);
afterAll(async () => {
  await web.close();
  await desk.close();
});

async function planned(kind: 'community' | 'voluntary-aided-church-of-england' = 'community') {
  const id = await desk.aCase(kind);
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  return { id, page: `/cases/${id}/consultation/public` };
}
const announce = (page: string, [year, month, day]: readonly string[]) =>
  clerk.fill(page, page, {
    ...{ 'opensOn-day': day ?? '', 'opensOn-month': month ?? '', 'opensOn-year': year ?? '' },
  });
const consultationOf = async (id: string) =>
  (await findConsultation(desk.office.pool, { caseId: id }))!.id;
const listed = async () => (await anybody.get('/consultations')).text;

describe('the public face of a consultation', () => {
  it('is nobody’s before its clerk announces it, and again after that is taken back', async () => {
    const { id, page } = await planned();
    expect((await clerk.get(page)).text).toContain('Nobody outside your desk sees this');
    const past = await announce(page, ['2040', '1', '1']);
    expect([past.status, past.text.includes('The day must be today or later.')]).toEqual([
      422,
      true,
    ]);
    expect((await announce(page, ['2041', '2', '3'])).status).toBe(303);
    const path = `/consultations/${await consultationOf(id)}`;
    const shown = await anybody.get(path);
    expect(shown.text).toContain('This consultation has not begun.');
    expect(shown.text).toContain('3 February 2041');
    expect(await listed()).toContain(path);
    for (const early of ['replies', 'replies.csv', 'document', 'text/1', 'events.ics'])
      expect([early, (await anybody.get(`${path}/${early}`)).status]).toEqual([early, 404]);

    expect((await announce(page, [])).status).toBe(303);
    expect((await anybody.get(path)).status).toBe(404);
    expect(await listed()).not.toContain(path);
    const other = await web.browserOf(desk.otherClerk.person);
    expect((await other.get(page)).status).toBe(404);
  });

  it('is not seen of a case that has ended before it began', async () => {
    const { id, page } = await planned();
    await announce(page, ['2041', '3', '3']);
    const path = `/consultations/${await consultationOf(id)}`;
    expect((await anybody.get(path)).status).toBe(200);
    await desk.send(id, 'case.withdrawn', { reason: 'The board withdrew.' });
    expect((await anybody.get(path)).status).toBe(404);
    expect(await listed()).not.toContain(path);
  });

  it('says while it is open how long that lasts and how to reply, then what happens, then the outcome', async () => {
    const { id } = await planned();
    const consultation = await desk.writeText(id);
    const document = await desk.file(id, 'consultationDocument');
    const window = { consultation, document, closesOn: '2041-02-17', closesAt: '17:00' };
    await launchConsultation(desk.office, await desk.act(id), window);
    const path = `/consultations/${consultation}`;
    const at = (place: string) => `/cases/${id}/consultation/${place}`;
    const open = await anybody.get(path);
    for (const words of [
      '42 days are left.',
      '17 February 2041 at 5pm',
      'open its link',
      'telephone',
    ])
      expect(open.text).toContain(words);
    expect(open.text).not.toContain('What happens now');
    const paper = await anybody.get(`${path}/paper`);
    for (const words of [
      '17 February 2041 at 5pm',
      'I disagree with the proposal',
      'No',
      'school office',
    ])
      expect([words, paper.text.includes(words)]).toEqual([words, true]);
    expect(await listed()).toMatch(new RegExp(`Open now[\\s\\S]*${path}[\\s\\S]*Closes on`));
    expect((await announce(`/cases/${id}/consultation/public`, ['2041', '5', '5'])).status).toBe(
      409,
    );

    const said = { receivedOn: '2041-01-06', channel: 'paper', consultee: null } as const;
    const words = 'A secret child Tom says the uniform costs too much.';
    const reply = {
      ...said,
      author: 'Nora Orr',
      group: 'parent',
      view: 'disagree',
      words,
    } as const;
    for (const publish of ['named', 'no', 'no', 'no', 'no', 'no'] as const)
      await inTransaction(desk.office.pool, (tx) =>
        responses.enter(tx, desk.clerk, { consultation, publish, ...reply }),
      );
    const theme = { title: 'Uniform', said: 'It is dear.', does: 'accepted', why: 'It stays.' };
    const given = { ...theme, seen: '0', chosen: '1', quotes: 'child Tom' };
    expect((await clerk.fill(at('themes/new'), at('themes/new'), given)).status).toBe(303);

    await desk.moveClock('2041-02-17T09:00:00Z');
    expect((await anybody.get(path)).text).toContain('It closes today.');
    await desk.moveClock('2041-02-20T09:00:00Z');
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    const closed = await anybody.get(path);
    expect(closed.text).toContain('What happens now');
    expect((await anybody.get(`${path}/paper`)).status).toBe(404);
    expect(closed.text).toContain('href="#next"');
    expect(closed.text).not.toContain('It is dear.');
    expect(closed.text).toContain('The governing board receives a report');
    expect(await listed()).not.toContain('with what people said');

    const report = (await clerk.get(at('report'))).text;
    const [, form = ''] = /<form class="app-form"[^>]*\/report"([\s\S]*?)<\/form>/.exec(report)!;
    const hidden = form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
    const issue = Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!]));
    expect((await clerk.post(at('report'), issue)).status).toBe(303);
    const reported = await anybody.get(path);
    for (const shown of ['It is dear.', 'Accepted. It stays.', 'We asked', 'You said', 'We did'])
      expect([shown, reported.text.includes(shown)]).toEqual([shown, true]);
    expect(reported.text).toContain('It counts 6 replies in time and 0 late.');
    for (const secret of ['Tom', 'Nora', 'R-0001'])
      expect([secret, reported.text.includes(secret)]).toEqual([secret, false]);
    expect((await consultationDesk.outcome(desk.office, consultation)).decision).toBeNull();
    expect((await listed()).match(new RegExp(path, 'g'))).toHaveLength(1);
    expect(await listed()).toMatch(new RegExp(`with what people said[\\s\\S]*${path}`));
    expect(reported.text).not.toContain('The governing board receives a report');
  });
});

/** The events of a calendar file, its folded lines put together (RFC 5545, 3.1). */
function eventsIn(file: string): readonly Record<string, string>[] {
  expect(file).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  return file
    .replaceAll(/\r\n[ \t]/g, '')
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((event) => {
      const lines = [...event.matchAll(/^([A-Z-]+)[^:\r\n]*:(.*)\r$/gm)];
      return Object.fromEntries(lines.map(([, name, value]) => [name!, value!]));
    });
}

describe('meetings and drop-ins', () => {
  const SUMMER = {
    ...{ title: 'Drop-in, with tea; all welcome', starts: '6pm', ends: '7:30pm' },
    ...{ place: 'The hall', audience: 'Parents and carers' },
    ...{ 'on-day': '4', 'on-month': '6', 'on-year': '2041' },
  };

  it('are in calendars at the time of London in summer and in winter', async () => {
    const { id, page } = await planned();
    const wrong = await clerk.fill(`${page}/events/new`, `${page}/events/new`, {
      ...{ ...SUMMER, seen: '0', ends: '5pm', title: '' },
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Enter what it is called.');
    const before = await clerk.fill(`${page}/events/new`, `${page}/events/new`, {
      ...{ ...SUMMER, seen: '0', ends: '5pm' },
    });
    expect(before.text).toContain('It must end after it begins.');
    const form = marksIn((await clerk.get(`${page}/events/new`)).text);
    for (let click = 1; click <= 2; click += 1)
      expect(
        (await clerk.post(`${page}/events/new`, { ...form, ...SUMMER, seen: '0' })).status,
      ).toBe(303);
    const winter = { ...SUMMER, title: 'Evening', 'on-day': '4', 'on-month': '12', seen: '0' };
    await clerk.fill(`${page}/events/new`, `${page}/events/new`, winter);
    const path = `/consultations/${await consultationOf(id)}`;
    expect((await anybody.get(`${path}/events.ics`)).status).toBe(404);
    await announce(page, ['2041', '5', '5']);

    const feed = await anybody.get(`${path}/events.ics`);
    expect(feed.headers.get('content-type')).toContain('text/calendar');
    expect(eventsIn(feed.text)).toMatchObject([
      {
        ...{ DTSTART: '20410604T170000Z', DTEND: '20410604T183000Z', SEQUENCE: '0' },
        ...{ LOCATION: 'The hall', STATUS: 'CONFIRMED' },
      },
      { DTSTART: '20411204T180000Z', DTEND: '20411204T193000Z', SEQUENCE: '0' },
    ]);
    expect(feed.text).toContain('Drop-in\\, with tea\\; all welcome');
    const shown = await anybody.get(path);
    expect(shown.text).toContain('Tuesday 4 June 2041, 6pm to 7:30pm');
    const [, one] = /href="([^"]*calendar\.ics)"/.exec(shown.text)!;
    expect(eventsIn((await anybody.get(one!)).text)).toHaveLength(1);
    expect((await anybody.get(`${path}/events/9/calendar.ics`)).status).toBe(404);
  });

  it('keep their name in calendars when they are moved or called off, with a higher sequence', async () => {
    const { id, page } = await planned();
    const put = (number: string, given: object) =>
      clerk.fill(`${page}/events/${number}`, `${page}/events/${number}`, { ...SUMMER, ...given });
    await put('new', { seen: '0' });
    await announce(page, ['2041', '5', '5']);
    const path = `/consultations/${await consultationOf(id)}`;
    const event = async () => eventsIn((await anybody.get(`${path}/events.ics`)).text)[0]!;
    const first = await event();
    expect((await clerk.get(`${page}/events/1`)).text).toContain('value="7:30pm"');
    expect((await put('1', { seen: '1', place: 'The church' })).status).toBe(303);
    expect((await put('1', { seen: '1', place: 'Nowhere' })).text).toContain(
      'Somebody else changed this meanwhile.',
    );
    const moved = await event();
    expect(moved).toMatchObject({ UID: first['UID'], SEQUENCE: '1', LOCATION: 'The church' });
    expect((await anybody.get(path)).text).toContain('Before, it was The hall,');

    const off = `${page}/events/1/call-off`;
    for (let click = 1; click <= 2; click += 1)
      expect((await clerk.fill(`${page}/events/1`, off, {})).status).toBe(303);
    expect(await event()).toMatchObject({
      ...{ UID: first['UID'], SEQUENCE: '2', STATUS: 'CANCELLED' },
    });
    expect((await anybody.get(path)).text).toContain('Called off');
  });

  it('are kept with their hash, and a change behind the service’s back is found', async () => {
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
    await expect(desk.office.pool.query('DELETE FROM consultation_event')).rejects.toThrow(
      'permission denied',
    );
    await desk.asOwner(
      'ALTER TABLE consultation_event DISABLE TRIGGER consultation_event_is_append_only',
      `UPDATE consultation_event SET body = '{}', sha256 = sha256('{}') WHERE version = 2`,
    );
    const { faults } = await verifyCases(desk.office.pool);
    expect(faults.map(({ what }) => what)).toEqual(
      faults.map(() => 'what was published is not what the record has a hash of'),
    );
    expect(faults.length).toBeGreaterThan(0);
  });
});
