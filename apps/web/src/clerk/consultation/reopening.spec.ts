import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consultationDesk, launchConsultation, passDeadlines, verifyCases } from '#cases';
import { consultees, findConsultation, publication, responses } from '#consultation';
import { expandMailings, letterBook } from '#mail';
import { now } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { anAskedPerson, aReceivedMail } from '../../../../../test/support/consultation.js';
import { dateBoxes, submit } from '../../../../../test/support/form.js';
import { schools, theTrust } from '../../../../../test/support/journey-builder.js';
import { enterTermDates } from '../../../../../test/support/term-dates.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

const REASON = 'The letters to staff had the wrong date.';

let desk: CaseDesk;
let web: WebServer;
let clerk: Browser;
let days = 0;

beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  await enterTermDates(desk, schools.community.localAuthority!.code);
  clerk = await web.browserOf(desk.clerk.person);
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const on = (instant: string) => desk.moveClock(instant);

/** Launched on a Friday in June, closed after a week; each case a day later than the one before. */
async function aClosedOne() {
  const { pool, baseUrl } = desk.office;
  days += 7;
  const at = (day: number, time: string) => {
    const date = new Date(Date.UTC(2040, 3, 6 + days + day));
    return `${date.toISOString().slice(0, 10)}T${time}Z`;
  };
  await on(at(0, '09:00:00'));
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  await desk.writeText(id);
  const { id: consultation } = (await findConsultation(pool, { caseId: id }))!;
  const document = await desk.file(id, 'consultationDocument');
  const window = { consultation, document, closesOn: at(2, '').slice(0, 10), closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
  const whole = (await findConsultation(pool, { id: consultation }))!;
  const asked = { caseId: id, clerk: desk.clerk, consultation: whole };
  const person = await anAskedPerson(pool, asked, web.settings.secretKeys);
  await on(at(3, '09:00:00'));
  await passDeadlines(pool, baseUrl);
  return { id, consultation, person, at };
}

async function figuresOf(consultation: string, at?: Date) {
  const asOf = at ?? (await now(desk.office.pool));
  return publication.report.figures(desk.office.pool, { consultation, asOf, places: 0 });
}

const reopen = async (id: string, consultation: string, closesOn: string, reason = REASON) =>
  consultationDesk.reopen(desk.office, await desk.act(id), {
    ...{ consultation, closesOn, closesAt: '17:00', reason },
  });

describe('a consultation that had closed', () => {
  it('is opened again by its clerk, who sees first on how many school days people can answer', async () => {
    await on('2040-03-30T09:00:00Z');
    const id = await desk.aCase();
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await desk.writeText(id);
    const { pool, baseUrl } = desk.office;
    const { id: consultation } = (await findConsultation(pool, { caseId: id }))!;
    const document = await desk.file(id, 'consultationDocument');
    // From Friday to Friday; people have the first week of the summer term.
    const window = { consultation, document, closesOn: '2040-04-13', closesAt: '17:00' };
    await launchConsultation(desk.office, await desk.act(id), window);
    expect((await clerk.get(`/cases/${id}/consultation`)).text).toContain('Give people longer');
    await on('2040-04-14T09:00:00Z');
    await passDeadlines(pool, baseUrl);

    const overview = (await clerk.get(`/cases/${id}/consultation`)).text;
    expect(overview).toContain(`/cases/${id}/steps/reopen-consultation`);
    expect(overview).not.toContain('Give people longer');
    const form = await clerk.get(`/cases/${id}/steps/reopen-consultation`);
    const answers = { reason: '', closesAt: '5pm' };
    const empty = await submit(clerk, form, { ...answers, ...dateBoxes('closesOn', '2040-04-22') });
    expect(empty.status).toBe(422);
    const sunday = { ...dateBoxes('closesOn', '2040-04-22'), closesAt: '5pm', reason: REASON };
    const check = await submit(clerk, form, sunday);
    // 14 days to the first closing, and 8 from the opening again; nothing of the day between.
    expect(check.text).toContain('22, from the day after');
    expect(check.text).toContain('The consultation closes on a day that is no school day.');
    expect(check.text).toContain('No school day.');
    const friday = { ...sunday, ...dateBoxes('closesOn', '2040-04-20') };
    const again = await submit(clerk, form, friday);
    expect(again.text).toContain('20, from the day after');
    expect(again.text).toMatch(/School days<\/dt>\s*<dd[^>]*>10/);
    expect(again.text).not.toContain('closes on a day that is no school day');
    await submit(clerk, again);

    const shown = (await web.browser().get(`/consultations/${consultation}`)).text;
    expect(shown).toContain('20 days, from the day after people were asked');
    expect(shown).toContain('Working days: 14. School days: 10.');

    const { rows } = await pool.query<{ data: object; texts: object }>(
      `SELECT entry -> 'data' AS data, entry -> 'texts' AS texts FROM journal
        WHERE stream = $1 AND type = 'consultation.reopened'`,
      [`case:${id}`],
    );
    expect(rows[0]!.data).toMatchObject({
      closesAt: '2040-04-20T16:00:00.000Z',
      window: { days: 20, workingDays: 14, schoolDays: 10, closesOnSchoolDay: true },
    });
    expect(JSON.stringify(rows)).not.toContain('wrong date');
    for (const page of [`/consultations/${consultation}`, `/cases/${id}/consultation`]) {
      const { text } = await clerk.get(page);
      expect(text).toContain('It had closed on 13 April 2040');
      expect(text).toContain('20 April 2040 at 5pm, London time (Europe/London)');
      expect(text).toContain(REASON);
    }
  });

  it('writes to everybody why, takes replies again, and closes by the clock once more', async () => {
    const { id, consultation, person, at } = await aClosedOne();
    const { pool, baseUrl } = desk.office;
    const from = 'amina@example.org';
    await aReceivedMail(pool, { from, letter: person.letter, answer: 'Between the two.' });
    const inTime = async () => (await responses.counts(pool, consultation)).inTime.responses;
    expect(await inTime()).toBe(0);
    const before = await figuresOf(consultation);
    const asOf = new Date(before.asOf);
    await reopen(id, consultation, at(5, '').slice(0, 10));
    expect(await inTime()).toBe(1);
    // A report of before says what it said: the reply was late then, and the closing another.
    expect(await figuresOf(consultation, asOf)).toEqual(before);
    expect(before.replies.standings).toMatchObject({ inTime: 0, late: 1 });
    expect((await figuresOf(consultation)).replies.standings).toMatchObject({ inTime: 1, late: 0 });

    await expandMailings(pool, consultees.recipients);
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM letter WHERE consultation_id = $1 AND template = 'consultation-reopened'`,
      [consultation],
    );
    expect(rows).toHaveLength(1);
    const { secretKeys } = web.settings;
    const { text } = await letterBook.print(pool, rows[0]!.id, {
      ...{ secretKeys, publicBaseUrl: 'https://assent.example.org' },
    });
    expect(text).toContain(REASON);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('It is open again');
    const visitor = web.browser();
    await visitor.get(`/r/${person.key}`);
    expect((await visitor.get('/reply')).text).toContain('It has not decided.');

    await on(at(6, '09:00:00'));
    await passDeadlines(pool, baseUrl);
    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.value).toMatchObject({ live: { consultation: 'closed' } });
    expect((await findConsultation(pool, { id: consultation }))!.closedAt).not.toBeNull();
    await desk.send(id, 'consultation.reported');
    await expect(reopen(id, consultation, at(9, '').slice(0, 10))).rejects.toMatchObject({
      code: 'not-now',
    });
    expect((await verifyCases(pool, { caseId: id })).faults).toEqual([]);
  });

  it('is opened again by nobody behind the record, never for less, and never while it is open', async () => {
    const { id, consultation, at } = await aClosedOne();
    const { pool } = desk.office;
    for (const set of ['closed_at = NULL', `closed_at = NULL, closes_at = closes_at + '1 day'`])
      await expect(
        pool.query(`UPDATE consultation SET ${set} WHERE id = $1`, [consultation]),
      ).rejects.toThrow('only be made longer');
    await expect(reopen(id, consultation, at(2, '').slice(0, 10))).rejects.toMatchObject({
      code: 'invalid',
    });
    await reopen(id, consultation, at(5, '').slice(0, 10));
    await expect(reopen(id, consultation, at(9, '').slice(0, 10))).rejects.toMatchObject({
      code: 'not-now',
    });
    expect((await clerk.get(`/cases/${id}/consultation`)).text).not.toContain(
      'reopen-consultation',
    );
  });

  it('can be opened again more than once, and each time is told', async () => {
    const { id, consultation, at } = await aClosedOne();
    const { pool, baseUrl } = desk.office;
    await reopen(id, consultation, at(4, '').slice(0, 10), 'The first reason.');
    await on(at(5, '09:00:00'));
    await passDeadlines(pool, baseUrl);
    await reopen(id, consultation, at(6, '').slice(0, 10), 'The second reason.');
    const { pauses } = (await findConsultation(pool, { id: consultation }))!;
    expect(pauses.map(({ reason }) => reason)).toEqual(['The first reason.', 'The second reason.']);
    const { text } = await web.browser().get(`/consultations/${consultation}`);
    expect(text.match(/It had closed on/g)).toHaveLength(2);
  });
});
