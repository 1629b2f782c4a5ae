import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { filePapers, furtherPapers } from '#cases';
import type { DocumentKind } from '#evidence';
import { anAskedBody, anotherDiocese, publishFor } from '../../../../test/support/asked-body.js';
import type { AskedBody } from '../../../../test/support/asked-body.js';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { dateBoxes, submit } from '../../../../test/support/form.js';
import { theTrust } from '../../../../test/support/journey-builder.js';
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

const officerOf = ({ officer }: AskedBody): Promise<Browser> => web.browserOf(officer.person);
const NAME = 'A faith-officer';

/** Answers every page up to the one that is signed, and answers that page. */
async function prepare(
  officer: Browser,
  { path }: AskedBody,
  decision: 'granted' | 'conditional' | 'refused',
  extent: Record<string, string> = {},
): Promise<Answer> {
  let shown = await submit(officer, await officer.get(`${path}/decide`), { decision });
  if (decision === 'conditional') {
    const condition = { words: 'Articles of a Church majority.', due: 'funding-agreement' };
    const listed = await submit(officer, shown, condition);
    shown = await submit(officer, formWith(listed, 'name="more"'), { more: 'no' });
  }
  if (decision !== 'refused') shown = await submit(officer, shown, extent);
  shown = await submit(officer, shown, { words: 'The board has considered it.' });
  return submit(officer, shown, {
    capacity: 'Diocesan Director of Education',
    authority: 'Minute 12 of the board',
  });
}

/** The page from the form that has this in it; the forms before it are left out. */
function formWith(shown: Answer, mark: string): Answer {
  const { text } = shown;
  return { ...shown, text: text.slice(text.lastIndexOf('<form', text.indexOf(mark))) };
}

/** The page that asks how far a consent goes, or what it answers to this. */
async function prepareTo(
  officer: Browser,
  { path }: AskedBody,
  extent?: Record<string, string>,
): Promise<Answer> {
  const begun = await officer.get(`${path}/decide`);
  const shown = await submit(officer, begun, { decision: 'granted' });
  return extent === undefined ? shown : submit(officer, shown, extent);
}

const SIGNATURE = { read: 'yes', authorised: 'yes', name: NAME };

async function decide(asked: AskedBody, decision: 'granted' | 'conditional' | 'refused') {
  const officer = await officerOf(asked);
  return submit(officer, await prepare(officer, asked, decision), SIGNATURE);
}

const stateOf = async ({ id, path }: AskedBody) =>
  (await desk.stored(id)).snapshot.consents[path.split('/').at(-1)!]!;

async function fileFor(
  { id }: AskedBody,
  kind: DocumentKind,
  confidentiality: 'board' | 'part2' = 'board',
): Promise<string> {
  const { actor, form } = await desk.act(id);
  const paper = { ...(await desk.paper(kind)), confidentiality };
  const { documents } = await filePapers(desk.office, { actor, caseId: id, form }, [paper]);
  return documents[0]!;
}

/** Every row of every table that a GET might move, in one hash. */
async function digest(): Promise<string> {
  const hash = createHash('sha256');
  const tables = [
    'cases',
    'journal',
    'consent_request',
    'consent_answer',
    'consent_condition',
    'letter',
  ];
  for (const table of [...tables, 'document', 'deadline', 'step_draft']) {
    const { rows } = await desk.office.pool.query<{ all: string }>(
      `SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS all FROM ${table} t`,
    );
    hash.update(rows[0]!.all);
  }
  return hash.digest('hex');
}

describe('the desk of a body', () => {
  test('lists what waits for it with its age, and nothing of other bodies', async () => {
    const asked = await anAskedBody(desk);
    const { text } = await (await officerOf(asked)).get('/desk');

    expect(text).toContain('Waiting for your decision');
    expect(text).toContain(asked.path);
    expect(text).toContain('Waits since today');
    expect(text).not.toContain('foundation governors');
  });

  test('is empty, and says so, for a body that nobody has asked', async () => {
    const stranger = await anotherDiocese(desk);
    const { text } = await (await web.browserOf(stranger.person)).get('/desk');
    expect(text).toContain('No school has come to you yet');
  });

  test('leads from the letter to the one consent', async () => {
    const asked = await anAskedBody(desk);
    const led = await (await officerOf(asked)).get(`/desk/cases/${asked.id}`);
    expect([led.status, led.headers.get('location')]).toEqual([303, asked.path]);
  });

  test('shows what is asked, the law, and each paper with its hash, to be taken away', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const { text } = await officer.get(asked.path);
    const { rows } = await desk.office.pool.query<{ hash: string }>(
      `SELECT encode(sha256, 'hex') AS hash FROM document WHERE id = ANY ($1::uuid[])`,
      [asked.papers],
    );

    expect(text).toContain('Will the board consent to our joining Oak Learning Trust?');
    expect(text).toContain('Diocesan Boards of Education Measure 2021, section 8(3)');
    for (const { hash } of rows) expect(text).toContain(hash);
    const paper = await officer.get(`${asked.path}/papers/${asked.papers[0]}`);
    expect(paper.status).toBe(200);
    expect(paper.headers.get('content-disposition')).toContain('attachment');
    expect(paper.text).toContain('%PDF');
  });

  test('hands over no document that it was not asked about', async () => {
    const asked = await anAskedBody(desk);
    const other = await fileFor(asked, 'minuteExtract');
    const officer = await officerOf(asked);
    expect((await officer.get(`${asked.path}/papers/${other}`)).status).toBe(404);
  });
});

describe('a decision', () => {
  test('is given on the papers that were read, and its receipt stays', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'granted');
    const { papersHash } = (await stateOf(asked)).context;
    expect(check.text).toContain(papersHash);
    expect(check.text).toContain('Give this consent');
    expect((await stateOf(asked)).value).toBe('requested');

    const done = await submit(officer, check, SIGNATURE);
    expect((await stateOf(asked)).value).toBe('granted');
    expect(done.text).toContain('Your consent is given');
    expect(done.text).toContain('A faith-officer, Diocesan Director of Education');
    expect(done.text).toContain('Minute 12 of the board');
  });

  test('on conditions keeps each in words, and what was removed is gone', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    let shown = await submit(officer, await officer.get(`${asked.path}/decide`), {
      decision: 'conditional',
    });
    shown = await submit(officer, shown, { words: 'The first.', due: 'opening' });
    shown = await submit(officer, formWith(shown, 'name="more"'), { more: 'yes' });
    shown = await submit(officer, shown, { words: 'The second.', due: 'application' });
    shown = await submit(officer, formWith(shown, 'conditions/0/remove'));
    expect(shown.text).not.toContain('The first.');
    shown = await submit(officer, formWith(shown, 'name="more"'), { more: 'no' });
    shown = await submit(officer, shown, {});
    shown = await submit(officer, shown, { words: '' });
    shown = await submit(officer, shown, { capacity: 'Director', authority: 'Minute 1' });
    shown = await submit(officer, shown, SIGNATURE);

    const { value, context } = await stateOf(asked);
    expect(value).toBe('conditional');
    expect(context.conditions.map(({ due }) => due)).toEqual(['application']);
    expect(shown.text).toContain('The second.');
  });

  test('holds until the day that the body sets, for the trust and articles of that day', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const past = await prepareTo(officer, asked, dateBoxes('validUntil', '2020-01-31'));
    expect([past.status, past.text.includes('Enter today or a later day.')]).toEqual([422, true]);

    const check = await prepare(officer, asked, 'granted', dateBoxes('validUntil', '2090-08-31'));
    expect(check.text).toContain('After 31 August 2090 it counts no more');
    const done = await submit(officer, check, SIGNATURE);
    const { context } = await stateOf(asked);
    expect(context).toMatchObject({ finality: 'final', validUntil: '2090-08-31' });
    expect(context.scope).toEqual({ trust: theTrust });
    for (const page of [done, await officer.get(asked.path)]) {
      expect(page.text).toContain('31 August 2090');
      expect(page.text).toContain('No articles were chosen');
    }
    expect((await officer.get('/desk')).text).toContain('Holds until 31 August 2090');
  });

  test('in two stages is given in principle, then finally, as the body’s policy says', async () => {
    const asked = await anAskedBody(desk, 'trustee');
    await publishFor(desk, asked, { stages: 'two', validityMonths: 12 });
    const officer = await officerOf(asked);
    const page = await prepareTo(officer, asked);
    expect(page.text).toContain('In principle');
    expect(page.text).toContain('Your policy is that consents end after 12 months.');
    expect((await submit(officer, page, dateBoxes('validUntil', '2090-08-31'))).status).toBe(422);

    const first = await prepare(officer, asked, 'granted', { finality: 'in-principle' });
    const done = await submit(officer, first, SIGNATURE);
    expect(done.text).toContain('Your consent is given in principle');
    expect((await stateOf(asked)).context.finality).toBe('in-principle');
    expect((await officer.get('/desk')).text).toContain('Your final decision is still to come');

    const last = await prepareTo(officer, asked);
    expect(last.text).toContain('What you decide now is final.');
    await submit(officer, await prepare(officer, asked, 'granted'), SIGNATURE);
    expect((await stateOf(asked)).value).toBe('granted');
  });

  test('is not offered again once it is final, though conditions are open', async () => {
    const asked = await anAskedBody(desk);
    await decide(asked, 'conditional');
    const officer = await officerOf(asked);
    expect((await officer.get(`${asked.path}/decide`)).status).toBe(409);
    expect((await officer.get(asked.path)).text).not.toContain(`${asked.path}/decide`);
  });

  test('to refuse needs reasons', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const first = await submit(officer, await officer.get(`${asked.path}/decide`), {
      decision: 'refused',
    });
    const again = await submit(officer, first, { words: ' ' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('Give your reasons for refusing.');

    expect((await decide(asked, 'refused')).text).toContain('Your refusal is on the record');
    expect((await stateOf(asked)).value).toBe('refused');
  });

  test('needs both statements and the name of who signs', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'granted');
    const unticked = await submit(officer, check, { name: NAME });
    expect(unticked.status).toBe(422);
    expect(unticked.text).toContain('Confirm that you have read the papers.');
    const other = await submit(officer, check, { ...SIGNATURE, name: 'Somebody else' });
    expect(other.status).toBe(422);
    expect((await stateOf(asked)).value).toBe('requested');
  });

  test('sent twice is one decision with one receipt', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'granted');
    const [one, other] = await Promise.all([
      submit(officer, check, SIGNATURE),
      submit(officer, check, SIGNATURE),
    ]);
    expect([one.status, other.status]).toEqual([200, 200]);
    const third = await submit(officer, check, SIGNATURE);
    expect(third.text).toContain('Your consent is given');
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM consent_answer a JOIN consent_request r ON r.id = a.request WHERE r.case_id = $1`,
      [asked.id],
    );
    expect(rowCount).toBe(1);
  });

  test('is not signed when the papers were replaced between reading and signing', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'granted');
    await submit(officer, await officer.get(`${asked.path}/more`), { words: 'The articles.' });
    const more = { consent: 'diocesan-authority', papers: [asked.papers[0]!], message: 'Here.' };
    await furtherPapers.giveMore(desk.office, await desk.act(asked.id), more);

    const refused = await submit(officer, check, SIGNATURE);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('The papers have changed');
    expect(refused.text).toContain(asked.path);
    expect((await stateOf(asked)).value).toBe('requested');
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM consent_answer a JOIN consent_request r ON r.id = a.request
        WHERE r.case_id = $1 AND a.answer = 'granted'`,
      [asked.id],
    );
    expect(rowCount).toBe(0);
  });

  test('is not signed as somebody forged the hash of the papers', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'granted');
    const refused = await submit(officer, check, { ...SIGNATURE, papersHash: 'f'.repeat(64) });
    expect(refused.status).toBe(409);
    expect((await stateOf(asked)).value).toBe('requested');
  });

  test('waits when the case moved on meanwhile, and can then be signed as it is', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'granted');
    await desk.send(asked.id, 'equality.assessed');
    const refused = await submit(officer, check, SIGNATURE);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('The case moved on, but not your consent.');
    expect(refused.text).not.toContain('equality');

    const back = /href="([^"]+)">Back to the case/.exec(refused.text)![1]!;
    const done = await submit(officer, await officer.get(back), SIGNATURE);
    expect(done.text).toContain('Your consent is given');
  });

  test('is void in its draft once the school chose another trust', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'granted');
    await desk.send(asked.id, 'trust.chosen', { trust: { uid: '2044', name: 'Riverside' } });
    expect((await submit(officer, check, SIGNATURE)).status).toBe(409);
    expect((await officer.get(`${asked.path}/decide`)).status).toBe(409);
    expect((await stateOf(asked)).value).toBe('superseded');
  });
});

describe('before and after a decision', () => {
  test('a body confirms that it has the request, and asks for more', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    await submit(officer, await officer.get(asked.path));
    expect((await stateOf(asked)).value).toBe('acknowledged');

    const empty = await submit(officer, await officer.get(`${asked.path}/more`), { words: '' });
    expect(empty.status).toBe(422);
    const done = await submit(officer, await officer.get(`${asked.path}/more`), {
      words: 'Send the draft articles.',
    });
    expect(done.text).toContain('Your question is with the clerk');
    expect((await stateOf(asked)).value).toBe('underConsideration');
    expect((await officer.get(asked.path)).text).toContain('Send the draft articles.');
  });

  test('a condition is accepted on a paper it may see, and on no other', async () => {
    const asked = await anAskedBody(desk);
    await decide(asked, 'conditional');
    const secret = await fileFor(asked, 'minuteExtract', 'part2');
    const response = await fileFor(asked, 'attendance');
    const articles = await fileFor(asked, 'articles');
    const [condition] = (await stateOf(asked)).context.conditions;
    const officer = await officerOf(asked);
    const page = await officer.get(`${asked.path}/conditions/${condition!.id}`);

    expect(page.text).toContain(articles);
    expect(page.text).not.toContain(secret);
    expect(page.text).not.toContain(response);
    expect((await officer.get(`${asked.path}/papers/${articles}`)).status).toBe(200);
    for (const evidence of [secret, response]) {
      expect((await officer.get(`${asked.path}/papers/${evidence}`)).status).toBe(404);
      expect((await submit(officer, page, { evidence, read: 'yes' })).status).toBe(422);
    }
    const done = await submit(officer, page, { evidence: articles, read: 'yes' });
    expect(done.text).toContain('The condition is met');
    expect((await submit(officer, page, { evidence: articles, read: 'yes' })).status).toBe(200);
    expect((await stateOf(asked)).value).toBe('granted');
  });

  test('a consent is withdrawn with a reason', async () => {
    const asked = await anAskedBody(desk);
    await decide(asked, 'granted');
    const officer = await officerOf(asked);
    const page = await officer.get(`${asked.path}/withdraw`);
    const given = { signatory: NAME, authority: 'Minute 30', authorised: 'yes' };
    expect((await submit(officer, page, given)).status).toBe(422);
    const done = await submit(officer, page, {
      ...given,
      words: 'The trust changed its articles.',
    });
    expect(done.text).toContain('Your consent is withdrawn');
    expect((await stateOf(asked)).value).toBe('withdrawn');
  });
});

describe('a consent is nobody else’s', () => {
  test('another diocese finds nothing on any route', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const draft = /decide\/([0-9a-f-]{36})\//.exec(
      (await prepare(officer, asked, 'granted')).text,
    )![1]!;
    const stranger = await web.browserOf((await anotherDiocese(desk)).person);
    // A stranger's own page gives marks that are good for their session.
    const other = await anAskedBody(desk, 'trustee');
    const trustees = await officerOf(other);
    const routes = routesOf(web.app).filter(({ path }) => path.startsWith('/desk/cases'));
    expect(routes.length).toBeGreaterThan(20);

    for (const { method, path } of routes) {
      const address = path
        .replace(':id', asked.id)
        .replace(':consent', 'diocesan-authority')
        .replace(':draft', draft)
        .replace(':document', asked.papers[0]!)
        .replace(':condition', asked.papers[0]!)
        .replace(/:(at|seq)/, '1');
      for (const [browser, home] of [
        [stranger, '/account'],
        [trustees, other.path],
      ] as const) {
        const answer =
          method === 'GET' ? await browser.get(address) : await browser.fill(home, address, {});
        expect([method, address, answer.status]).toEqual([method, address, 404]);
      }
    }
    expect((await stateOf(asked)).value).toBe('requested');
  });

  test('the trustees’ officer on the same case sees the trustees’ consent alone', async () => {
    const asked = await anAskedBody(desk);
    const trustee = await desk.officerOf(asked.id, 'trustee');
    const browser = await web.browserOf(trustee.person);
    expect((await browser.get(`/desk/cases/${asked.id}/trustee`)).status).toBe(200);
    expect((await browser.get(asked.path)).status).toBe(404);
    expect((await browser.get(`${asked.path}/decide`)).status).toBe(404);
    const desks = await browser.get('/desk');
    expect(desks.text).not.toContain('diocesan-authority');
    const papers = await browser.get(`/desk/cases/${asked.id}/trustee/papers/${asked.papers[0]}`);
    expect(papers.status).toBe(404);
  });

  test('the clerk and the chair have no desk of a body', async () => {
    const asked = await anAskedBody(desk);
    const chair = await desk.chairOf(asked.id);
    for (const person of [desk.clerk.person, chair.person]) {
      const browser = await web.browserOf(person);
      expect((await browser.get('/desk')).status).toBe(403);
      expect((await browser.get(`${asked.path}/decide`)).status).toBe(403);
      expect((await browser.fill('/account', `${asked.path}/decide`, {})).status).toBe(403);
    }
  });

  test('an officer whose office ended finds nothing', async () => {
    const asked = await anAskedBody(desk, 'trustee');
    const officer = await officerOf(asked);
    await desk.office.pool.query('UPDATE membership SET until = assent_now() WHERE person = $1', [
      asked.officer.person,
    ]);
    expect((await officer.get(asked.path)).status).toBe(403);
  });

  test('another officer of the same body has no draft of their colleague', async () => {
    const asked = await anAskedBody(desk);
    const check = await prepare(await officerOf(asked), asked, 'granted');
    const draft = /decide\/([0-9a-f-]{36})\//.exec(check.text)![1]!;
    const { rows } = await desk.office.pool.query<{ id: string }>(
      `INSERT INTO person (id, name, email) VALUES (gen_random_uuid(), 'A colleague', $1) RETURNING id`,
      [`${draft}@example.org`],
    );
    await desk.office.pool.query(
      `INSERT INTO membership (person, body, role) VALUES ($1, $2, 'faith-officer')`,
      [rows[0]!.id, asked.officer.body],
    );
    const colleague = await web.browserOf(rows[0]!.id);
    expect((await colleague.get(asked.path)).status).toBe(200);
    expect((await colleague.get(`${asked.path}/decide/${draft}/check`)).status).toBe(404);
  });

  test('looking moves nothing', async () => {
    const asked = await anAskedBody(desk);
    const officer = await officerOf(asked);
    const check = await prepare(officer, asked, 'conditional');
    const draft = /decide\/([0-9a-f-]{36})\//.exec(check.text)![1]!;
    const before = await digest();
    const pages = ['', '/more', '/decide', `/papers/${asked.papers[0]}`];
    const drafts = [
      'conditions',
      'conditions/new',
      'conditions/0',
      'extent',
      'words',
      'signatory',
      'check',
    ];
    for (const page of [...pages, ...drafts.map((one) => `/decide/${draft}/${one}`)]) {
      const { status } = await officer.get(`${asked.path}${page}`);
      expect([page, status]).toEqual([page, 200]);
    }
    expect(await digest()).toBe(before);
  });
});
