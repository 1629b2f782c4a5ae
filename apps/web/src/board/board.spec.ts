import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { filePapers } from '#cases';
import type { Confidentiality } from '#evidence';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aPdf, submit } from '../../../../test/support/form.js';
import { aVote, theTrust } from '../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Answer, Browser, WebServer } from '../../../../test/support/web.js';
import { routesOf } from '../http/routes.js';

let desk: CaseDesk;
let web: WebServer;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const NAME = 'A chair';

/** A community school's case with everything that an application needs. */
async function aReadyCase(): Promise<string> {
  const id = await desk.aCase('community');
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  await desk.send(id, 'options.presented');
  await desk.send(id, 'diligence.reported', { of: 'trust' });
  await desk.send(id, 'equality.assessed');
  const { type: _type, on: _on, papers: _papers, minutes: _minutes, ...vote } = aVote();
  await desk.send(id, 'board.resolved', { ...vote, papers: [] });
  await desk.send(id, 'trust.consented');
  return id;
}

const chairOf = async (id: string): Promise<Browser> =>
  web.browserOf((await desk.chairOf(id)).person);

async function governorOf(id: string): Promise<Browser> {
  const { body } = await desk.chairOf(id);
  return web.browserOf((await desk.memberOf(body!, 'governor')).person);
}

const DECLARATION = {
  true: 'yes',
  resolved: 'yes',
  consents: 'yes',
  consult: 'yes',
  chair: 'yes',
  warned: 'yes',
  name: NAME,
};

/** Names the application, with a form of its own, and answers the page that is signed. */
async function prepare(chair: Browser, id: string): Promise<Answer> {
  const asked = await chair.get(`/board/cases/${id}/submit`);
  const file = aPdf('application.pdf');
  return submit(chair, asked, { reference: `A2B_${id.slice(0, 6)}` }, { file });
}

const dfe = async (id: string) =>
  ((await desk.stored(id)).snapshot.case.value as { live: { dfe: string } }).live.dfe;

async function fileAs(id: string, confidentiality: Confidentiality): Promise<string> {
  const { actor, form } = await desk.act(id);
  const paper = { ...(await desk.paper('minuteExtract')), confidentiality };
  const { documents } = await filePapers(desk.office, { actor, caseId: id, form }, [paper]);
  return documents[0]!;
}

describe('the home of a board', () => {
  test('says where the school stands and what is missing, with the law and whose move it is', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    const { status, text } = await (await chairOf(id)).get('/board');

    expect(status).toBe(200);
    expect(text).toContain('You cannot submit the application yet');
    expect(text).toContain('The governing board has not resolved to apply.');
    expect(text).toContain('Academies Act 2010, section 3(3)');
    expect(text).toContain('The clerk');
    expect(text).not.toContain(`/board/cases/${id}/submit"`);
  });

  test('is empty, and says so, for a school without a case', async () => {
    const { body } = desk.clerk;
    const chair = await desk.memberOf(body!, 'chair');
    const { text } = await (await web.browserOf(chair.person)).get('/board');
    expect(text).toContain('Your school has no case yet');
  });

  test('shows the chair what a governor does not read, and nobody legal advice', async () => {
    const id = await desk.aCase('community');
    const [open, minutes, advice] = [
      await fileAs(id, 'board'),
      await fileAs(id, 'part2'),
      await fileAs(id, 'privileged'),
    ];
    const path = (document: string) => `/board/cases/${id}/papers/${document}`;
    const statuses = async (browser: Browser) => [
      (await browser.get(path(open))).status,
      (await browser.get(path(minutes))).status,
      (await browser.get(path(advice))).status,
    ];
    expect(await statuses(await chairOf(id))).toEqual([200, 200, 404]);
    expect(await statuses(await governorOf(id))).toEqual([200, 404, 404]);
  });

  test('tells what has happened, without what people wrote', async () => {
    const id = await aReadyCase();
    const { status, text } = await (await governorOf(id)).get(`/board/cases/${id}/history`);
    expect(status).toBe(200);
    expect(text).toContain('The governing board resolved to apply');
  });
});

describe('the application', () => {
  test('is submitted by the chair, after the warnings and the declaration', async () => {
    const id = await aReadyCase();
    const chair = await chairOf(id);
    expect((await chair.get('/board')).text).toContain(`/board/cases/${id}/submit"`);
    const check = await prepare(chair, id);
    expect(check.text).toContain('The consultation has not been held yet.');
    expect(await dfe(id)).toBe('notApplied');

    const done = await submit(chair, check, DECLARATION);
    expect(await dfe(id)).toBe('applied');
    expect(done.text).toContain('The application is submitted');
    expect(done.text).toContain(`A2B_${id.slice(0, 6)}`);
    expect(done.text).toContain('I am the chair of governors');
    expect((await chair.get('/board')).text).toContain('The application is submitted');
  });

  test('takes the form that is on the case already', async () => {
    const id = await aReadyCase();
    const form = await desk.file(id, 'applicationForm');
    const chair = await chairOf(id);
    const asked = await chair.get(`/board/cases/${id}/submit`);
    const check = await submit(chair, asked, { reference: 'A2B_1', form });
    await submit(chair, check, DECLARATION);
    expect((await desk.stored(id)).snapshot.case.context.application?.form).toBe(form);
  });

  test('needs its reference, its form, every statement and the chair’s own name', async () => {
    const id = await aReadyCase();
    const chair = await chairOf(id);
    const asked = await chair.get(`/board/cases/${id}/submit`);
    const empty = await submit(chair, asked, { reference: '' });
    expect([empty.status, empty.text.includes('Enter the reference')]).toEqual([422, true]);
    const formless = await submit(chair, asked, { reference: 'A2B_1' });
    expect([formless.status, formless.text.includes('add it as a file')]).toEqual([422, true]);

    const check = await prepare(chair, id);
    for (const left of ['true', 'chair', 'warned', 'name'] as const) {
      const { [left]: _left, ...rest } = DECLARATION;
      expect([left, (await submit(chair, check, rest)).status]).toEqual([left, 422]);
    }
    const other = await submit(chair, check, { ...DECLARATION, name: 'Somebody else' });
    expect(other.text).toContain('Type your own name as we know it: A chair.');
    expect(await dfe(id)).toBe('notApplied');
  });

  test('sent twice is one application', async () => {
    const id = await aReadyCase();
    const chair = await chairOf(id);
    const check = await prepare(chair, id);
    const answers = await Promise.all([
      submit(chair, check, DECLARATION),
      submit(chair, check, DECLARATION),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM journal WHERE stream = $1 AND type = 'application.submitted'`,
      [`case:${id}`],
    );
    expect(rowCount).toBe(1);
  });

  test('is not submitted on a form that was replaced after the chair read it', async () => {
    const id = await aReadyCase();
    const form = await desk.file(id, 'applicationForm');
    const chair = await chairOf(id);
    const asked = await chair.get(`/board/cases/${id}/submit`);
    const check = await submit(chair, asked, { reference: 'A2B_3', form });
    const { actor, form: sent } = await desk.act(id);
    const paper = { ...(await desk.paper('applicationForm')), supersedes: form };
    await filePapers(desk.office, { actor, caseId: id, form: sent }, [paper]);

    const refused = await submit(chair, check, DECLARATION);
    expect([refused.status, refused.text.includes('The papers have changed')]).toEqual([409, true]);
    expect(await dfe(id)).toBe('notApplied');
  });

  test('says what somebody else did meanwhile, and waits', async () => {
    const id = await aReadyCase();
    const chair = await chairOf(id);
    const check = await prepare(chair, id);
    await desk.send(id, 'academy.named', { name: 'Hillside Academy' });
    const refused = await submit(chair, check, DECLARATION);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Hillside Academy');
    expect(await dfe(id)).toBe('notApplied');
  });

  test('cannot be begun before everything is met, whatever is posted', async () => {
    const id = await desk.aCase('community');
    const chair = await chairOf(id);
    const shown = await chair.get(`/board/cases/${id}/submit`);
    expect(shown.text).toContain('The trust has not agreed to take the school.');
    expect(shown.text).toContain('It cannot be submitted yet');
    const form = new FormData();
    form.set('reference', 'A2B_1');
    const posted = await chair.upload('/account', `/board/cases/${id}/submit`, form);
    expect(posted.status).toBe(409);
  });
});

describe('a board’s case is nobody else’s', () => {
  test('another school’s chair finds nothing on any route', async () => {
    const [id, other] = [await aReadyCase(), await desk.aCase('community')];
    const check = await prepare(await chairOf(id), id);
    const draft = /submit\/([0-9a-f-]{36})/.exec(check.text)![1]!;
    const stranger = await chairOf(other);
    const routes = routesOf(web.app).filter(({ path }) => path.startsWith('/board/cases'));
    expect(routes.length).toBeGreaterThan(7);
    for (const { method, path } of routes) {
      const address = path
        .replace(':id', id)
        .replace(/:(draft|document)/, draft)
        .replace(':seq', '1');
      const answer =
        method === 'GET'
          ? await stranger.get(address)
          : await stranger.fill('/account', address, {});
      expect([method, address, answer.status]).toEqual([method, address, 404]);
    }
  });

  test('a governor reads and cannot submit; a clerk and a body have no board', async () => {
    const id = await aReadyCase();
    const governor = await governorOf(id);
    expect((await governor.get('/board')).text).toContain('Nothing waits for you here');
    expect((await governor.get(`/board/cases/${id}/submit`)).status).toBe(403);
    expect((await governor.fill('/account', `/board/cases/${id}/submit`, {})).status).toBe(403);
    const clerk = await web.browserOf(desk.clerk.person);
    expect((await clerk.get(`/board/cases/${id}`)).status).toBe(403);
    expect(await dfe(id)).toBe('notApplied');
  });

  test('whoever is clerk, chair and officer finds all three in the navigation', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    const { person, body } = await desk.chairOf(id);
    const { body: diocese } = await desk.officerOf(id, 'diocesan-authority');
    for (const [of, role] of [
      [diocese, 'faith-officer'],
      [desk.clerk.body, 'clerk'],
    ] as const) {
      await desk.office.pool.query(
        'INSERT INTO membership (person, body, role) VALUES ($1, $2, $3)',
        [person, of, role],
      );
    }
    expect(body).not.toBe(diocese);
    const browser = await web.browserOf(person);
    const { text } = await browser.get('/account');
    for (const place of ['/board', '/desk', '/home']) expect(text).toContain(`href="${place}"`);
    expect((await browser.get('/desk')).status).toBe(200);
  });

  test('looking moves nothing', async () => {
    const id = await aReadyCase();
    const chair = await chairOf(id);
    const check = await prepare(chair, id);
    const draft = /submit\/([0-9a-f-]{36})/.exec(check.text)![1]!;
    const before = await desk.stored(id);
    for (const page of ['', '/papers', '/history', '/submit', `/submit/${draft}`]) {
      expect((await chair.get(`/board/cases/${id}${page}`)).status).toBe(200);
    }
    expect(await desk.stored(id)).toEqual(before);
  });
});
