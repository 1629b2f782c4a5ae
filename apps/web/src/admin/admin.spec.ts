import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction } from '#platform';
import { boardRules } from '#governance';
import { addBody, secondFactors } from '#identity';
import { authoritiesOn, prescribedTestOn } from '#law';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { submit } from '../../../../test/support/form.js';
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
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const dateOf = (iso: string) => {
  const [year, month, day] = iso.split('-');
  return { 'countsFrom-day': day!, 'countsFrom-month': month!, 'countsFrom-year': year! };
};
const WHY = { reason: 'The trust deed of 1931 was read.', source: 'Trust deed, clause 4' };

async function correct(path: string, answers: Record<string, string | readonly string[]>) {
  const form = await admin.get(`${path}/correct`);
  const check = await submit(admin, form, answers);
  return { check, done: check.status === 200 ? await submit(admin, check) : check };
}

/** A voluntary aided Muslim school of the register. */
async function aMuslimSchool(): Promise<string> {
  const urn = await desk.aSchool('voluntary-aided-church-of-england');
  await desk.asOwner(
    `UPDATE school SET religious_character_code = '09', religious_character_name = 'Muslim',
       diocese_code = NULL, diocese_name = NULL WHERE urn = '${urn}'`,
  );
  return urn;
}

describe('a fact of law', () => {
  test('is corrected with a reason and a day, and a school’s duties follow from that day', async () => {
    const clerk = await web.browserOf(desk.clerk.person);
    const urn = await aMuslimSchool();
    const before = await clerk.get(`/cases/open/${urn}`);
    const path = '/admin/law/religious-authority/muslim';
    const { check, done } = await correct(path, {
      ...dateOf('2020-01-01'),
      ...WHY,
      body: 'The Council of Mosque Schools',
    });
    expect(check.text).toContain('It counts for what happens on or after 1 January 2020.');
    expect(done.text).toContain('The Council of Mosque Schools');
    expect(done.text).toContain(WHY.reason);
    expect(done.text).toContain('A administrator');
    expect(before.text).toContain('It is often the Association of Muslim Schools UK.');
    const after = await clerk.get(`/cases/open/${urn}`);
    expect(after.text).toContain('It is often the Council of Mosque Schools.');
    const pool = desk.office.pool;
    expect(await authoritiesOn(pool, '2019-12-31')).toEqual({});
    expect(await authoritiesOn(pool, '2020-01-01')).toEqual({
      muslim: 'The Council of Mosque Schools',
    });
  });

  test('is corrected for a diocese, whose schools then have that body as one', async () => {
    const before = await desk.aCase('voluntary-aided-church-of-england');
    const list = await admin.get('/admin/law');
    expect(list.text).toContain('Diocese of Leeds: diocesan board of education');
    const led = await admin.get('/admin/law?diocese=CE18');
    expect(led.headers.get('location')).toBe('/admin/law/religious-authority/CE18/correct');
    const board = { ...dateOf('2020-01-01'), ...WHY, body: 'The Leeds Board for Schools' };
    const { done } = await correct('/admin/law/religious-authority/CE18', board);
    expect(done.text).toContain('The Leeds Board for Schools');
    expect((await admin.get('/admin/law')).text).toContain('The Leeds Board for Schools');
    expect((await admin.get('/admin/law?diocese=CE999')).text).toContain('Choose a body');

    const holder = async (id: string) => {
      const { rows } = await desk.office.pool.query<{ id: string; name: string }>(
        `SELECT b.id, b.name FROM case_body w JOIN body b ON b.id = w.body
          WHERE w.case_id = $1 AND w.part = 'diocesan-authority' AND w.until IS NULL`,
        [id],
      );
      return rows[0]!;
    };
    const [one, other] = [
      await holder(await desk.aCase('voluntary-aided-church-of-england')),
      await holder(await desk.aCase('voluntary-controlled-church-of-england')),
    ];
    expect(one.name).toBe('The Leeds Board for Schools');
    expect(other.id).toBe(one.id);
    expect((await holder(before)).name).toBe('Diocesan Board of Education, Diocese of Leeds');
  });

  test('is corrected for the trustees of a Catholic diocese apart from its bishop', async () => {
    const path = '/admin/law/religious-authority';
    const trustees = { ...dateOf('2020-01-01'), ...WHY, body: 'The Northern Catholic Trust' };
    const id = await desk.aCase('voluntary-aided-roman-catholic');
    const { rows } = await desk.office.pool.query<{ part: string; code: string }>(
      `SELECT w.part, b.code FROM case_body w JOIN body b ON b.id = w.body
        WHERE w.case_id = $1 AND b.kind IN ('trustees', 'bishop')`,
      [id],
    );
    const diocese = rows[0]!.code;
    await correct(`${path}/${diocese}-trustees`, trustees);
    const urn = await desk.aSchool('voluntary-aided-roman-catholic');
    const { text } = await (await web.browserOf(desk.clerk.person)).get(`/cases/open/${urn}`);
    expect(text).toContain('The Northern Catholic Trust');
    expect(text).toContain('The bishop, ');
    expect((await admin.get(`${path}/${diocese}`)).status).toBe(404);
  });

  test('keeps every version, the newest that has begun counting', async () => {
    const path = '/admin/law/religious-authority/jewish';
    await correct(path, { ...dateOf('2020-01-01'), ...WHY, body: 'The first body' });
    const { done } = await correct(path, { ...dateOf('2090-01-01'), ...WHY, body: 'A later body' });
    expect(done.text).toContain('Version 3, from 1 January 2090');
    expect(done.text).toContain('Version 2, from 1 January 2020');
    expect(done.text).toContain('The service, as it began');
    const list = await admin.get('/admin/law');
    expect(list.text).toContain('The first body');
    expect(list.text).toContain('Then: A later body, from 1 January 2090');
    await expect(
      desk.office.pool.query(`UPDATE law_datum SET reason = 'other' WHERE subject = 'jewish'`),
    ).rejects.toThrow('permission denied');
    const { rows } = await desk.office.pool.query(
      `SELECT entry FROM journal WHERE type = 'law.corrected' AND entry -> 'data' ->> 'subject' = 'jewish'`,
    );
    expect(rows).toHaveLength(2);
  });

  test('is not corrected without a reason, a source and a real day', async () => {
    const path = '/admin/law/religious-authority/sikh';
    const { check } = await correct(path, {
      ...dateOf('2026-02-31'),
      reason: '',
      source: '',
      body: '',
    });
    expect(check.status).toBe(422);
    for (const fault of ['Say why it is corrected.', 'Say where it is written.', 'Enter the name'])
      expect(check.text).toContain(fault);
  });

  test('tests the prescribed governors of one school, or of every federation', async () => {
    const urn = await desk.aSchool('community');
    const found = await admin.get(`/admin/law?urn=${urn}`);
    const path = `/admin/law/prescribed-governors/${urn}`;
    expect(found.headers.get('location')).toBe(`${path}/correct`);
    const answers = { ...dateOf('2026-01-01'), ...WHY, descriptions: ['staff'] };
    expect((await correct(path, answers)).check.status).toBe(422);
    await correct(path, { ...answers, minFor: '6' });
    const pool = desk.office.pool;
    expect((await prescribedTestOn(pool, urn, '2026-01-01'))?.value).toEqual({
      descriptions: ['staff'],
      minFor: 6,
      minPercent: null,
    });
    // What the service began with is doubtful: no vote passes on it.
    expect(await prescribedTestOn(pool, urn, '2025-12-31')).toBeNull();
    await correct('/admin/law/prescribed-governors/*', { ...answers, minPercent: '50' });
    expect((await prescribedTestOn(pool, '100000', '2026-01-01'))?.subject).toBe('*');
    expect((await prescribedTestOn(pool, urn, '2026-01-01'))?.subject).toBe(urn);
  });

  test('is the test by which a school’s board counts a vote, from its day on', async () => {
    const urn = await desk.aSchool('community');
    const { pool } = desk.office;
    const answers = { ...dateOf('2021-01-01'), ...WHY, descriptions: ['parent'], minFor: '2' };
    await correct(`/admin/law/prescribed-governors/${urn}`, answers);
    expect(await boardRules.testOn(pool, urn, '2021-01-01')).toMatchObject({
      descriptions: ['parent'],
      minFor: 2,
      source: WHY.source,
    });
    expect(await boardRules.testOn(pool, urn, '2020-12-31')).toBeNull();
  });

  test('is there for an administrator alone, and only what can be corrected', async () => {
    const clerk = await web.browserOf(desk.clerk.person);
    expect((await clerk.get('/admin/law')).status).toBe(403);
    for (const path of [
      'religious-authority/roman-catholic',
      'religious-authority/nobody',
      'prescribed-governors/999999',
    ])
      expect([path, (await admin.get(`/admin/law/${path}`)).status]).toEqual([path, 404]);
    const sought = await admin.get('/admin/law?urn=999999');
    expect([sought.status, sought.text.includes('No school of the register')]).toEqual([422, true]);
    expect((await admin.get('/admin/law')).text).not.toContain('There is a problem');
  });
});

describe('the people of a service', () => {
  test('are named by its administrator, written to, and leave again', async () => {
    const home = await admin.get('/admin');
    expect(home.text).toContain('Nobody yet, so nobody can decide on an override.');
    const form = await admin.get(`/admin/people/${desk.clerk.body}`);
    const wrong = await submit(admin, form, { name: 'Sue Long', email: 'sue', role: 'clerk' });
    expect(wrong.status).toBe(422);
    const sue = { name: 'Sue Long', email: 'sue.long@example.org', role: 'senior-officer' };
    const named = await submit(admin, form, sue);
    expect(named.text).toContain('Sue Long is named and written to.');
    const { rows } = await desk.office.pool.query(
      `SELECT FROM letter WHERE template = 'invitation' AND to_address = 'sue.long@example.org'`,
    );
    expect(rows).toHaveLength(1);

    const end =
      /name="person" value="([^"]+)"><input type="hidden" name="role" value="senior-officer"/;
    const person = end.exec(named.text)![1]!;
    const path = `/admin/people/${desk.clerk.body}/end`;
    await admin.fill('/admin', path, { person, role: 'senior-officer' });
    expect((await admin.get('/admin')).text).not.toContain('Sue Long');
  });

  test('start anew with what proves who they are, when they lost it, and nobody else’s do', async () => {
    const { pool } = desk.office;
    const { person } = desk.clerk;
    await inTransaction(pool, (tx) => secondFactors.makeCodes(tx, person));
    const theirs = await web.browserOf(person);
    const path = `/admin/people/${desk.clerk.body}/proofs/remove`;
    const stranger = await admin.fill('/admin', path, { person: desk.otherClerk.person });
    expect(stranger.status).toBe(404);
    expect((await secondFactors.of(pool, person)).any).toBe(true);
    const done = await admin.fill('/admin', path, { person });
    expect(done.headers.get('location')).toBe('/admin');
    expect((await secondFactors.of(pool, person)).any).toBe(false);
    expect((await theirs.get('/home')).status).toBe(303);
    const { rows } = await pool.query(
      `SELECT FROM letter WHERE template = 'second-factor-changed' AND person = $1
         AND values ->> 'what' LIKE 'An administrator removed everything%'`,
      [person],
    );
    expect(rows).toHaveLength(1);
  });

  test('of another service do not exist', async () => {
    const other = await inTransaction(desk.office.pool, (tx) =>
      addBody(tx, { kind: 'clerking-service', name: 'Elsewhere' }),
    );
    expect((await admin.get(`/admin/people/${other.id}`)).status).toBe(404);
  });
});
