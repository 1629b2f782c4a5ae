import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calendars } from '#law';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { dateBoxes, submit } from '../../../../test/support/form.js';
import { WHY, YEARS } from '../../../../test/support/term-dates.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let admin: Browser;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  const administrator = await desk.memberOf(desk.clerk.body!, 'administrator');
  admin = await web.browserOf(administrator.person);
  await desk.aSchool('community');
  await desk.moveClock('2040-03-01T09:00:00Z');
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const LEEDS = '/admin/calendar/term-dates/383.2039';

/** A school year as it is typed, with some of its days changed. */
function typed(change: Readonly<Record<string, string>> = {}, year: 2039 | 2040 = 2039) {
  const days = Object.entries(YEARS[year]).flatMap(([term, { firstDay, lastDay, halfTerm }]) => [
    [`${term}First`, firstDay],
    [`${term}HalfFirst`, halfTerm.firstDay],
    [`${term}HalfLast`, halfTerm.lastDay],
    [`${term}Last`, lastDay],
  ]);
  const answers = { ...Object.fromEntries(days), ...change } as Record<string, string>;
  const boxes = Object.entries(answers).map(([name, date]) => dateBoxes(name, date));
  return Object.assign({ ...WHY }, ...boxes) as Record<string, string>;
}

async function enter(path: string, answers: Readonly<Record<string, string>>) {
  const check = await submit(admin, await admin.get(`${path}/correct`), answers);
  return { check, done: check.status === 200 ? await submit(admin, check) : check };
}

describe('term dates', () => {
  test('are chosen by authority and year, entered, and shown as they are held', async () => {
    const list = await admin.get('/admin/calendar');
    expect(list.text).toContain('No term dates are held yet.');
    expect(list.text).toContain('<option value="383">Leeds</option>');
    const chosen = await admin.get('/admin/calendar/term-dates?owner=383&urn=&year=2039');
    expect(chosen.headers.get('location')).toBe(`${LEEDS}/correct`);

    const { check, done } = await enter(LEEDS, typed());
    expect(check.text).toContain('Autumn term: 1 September 2039 to 16 December 2039');
    expect(check.text).toContain('School days in the year');
    expect(done.text).toContain('Recorded. School days are counted by it from now on.');
    expect(done.text).toContain(WHY.source);
    expect(done.text).toContain('A administrator');
    expect((await admin.get('/admin/calendar')).text).toContain('2039 to 2040');
    const calendar = await calendars.of(desk.office.pool, { urn: null, laCode: '383' });
    expect(calendar.schoolDaysBetween('2040-05-25', '2040-06-04')).toBe(1);
  });

  test('are corrected with a reason, begin as they were typed, and keep every version', async () => {
    const path = '/admin/calendar/term-dates/383.2040';
    await enter(path, typed({}, 2040));
    const form = await admin.get(`${path}/correct`);
    expect(form.text).toContain('value="2041"');
    const sooner = { ...dateBoxes('summerLast', '2041-07-18'), ...WHY };
    const done = await submit(admin, await submit(admin, form, sooner));
    expect(done.text).toContain('Version 2, from 1 March 2040');
    expect(done.text).toContain('Version 1, from 1 March 2040');
    expect(done.text).toContain('22 April 2041 to 18 July 2041');
    expect(done.text).toContain('22 April 2041 to 19 July 2041');
    const unreasoned = await submit(admin, await admin.get(`${path}/correct`), { source: 'x' });
    expect([unreasoned.status, unreasoned.text.includes('Say why it is entered')]).toEqual([
      422,
      true,
    ]);
  });

  test.each([
    ['a term that overlaps', { springFirst: '2039-12-16' }, 'later than the last day of the term'],
    ['a term that ends first', { springLast: '2040-01-02' }, 'must be later than the first day'],
    ['a gap', { springFirst: '2040-01-23' }, 'More than five weeks lie between'],
    ['a day of another year', { summerLast: '2041-07-19' }, 'from 1 August 2039 to 31 July 2040'],
    ['a Sunday', { autumnFirst: '2039-09-04' }, 'This day is a Saturday or a Sunday.'],
    ['a half-term outside', { summerHalfFirst: '2040-04-06' }, 'last day of the summer term'],
    ['no day at all', { autumnFirst: '--' }, 'Enter the first day of the autumn term.'],
    ['no real day', { autumnFirst: '2039-09-31' }, 'Enter the first day of the autumn term.'],
  ])('say what is wrong with %s, and keep what was typed', async (_, change, says) => {
    const form = await admin.get('/admin/calendar/term-dates/383.2039/correct');
    const again = await submit(admin, form, typed(change));
    expect(again.status).toBe(422);
    expect(again.text).toContain(says);
    expect(again.text).toContain(WHY.reason);
    const [name, date] = Object.entries(change)[0]!;
    expect(again.text).toMatch(new RegExp(`name="${name}-day"[^>]*value="${date.slice(8)}"`));
    expect(again.text).toContain(`href="#${name}-day"`);
  });

  test('are taken back where they were entered by mistake, and are unknown again', async () => {
    const path = '/admin/calendar/term-dates/383.2041';
    const none = { ...WHY, takeBack: 'yes' };
    const { done } = await enter(path, none);
    expect(done.text).toContain('Not known: the dates were taken back');
    expect((await admin.get('/admin/calendar')).text).toContain('taken back');
  });

  test('of one school go before those of its authority', async () => {
    const urn = await desk.aSchool('community');
    const chosen = await admin.get(`/admin/calendar/term-dates?owner=&urn=${urn}&year=2039`);
    const path = `/admin/calendar/term-dates/${urn}.2039`;
    expect(chosen.headers.get('location')).toBe(`${path}/correct`);
    await enter(path, typed({ summerLast: '2040-07-13' }));
    const { pool } = desk.office;
    const own = await calendars.of(pool, { urn, laCode: '383' });
    expect(own.isSchoolDay('2040-07-16')).not.toBe(true);
    const theirs = await calendars.of(pool, { urn: '100000', laCode: '383' });
    expect(theirs.isSchoolDay('2040-07-16')).toBe(true);
  });

  test.each([
    ['owner=&urn=&year=2039', 'Choose an authority, or give the number of a school.'],
    ['owner=383&urn=123456&year=2039', 'not both'],
    ['owner=&urn=999999&year=2039', 'No school of the register has this number.'],
    ['owner=383&urn=&year=', 'Choose a school year.'],
    ['owner=000&urn=&year=2039', 'Choose an authority'],
  ])('are not looked for by %s', async (query, says) => {
    const again = await admin.get(`/admin/calendar/term-dates?${query}`);
    expect([again.status, again.text.includes(says)]).toEqual([422, true]);
  });
});

describe('bank holidays', () => {
  test('are shown by their rules, and a proclaimed day is added and taken away again', async () => {
    const list = await admin.get('/admin/calendar');
    expect(list.text).toContain('Bank holidays in 2040');
    expect(list.text).toContain('Monday 27 August 2040: Summer bank holiday');
    const sought = 'day-day=4&day-month=6&day-year=2040';
    const chosen = await admin.get(`/admin/calendar/bank-holiday?${sought}`);
    const path = '/admin/calendar/bank-holiday/2040-06-04';
    expect(chosen.headers.get('location')).toBe(`${path}/correct`);
    expect((await admin.get(path)).text).toContain('No bank holiday by the usual rules');

    const jubilee = { ...WHY, isHoliday: 'yes', name: 'A jubilee' };
    const { check, done } = await enter(path, jubilee);
    expect(check.text).toContain('A bank holiday: A jubilee');
    expect(done.text).toContain('Version 1, from 1 March 2040');
    const { pool } = desk.office;
    const of = async () => calendars.of(pool, { urn: null, laCode: null });
    expect((await of()).bankHoliday('2040-06-04')).toBe('A jubilee');
    expect((await admin.get('/admin/calendar')).text).toContain('Monday 4 June 2040: A jubilee');

    await enter(path, { ...jubilee, isHoliday: 'no' });
    expect((await of()).isWorkingDay('2040-06-04')).toBe(true);
    const moved = '/admin/calendar/bank-holiday/2040-08-27';
    expect((await admin.get(moved)).text).toContain('by its usual rule: Summer bank holiday');
  });

  test('say what is missing', async () => {
    const path = '/admin/calendar/bank-holiday/2040-06-05';
    const { check } = await enter(path, {});
    expect(check.status).toBe(422);
    for (const fault of ['Say whether it is', 'Enter what the day is', 'Say why', 'Say where'])
      expect(check.text).toContain(fault);
    const noDay = await admin.get('/admin/calendar/bank-holiday?day-day=31&day-month=2&day-year=');
    expect([noDay.status, noDay.text.includes('Enter the day.')]).toEqual([422, true]);
  });
});

test('the calendar is there for an administrator alone, and only what can be entered', async () => {
  const clerk = await web.browserOf(desk.clerk.person);
  expect((await clerk.get('/admin/calendar')).status).toBe(403);
  expect((await clerk.get(LEEDS)).status).toBe(403);
  for (const path of [
    'term-dates/000.2039',
    'term-dates/999999.2039',
    'term-dates/383',
    'bank-holiday/2040-02-31',
    'bank-holiday/soon',
  ])
    expect([path, (await admin.get(`/admin/calendar/${path}`)).status]).toEqual([path, 404]);
});
