import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { aPdf, dateBoxes, submit } from '../../../../../test/support/form.js';
import { schools, theTrust } from '../../../../../test/support/journey-builder.js';
import { YEARS, enterTermDates, enterYear } from '../../../../../test/support/term-dates.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Answer, Browser, WebServer } from '../../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let clerk: Browser;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  await enterTermDates(desk, schools.community.localAuthority!.code);
  // Friday: the six weeks that follow are three of term and three of the summer holiday.
  await desk.moveClock('2040-06-29T09:00:00Z');
  clerk = await web.browserOf(desk.clerk.person);
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const SIX_WEEKS = { ...dateBoxes('closesOn', '2040-08-10'), closesAt: '5pm' };

async function toCheck(id: string, answers = SIX_WEEKS): Promise<{ form: Answer; check: Answer }> {
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  await desk.writeText(id);
  const form = await clerk.get(`/cases/${id}/steps/launch-consultation`);
  const question = 'Should the school join?';
  const paper = { have_document: aPdf('consultation.pdf') };
  return { form, check: await submit(clerk, form, { ...answers, question }, paper) };
}

/** Orders the launch, and lets the minutes pass in which it can be taken back. */
async function launch(check: Answer): Promise<void> {
  await submit(clerk, check);
  await desk.letPass(6);
}

/** What a summary list says beside a key. */
function valueOf({ text }: Answer, key: string): string {
  const row = new RegExp(`<dt[^>]*>${key}</dt>\\s*<dd[^>]*>([\\s\\S]*?)</dd>`).exec(text);
  return row?.[1]?.replaceAll(/<[^>]+>/g, ' ').trim() ?? `no row ${key}`;
}

describe('the school days of a consultation', () => {
  it('are shown with the holidays before it is launched, with a warning, and after', async () => {
    const id = await desk.aCase('community');
    const { form, check } = await toCheck(id);
    expect(form.text).toContain('Term dates of Leeds are held up to 19 July 2041.');
    expect(valueOf(check, 'Days')).toContain('42, from the day after people are asked');
    expect(valueOf(check, 'Working days')).toBe('30');
    expect(valueOf(check, 'School days')).toBe('15');
    expect(valueOf(check, 'School holidays')).toBe('15 of the 30 working days');
    expect(valueOf(check, 'Bank holidays')).toBe('None');
    expect(check.text).toContain('People have 15 school days to answer, fewer than 20.');
    expect(check.text).toContain('Of 30 working days only 15 are school days');

    await launch(check);
    const running = await clerk.get(`/cases/${id}/consultation`);
    expect(valueOf(running, 'School days')).toBe('15');
    expect(valueOf(running, 'School holidays')).toBe('15 of the 30 working days');
    const { version } = await desk.stored(id);
    const { rows } = await desk.office.pool.query<{ seq: number }>(
      `SELECT max(seq)::int AS seq FROM journal WHERE stream = $1 AND kind = 'move'`,
      [`case:${id}`],
    );
    expect(version).toBe(2);
    const entry = await clerk.get(`/cases/${id}/timeline/${rows[0]!.seq}`);
    expect(valueOf(entry, 'Days to answer')).toBe('42, of which 30 are working days');
    expect(valueOf(entry, 'School days to answer')).toBe('15');
    expect(entry.text).toContain('Not met: a warning');
  });

  it('are counted anew where term dates are corrected, beside what the record keeps', async () => {
    const urn = await desk.aSchool('community');
    const id = await desk.openCase(urn);
    await launch((await toCheck(id)).check);
    const same = await clerk.get(`/cases/${id}/consultation`);
    expect(valueOf(same, 'School days on the record')).toContain('no row');
    const { summer } = YEARS[2039];
    const shorter = { ...YEARS[2039], summer: { ...summer, lastDay: '2040-07-13' } };
    await enterYear(desk, `${urn}.2039`, shorter);
    const running = await clerk.get(`/cases/${id}/consultation`);
    expect(valueOf(running, 'School days')).toBe('10');
    expect(valueOf(running, 'School days on the record')).toMatch(/^15, as they were counted/);
    expect(running.text).toContain('The days that people have to answer');
  });

  it('of more time are counted for the whole window, with its bank holiday', async () => {
    const id = await desk.aCase('community');
    await launch((await toCheck(id)).check);
    const form = await clerk.get(`/cases/${id}/steps/extend-consultation`);
    const more = { ...dateBoxes('closesOn', '2040-09-14'), closesAt: '5pm' };
    const check = await submit(clerk, form, more);
    expect(valueOf(check, 'School days')).toBe('25');
    expect(valueOf(check, 'Bank holidays')).toBe('Summer bank holiday, 27 August 2040');
    expect(check.text).not.toContain('fewer than 20');
    expect(check.text).toContain('Of 54 working days only 25 are school days');
  });

  it('are said not to be known where nobody entered term dates', async () => {
    const elsewhere = { ...schools.community, localAuthority: { code: '999', name: 'Nowhere' } };
    const id = await desk.aCase(elsewhere);
    const { form, check } = await toCheck(id);
    expect(form.text).toContain('No term dates of Nowhere are held for today');
    expect(valueOf(check, 'School days')).toBe(
      'Not known. Term dates are not held for every day of it.',
    );
    expect(valueOf(check, 'School holidays')).toBe('no row School holidays');
    expect(valueOf(check, 'Working days')).toBe('30');
    expect(check.text).toContain('Term dates are not held for every day of the consultation');
    expect(check.text).not.toContain('fewer than 20');
  });

  it('are told as past once the consultation is over', async () => {
    const id = await desk.aCase('community');
    await launch((await toCheck(id)).check);
    await desk.moveClock('2040-08-10T16:00:00Z');
    const over = await clerk.get(`/cases/${id}/consultation`);
    expect(over.text).toContain('The days that people had to answer');
  });
});
