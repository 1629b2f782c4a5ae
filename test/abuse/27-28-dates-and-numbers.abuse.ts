import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { launchConsultation } from '#cases';
import { CaseDesk } from '../support/case-desk.js';
import { submit } from '../support/form.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer } from '../support/web.js';
import type { Browser, WebServer } from '../support/web.js';

let desk: CaseDesk;
let server: WebServer;
let clerk: Browser;
beforeAll(async () => {
  desk = await CaseDesk.open();
  server = await aWebServer({ on: desk });
  clerk = await server.browserOf(desk.clerk.person);
});
afterAll(async () => {
  await server.close();
  await desk.close();
});

test.each([
  ['31', '2', '2026'],
  ['29', '2', '2027'],
  ['1', '1', '0026'],
  ['1', '1', '2099'],
  ['0', '0', '2026'],
  ['-1', '1', '2026'],
  ['१', '१', '२०२६'],
  ['1e0', '1', '2026'],
  ['1', '1', '1e309'],
  ['1', 'January', '2026'],
  ['', '', ''],
])('27: %s %s %s is no day on which anything happened', async (day, month, year) => {
  const id = await desk.aCase();
  const asked = await clerk.get(`/cases/${id}/steps/name-academy`);
  const date = { 'on-day': day, 'on-month': month, 'on-year': year };
  const answer = await submit(clerk, asked, { name: 'Hillside Academy', ...date });
  const fault = answer.status === 422 ? answer : await submit(clerk, answer);
  expect(fault.status).toBe(422);
  expect((await desk.stored(id)).version).toBe(0);
});

test('27: when a thing happened and when it was recorded are two facts', async () => {
  const id = await desk.aCase();
  const { seq } = await desk.send(id, 'options.presented', { on: '2020-01-31' });
  const { rows } = await desk.office.pool.query<{ on: string; at: Date; now: Date }>(
    `SELECT entry ->> 'on' AS on, (entry ->> 'at')::timestamptz AS at, assent_now() AS now
       FROM journal WHERE stream = $1 AND seq = $2`,
    [`case:${id}`, seq],
  );
  const [{ on, at, now }] = rows as [(typeof rows)[0]];
  expect(on).toBe('2020-01-31');
  expect(now.getTime() - at.getTime()).toBeLessThan(60_000);
});

test('28: what is no whole number that can be is said in words, and nothing is kept', async () => {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const document = await desk.file(id, 'consultationDocument');
  const closesOn = new Date(Date.now() + 50 * 86_400_000).toISOString().slice(0, 10);
  const window = { consultation, document, closesOn, closesAt: '17:00' };
  await launchConsultation(desk.office, await desk.act(id), window);
  const asked = await clerk.get(`/cases/${id}/consultation/responses/enter/petition`);
  const faultOf = async (signatories: string) => {
    const { status, text } = await submit(clerk, asked, { signatories });
    return [signatories, status, text.includes('href="#signatories"')];
  };
  for (const wrong of [
    '-1',
    '1e309',
    '१२',
    'NaN',
    'Infinity',
    '1.5',
    '0x10',
    '9'.repeat(400),
    '',
  ]) {
    expect(await faultOf(wrong)).toEqual([wrong, 422, true]);
  }
  // The form lacks other answers, and the number is not among what it complains of.
  expect(await faultOf('12')).toEqual(['12', 422, false]);
});
