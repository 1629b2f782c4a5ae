import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { launchConsultation } from '#cases';
import { anAskedBody, anotherDiocese } from '../support/asked-body.js';
import { CaseDesk } from '../support/case-desk.js';
import { crawl } from '../support/crawl.js';
import { digestOf } from '../support/digest.js';
import { dateBoxes, submit } from '../support/form.js';
import { theTrust } from '../support/journey-builder.js';
import { aWebServer, marksIn } from '../support/web.js';
import type { Answer, Browser, WebServer } from '../support/web.js';

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

const RACES = process.env['SHORT'] ? 10 : 40;
const JSON_ANSWER = { accept: 'application/json' };

const hiddenIn = ({ text }: Answer): Record<string, string> => {
  const [, form = ''] = /<form class="app-form" method="post"([\s\S]*?)<\/form>/.exec(text) ?? [];
  return Object.fromEntries(
    [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );
};

/** The page that asks whether the academy's name is to be recorded, and where its form goes. */
async function checkName(id: string, by = clerk): Promise<{ page: Answer; to: string }> {
  const asked = await by.get(`/cases/${id}/steps/name-academy`);
  const name = `Academy ${randomUUID()}`;
  const page = await submit(by, asked, { name, ...dateBoxes('on', await desk.today()) });
  return { page, to: /action="([^"]*\/check\/[^"]*)"/.exec(page.text)![1]! };
}

const versionOf = async (id: string) => (await desk.stored(id)).version;

test('20: nobody gives a consent but whoever speaks for the body today', async () => {
  const asked = await anAskedBody(desk);
  const path = `${asked.path}/decide`;
  const statusOf = async (browser: Browser) => {
    const marks = marksIn((await browser.get('/account')).text);
    const sent = await browser.post(path, { ...marks, decision: 'granted' });
    return [(await browser.get(path)).status, sent.status];
  };
  const other = await server.browserOf((await anotherDiocese(desk)).person);
  const officer = await server.browserOf(asked.officer.person);
  expect((await officer.get(path)).status).toBe(200);
  expect(await statusOf(clerk)).toEqual([403, 403]);
  expect(await statusOf(other)).toEqual([404, 404]);
  await desk.asOwner(
    `UPDATE membership SET until = assent_now() WHERE person = '${asked.officer.person}'`,
  );
  expect(await statusOf(officer)).toEqual([403, 403]);
  const { snapshot } = await desk.stored(asked.id);
  expect(snapshot.consents['diocesan-authority']!.value).toBe('requested');
});

test.each([
  'xstate.init',
  'xstate.stop',
  '__proto__',
  'constructor',
  'done.invoke.x',
  'error.platform.x',
])('21: %s is no step, on a page or to a program', async (name) => {
  const id = await desk.aCase();
  const { _token } = marksIn((await clerk.get('/account')).text);
  const form = { _token, _nonce: randomUUID(), seenVersion: '0' };
  for (const path of [name, `${name}:apply`, `${name}/check/${randomUUID()}`]) {
    const to = `/cases/${id}/steps/${path}`;
    expect([path, (await clerk.get(to)).status]).toEqual([path, 404]);
    const { status } = await clerk.post(to, form, JSON_ANSWER);
    expect([400, 404]).toContain(status);
  }
  expect(await versionOf(id)).toBe(0);
});

test('21: a step out of its order says what is missing, and nothing is recorded', async () => {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const order = { reference: 'A2B_1' };
  await expect(
    desk.send(id, 'application.submitted', order, await desk.chairOf(id)),
  ).rejects.toMatchObject({ code: 'not-now' });
  const { page, to } = await checkName(id);
  const form = hiddenIn(page);
  expect((await clerk.post(to, form)).status).toBe(303);
  const again = await clerk.post(to, { ...form, _nonce: randomUUID() }, JSON_ANSWER);
  expect([again.status, again.headers.get('content-type')]).toEqual([
    409,
    'application/problem+json; charset=utf-8',
  ]);
  expect(await versionOf(id)).toBe(2);
});

test('22: what the record decides is taken from no form', async () => {
  const id = await desk.aCase();
  const { page, to } = await checkName(id);
  const before = await digestOf(desk.office.pool);
  for (const field of ['status', 'approvedBy', 'version', 'snapshot', 'context[trust]', 'actor']) {
    for (const path of [to, `/cases/${id}/steps/name-academy`]) {
      const sent = { ...hiddenIn(page), name: 'Mine', [field]: 'x' };
      const { status } = await clerk.post(path, sent);
      expect([field, path, status]).toEqual([field, path, 400]);
    }
  }
  expect(await digestOf(desk.office.pool)).toBe(before);
});

test('23: of two clerks at the same moment one wins, and the other sees both', async () => {
  const id = await desk.aCase();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  const consultation = await desk.writeText(id);
  const document = await desk.file(id, 'consultationDocument');
  await launchConsultation(desk.office, await desk.act(id), {
    ...{ consultation, document, closesOn: dayIn(60), closesAt: '17:00' },
  });
  const second = await server.browserOf(desk.clerk.person);
  const longer = async (by: Browser, days: number) => {
    const asked = await by.get(`/cases/${id}/steps/extend-consultation`);
    const window = { ...dateBoxes('closesOn', dayIn(days)), closesAt: '5pm' };
    const page = await submit(by, asked, window);
    return { to: /action="([^"]*\/check\/[^"]*)"/.exec(page.text)![1]!, form: hiddenIn(page) };
  };
  for (let race = 1; race <= RACES; race += 1) {
    const before = await versionOf(id);
    const [one, two] = [await longer(clerk, 60 + 2 * race), await longer(second, 61 + 2 * race)];
    const answers = await Promise.all([
      clerk.post(one.to, one.form),
      second.post(two.to, two.form),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]));
    expect(await versionOf(id)).toBe(before + 1);
  }
});

const dayIn = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('24: a form that is sent again, at once, from another tab or later, acts once', async () => {
  const id = await desk.aCase();
  const { page, to } = await checkName(id);
  const form = hiddenIn(page);
  const answers = await Promise.all([1, 2, 3].map(() => clerk.post(to, form)));
  answers.push(await clerk.post(to, form));
  for (const { status, headers } of answers) {
    expect([status, headers.get('location')]).toEqual([303, answers[0]!.headers.get('location')]);
  }
  expect(await versionOf(id)).toBe(1);
});

test('25: the number of a form is its own: for no other form, no other person, and no size', async () => {
  const [id, other] = [await desk.aCase(), await desk.aCaseOf(desk.otherClerk)];
  const { page, to } = await checkName(id);
  const form = hiddenIn(page);
  expect((await clerk.post(to, form)).status).toBe(303);

  const next = await checkName(id);
  const reused = { ...hiddenIn(next.page), _nonce: form['_nonce']! };
  expect((await clerk.post(next.to, reused)).status).toBe(422);
  const stranger = await server.browserOf(desk.otherClerk.person);
  const theirs = await checkName(other, stranger);
  const stolen = { ...hiddenIn(theirs.page), _nonce: form['_nonce']! };
  const refused = await stranger.post(theirs.to, stolen);
  expect([refused.status, refused.text.includes(id)]).toEqual([422, false]);

  for (const [nonce, status] of [
    ['', 400],
    ['1', 400],
    ['x'.repeat(50_000), 400],
    ['x'.repeat(10_000_000), 413],
  ] as const) {
    const sent = await clerk.post(next.to, { ...hiddenIn(next.page), _nonce: nonce });
    expect([nonce.length, sent.status]).toEqual([nonce.length, status]);
  }
  expect(await versionOf(id)).toBe(1);
});

test('29: no form of a case takes a field that it lacks, nor one field twice', async () => {
  const id = await desk.aCase('voluntary-aided-church-of-england');
  const pages = await crawl(clerk, `/cases/${id}`, { most: 150 });
  const forms = [...pages.values()].flatMap((page) => {
    const to = /<form class="app-form" method="post"[^>]*action="([^"]*)"/.exec(page.text)?.[1];
    return to === undefined || page.text.includes('multipart/form-data') ? [] : [{ page, to }];
  });
  const targets = new Map(forms.map(({ page, to }) => [to.replaceAll('&amp;', '&'), page]));
  expect(targets.size).toBeGreaterThan(15);
  const wrong: string[] = [];
  const before = await digestOf(desk.office.pool);
  for (const [to, page] of targets) {
    const own = hiddenIn(page);
    for (const more of ['role', 'organisationId', 'a[b][c]', 'constructor']) {
      const { status } = await clerk.post(to, { ...own, [more]: 'admin' });
      if (status < 400 || status >= 500) wrong.push(`${to} ${status} ${more}`);
    }
    const twice = Object.fromEntries(
      Object.entries(own).map(([name, value]) => [name, name === '_token' ? value : [value, 'x']]),
    );
    const { status } = await clerk.post(to, twice);
    if (status < 400 || status >= 500) wrong.push(`${to} ${status} twice`);
  }
  expect(wrong).toEqual([]);
  expect(await digestOf(desk.office.pool)).toBe(before);
});
