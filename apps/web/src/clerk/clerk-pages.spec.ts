import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addCasePerson } from '#cases';
import { markLetter, writeLetters } from '#mail';
import { inTransaction } from '#platform';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aWebServer, marksIn } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';
import { routesOf } from '../http/routes.js';

const trust = { uid: '5143', name: 'Oak Learning Trust' };

describe('the clerk’s pages', () => {
  let desk: CaseDesk;
  let server: WebServer;
  let clerk: Browser;
  let other: Browser;

  beforeAll(async () => {
    desk = await CaseDesk.open();
    server = await aWebServer({ on: desk });
    clerk = await server.browserOf(desk.clerk.person);
    other = await server.browserOf(desk.otherClerk.person);
  });
  afterAll(async () => {
    await server.close();
    await desk.close();
  });

  const count = async (text: string, values: readonly unknown[]): Promise<number> => {
    const { rows } = await desk.office.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${text}`,
      [...values],
    );
    return rows[0]!.n;
  };

  describe('of somebody else’s case', () => {
    it('do not exist, one and all', async () => {
      const caseId = await desk.aCase();
      await desk.send(caseId, 'options.presented');
      const { rows } = await desk.office.pool.query<{ id: string }>(
        'SELECT id FROM document WHERE stream = $1',
        [`case:${caseId}`],
      );
      const values: Readonly<Record<string, string>> = {
        id: caseId,
        document: rows[0]!.id,
        seq: '2',
        how: 'strike',
        part: 'governing-board',
        role: 'clerk',
        person: desk.clerk.person,
        task: 'choose-trust',
      };
      const fill = (path: string) =>
        path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? randomUUID());
      // The example file for a list of people holds nothing of a case.
      const routes = routesOf(server.app).filter(
        ({ path }) => path.startsWith('/cases/:id') && !path.endsWith('/consultees/example'),
      );
      const { _token } = marksIn((await other.get('/account')).text);
      const form = { _token, _nonce: randomUUID(), seenVersion: '1', reason: 'x' };
      const answers = await Promise.all(
        routes.map(async ({ method, path }) => {
          const to = fill(path);
          const { status } = method === 'GET' ? await other.get(to) : await other.post(to, form);
          return `${method} ${path} ${status}`;
        }),
      );

      expect(routes.length).toBeGreaterThan(20);
      expect(answers.filter((answer) => !answer.endsWith(' 404'))).toEqual([]);
    });

    it('stand in no list and no search', async () => {
      const caseId = await desk.aCase();
      const own = await clerk.get('/cases?q=hillside');
      const others = await other.get('/cases?q=hillside');

      expect(own.text).toContain(caseId);
      expect(others.text).not.toContain(caseId);
      expect((await other.get('/home')).text).not.toContain(caseId);
    });
  });

  describe('for opening a case', () => {
    it('say who must consent and why, and open it once, however often the form is sent', async () => {
      const urn = await desk.aSchool('voluntary-aided-roman-catholic');
      const duties = await clerk.get(`/cases/open/${urn}`);
      const check = await clerk.get(`/cases/open/${urn}/check?checked=1`);
      const form = { ...marksIn(check.text), desk: desk.clerk.body! };
      const first = await clerk.post(`/cases/open/${urn}`, form);
      const again = await clerk.post(`/cases/open/${urn}`, form);

      expect(duties.text).toContain('The bishop, Diocese of Lancaster');
      expect(duties.text).toContain('Academies Act 2010 s.3(4)(b)');
      expect(first.status).toBe(303);
      expect(again.headers.get('location')).toBe(first.headers.get('location'));
      expect(await count('cases WHERE urn = $1', [urn])).toBe(1);
    });

    it('lead to the open case instead of opening a second', async () => {
      const urn = await desk.aSchool('community');
      const page = `/cases/open/${urn}/check`;
      const opened = await clerk.fill(page, `/cases/open/${urn}`, { desk: desk.clerk.body! });
      const second = await clerk.fill(page, `/cases/open/${urn}`, { desk: desk.clerk.body! });
      const elsewhere = await other.fill(page, `/cases/open/${urn}`, {
        desk: desk.otherClerk.body!,
      });

      expect(second.status).toBe(409);
      expect(second.text).toContain(`href="${opened.headers.get('location')}"`);
      expect(elsewhere.status).toBe(409);
      expect(elsewhere.text).toContain('Another clerking service leads it.');
    });

    it('take the names of bodies that the register does not know', async () => {
      const urn = await desk.aSchool('voluntary-aided-church-of-england');
      const bodies = {
        trustee: 'St Mary’s Site Trust',
        'foundation-governor-appointer': 'The parish council',
        'another-foundation-governor-appointer': 'The archdeacon',
      };
      const page = `/cases/open/${urn}/check?${new URLSearchParams({ ...bodies, checked: '1' }).toString()}`;
      const shown = await clerk.get(page);
      const opened = await clerk.fill(page, `/cases/open/${urn}`, {
        ...bodies,
        desk: desk.clerk.body!,
      });
      const people = await clerk.get(`${opened.headers.get('location')!}/people`);

      expect(shown.text).toContain('The archdeacon');
      for (const name of Object.values(bodies)) expect(people.text).toContain(name);
      expect(people.text).toContain('Diocesan Board of Education, Diocese of Leeds');
    });

    it('say why a school is not carried', async () => {
      const urn = await desk.aSchool('community');
      await desk.office.pool.query(
        `UPDATE school SET type_code = '34', type_name = 'Academy converter' WHERE urn = $1`,
        [urn],
      );
      const { text } = await clerk.get(`/cases/open/${urn}`);

      expect(text).toContain('This journey is not for this school');
      expect(text).toContain('Academy converter');
      expect((await clerk.get(`/cases/open/${urn}/check`)).status).toBe(404);
    });
  });

  describe('of people', () => {
    it('put a person on the case, refuse what is no address, and take them off again', async () => {
      const caseId = await desk.aCase();
      const add = `/cases/${caseId}/people/governing-board/add`;
      const wrong = await clerk.fill(add, add, { name: 'Ann', email: 'nobody', role: 'chair' });
      const { text } = await clerk.get(add);
      const form = { ...marksIn(text), name: 'Ann Ward', email: 'ann@example.org', role: 'chair' };
      const sent = [await clerk.post(add, form), await clerk.post(add, form)];
      const people = await clerk.get(`/cases/${caseId}/people`);
      const remove = /href="([^"]+\/remove\/[^"]+\/chair)"/.exec(people.text)![1]!;
      const removed = await clerk.fill(remove, remove, {});
      const repeated = await clerk.fill(`/cases/${caseId}/people/governing-board/add`, remove, {});

      expect(wrong.status).toBe(422);
      expect(wrong.text).toContain('Error: ');
      expect(sent.map(({ status }) => status)).toEqual([303, 303]);
      expect([removed.status, repeated.status]).toEqual([303, 303]);
      const left = await clerk.get(`/cases/${caseId}/people`);
      expect(left.text.split('<main')[1]).not.toContain('ann@example.org');
    });

    it('name a body that has a part without consenting once, however often it is sent', async () => {
      const caseId = await desk.aCase('voluntary-aided-church-of-england');
      const naming = `/cases/${caseId}/people/regional-director/body`;
      const { text } = await clerk.get(naming);
      const form = { ...marksIn(text), name: 'The North of England office' };
      await clerk.post(naming, form);
      await clerk.post(naming, form);
      const people = await clerk.get(`/cases/${caseId}/people`);

      expect(people.text).toContain('The North of England office');
      expect(await count(`body WHERE name = 'The North of England office'`, [])).toBe(1);
    });
  });

  describe('of documents', () => {
    const pdf = () => new Blob([`%PDF-1.4\n% ${randomUUID()}\n%%EOF\n`]);
    const facts = {
      kind: 'optionsPaper',
      title: 'Options paper of June',
      'dated-day': '4',
      'dated-month': '6',
      'dated-year': '2026',
      status: 'approved',
      confidentiality: 'board',
    };
    const formOf = (fields: Readonly<Record<string, string>>, file?: Blob) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      if (file !== undefined) form.set('file', file, 'paper.pdf');
      return form;
    };

    it('keep a file with its hash, hand it over as it was, and take a new version', async () => {
      const caseId = await desk.aCase();
      const add = `/cases/${caseId}/documents/add`;
      const file = pdf();
      const added = await clerk.upload(add, add, formOf(facts, file));
      const list = await clerk.get(`/cases/${caseId}/documents`);
      const href = /href="([^"]+)\/file"/.exec(list.text)![1]!;
      const download = await clerk.get(`${href}/file`);
      const replace = `${add}?replaces=${href.split('/').at(-1)!}`;
      const { _token, _nonce } = marksIn((await clerk.get(replace)).text);
      const form = formOf({ ...facts, _nonce, title: 'Second version' }, pdf());
      const target = `${replace}&_token=${encodeURIComponent(_token)}`;
      const replaced = await clerk.send(target, { method: 'POST', body: form });

      expect([added.status, download.status, replaced.status]).toEqual([303, 200, 303]);
      expect(download.text).toBe(await file.text());
      expect(download.headers.get('content-disposition')).toMatch(/^attachment/);
      expect((await clerk.get(href)).text).toContain('A newer version is on the record.');
    });

    it('ask again for what is missing, and say so of a file that cannot be taken', async () => {
      const caseId = await desk.aCase();
      const add = `/cases/${caseId}/documents/add`;
      const without = await clerk.upload(add, add, formOf(facts));
      const program = new Blob(['MZ this is no paper']);
      const wrong = await clerk.upload(add, add, formOf({ ...facts, title: '' }, program));

      expect([without.status, wrong.status]).toEqual([422, 422]);
      expect(without.text).toContain('Choose the file.');
      expect(wrong.text).toContain('Enter a title.');
      expect(await count('document WHERE stream = $1', [`case:${caseId}`])).toBe(0);
    });
  });

  describe('of the timeline', () => {
    it('correct a date with its reason, show old and new, and do it once', async () => {
      const caseId = await desk.aCase();
      await desk.send(caseId, 'options.presented');
      const correct = `/cases/${caseId}/timeline/2/correct`;
      const unchanged = await clerk.get(`${correct}/change`);
      const drafted = await clerk.post(`${correct}/change`, {
        ...marksIn(unchanged.text),
        seenVersion: '1',
        'on-day': '2',
        'on-month': '3',
        'on-year': '2026',
        reason: 'The paper was tabled in March.',
      });
      const check = drafted.headers.get('location')!;
      const shown = await clerk.get(check);
      const form = { ...marksIn(shown.text), seenVersion: '1' };
      const done = await clerk.post(check, form);
      const again = await clerk.post(check, form);
      const entry = await clerk.get(done.headers.get('location')!);

      expect(shown.text).toContain('2 March 2026');
      expect(done.status).toBe(303);
      expect(again.headers.get('location')).toBe(done.headers.get('location'));
      expect(entry.text).toContain('The paper was tabled in March.');
      expect((await clerk.get(`/cases/${caseId}/timeline/2`)).text).toContain('by entry 3');
    });

    it('name the later step that rests on an entry instead of striking it out', async () => {
      const caseId = await desk.aCase();
      await desk.send(caseId, 'trust.chosen', { trust });
      await desk.send(caseId, 'trust.consented');
      await desk.send(caseId, 'tupe.representatives-named', { representatives: ['union-1'] });
      await desk.send(caseId, 'tupe.informed');
      await desk.send(caseId, 'tupe.completed');
      const path = `/cases/${caseId}/timeline/5/correct/strike`;
      const form = { seenVersion: '5', reason: 'It was another letter.' };
      const drafted = await clerk.fill(path, path, form);
      const shown = await clerk.get(drafted.headers.get('location')!);

      expect(shown.text).toContain('A later step rests on it');
      expect(shown.text).toContain('The consultation with staff on their transfer was completed');
    });

    it('refuse a correction of a case that somebody moved meanwhile', async () => {
      const caseId = await desk.aCase();
      await desk.send(caseId, 'options.presented');
      const path = `/cases/${caseId}/timeline/2/correct/strike`;
      const drafted = await clerk.fill(path, path, { seenVersion: '1', reason: 'Not so.' });
      await desk.send(caseId, 'trust.chosen', { trust });
      const check = drafted.headers.get('location')!;
      const refused = await clerk.fill(check, check, { seenVersion: '1' });

      expect(refused.status).toBe(409);
      expect(refused.text).toContain('Someone else changed this');
    });

    it('leave a body’s own word to the body', async () => {
      const caseId = await desk.aCase();
      await desk.send(caseId, 'trust.chosen', { trust });
      const entry = await clerk.get(`/cases/${caseId}/timeline/2`);

      expect(entry.text).not.toContain('Correct this entry');
      expect((await clerk.get(`/cases/${caseId}/timeline/2/correct`)).status).toBe(404);
    });
  });

  describe('of letters', () => {
    it('bring a letter that failed to the first page, and send it again once', async () => {
      const { pool } = desk.office;
      const caseId = await desk.aCase();
      const chair = { name: 'Grace Hall', email: 'grace@example.org', part: 'governing-board' };
      await addCasePerson(desk.office, { actor: desk.clerk, caseId, ...chair });
      await desk.send(caseId, 'diligence.reported', { of: 'trust' });
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM letter WHERE case_id = $1',
        [caseId],
      );
      const letter = rows[0]!.id;
      await markLetter(pool, letter, 'failed', { answer: '550 No such user' });
      const home = await clerk.get('/home');
      const failed = await clerk.get(`/cases/${caseId}/letters?show=failed`);
      const path = `/cases/${caseId}/letters/${letter}`;
      const { text } = await clerk.get(path);
      await clerk.post(`${path}/again`, marksIn(text.split('app-form')[1]!));
      await clerk.post(`${path}/again`, marksIn(text.split('app-form')[1]!));

      expect(home.text).toContain('1 letter did not arrive');
      expect(failed.text).toContain('550 No such user');
      expect((await clerk.get(`/cases/${caseId}/people`)).text).toContain('Grace Hall');
      expect(await count(`letter_fact WHERE letter = $1 AND fact = 'requeued'`, [letter])).toBe(1);
    });

    it('bring a letter that does not leave to the first page after a day', async () => {
      const { pool } = desk.office;
      const caseId = await desk.aCase();
      const chair = { name: 'Ivy Marsh', email: 'ivy@example.org', part: 'governing-board' };
      await addCasePerson(desk.office, { actor: desk.clerk, caseId, ...chair });
      await desk.send(caseId, 'diligence.reported', { of: 'trust' });
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM letter WHERE case_id = $1',
        [caseId],
      );
      const letter = rows[0]!.id;
      await markLetter(pool, letter, 'deferred', { answer: '451 Try again later' });
      const page = `/cases/${caseId}/letters?show=stuck`;
      expect((await clerk.get(page)).text).toContain('No letter waits for long.');

      const aged = (hours: number) =>
        desk.asOwner(
          `UPDATE letter SET queued_at = assent_now() - interval '${hours} hours'
            WHERE id = '${letter}'`,
        );
      await aged(23);
      expect((await clerk.get('/home')).text).not.toContain('for over a day');
      await aged(25);
      expect((await clerk.get('/home')).text).toContain(
        '1 letter has waited for over a day to be sent',
      );
      const stuck = await clerk.get(page);
      expect(stuck.text).toContain('Not sent for over a day (1)');
      expect(stuck.text).toContain('451 Try again later');
      expect((await other.get('/home')).text).not.toContain('for over a day');
      await markLetter(pool, letter, 'sent');
      expect((await clerk.get(page)).text).toContain('No letter waits for long.');
    });

    it('show what has to be printed as it will be posted', async () => {
      const { pool } = desk.office;
      const caseId = await desk.aCase();
      const draft = {
        template: 'case-withdrawn',
        to: { name: 'The Old Rectory', address: null },
        values: {
          schoolName: 'Hillside',
          trustName: 'Oak',
          reference: '2026-1',
          date: '4 June 2026',
          reason: 'None',
          link: '/',
          bodyName: 'Board',
          postalAddress: '1 Church Lane',
        },
        caseId,
      };
      await inTransaction(pool, (tx) => writeLetters(tx, [draft]));
      const list = await clerk.get(`/cases/${caseId}/letters?show=print`);
      const path = /href="([^"]+\/letters\/[0-9a-f-]{36})"/.exec(list.text)![1]!;
      const printed = await clerk.get(`${path}/print`);
      await clerk.post(`${path}/printed`, marksIn(printed.text.split('app-form')[1]!));

      expect(printed.text).toContain('1 Church Lane');
      expect((await clerk.get(path)).text).toContain('It was printed and posted');
    });
  });

  it('show each locked task with what is missing and the law beside it', async () => {
    const caseId = await desk.aCase('voluntary-aided-church-of-england');
    const { text } = await clerk.get(`/cases/${caseId}/tasks`);

    expect(text).toContain('The governing board has not resolved to apply.');
    expect(text).toContain('https://www.legislation.gov.uk/ukpga/2010/32/section/3');
    expect(text).toContain('Diocesan Board of Education, Diocese of Leeds');
    expect(text).not.toMatch(/\{\w+\}/);
  });

  it('tell a newcomer what to do first', async () => {
    const { text } = await other.get('/home');

    expect(text).toContain('Open your first case');
    expect(text.match(/class="govuk-button app-next__button"/g)).toHaveLength(1);
  });
});
