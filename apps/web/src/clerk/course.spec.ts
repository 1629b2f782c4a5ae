import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction } from '#platform';
import { addCasePerson, nameCaseBody, openIn } from '#cases';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aPdf, submit } from '../../../../test/support/form.js';
import { aVote, theTrust } from '../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let clerk: Browser;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  clerk = await web.browserOf(desk.clerk.person);
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const WORDS = 'The governors wait for the report of the inspection.';

/** A step from its form to its record; answers the page that checks it. */
async function take(
  id: string,
  step: string,
  answers: Record<string, string | readonly string[]>,
  papers: readonly string[],
) {
  const [year, month, day] = (await desk.today()).split('-');
  const form = await clerk.get(`/cases/${id}/steps/${step}`);
  const on = { 'on-day': day!, 'on-month': month!, 'on-year': year! };
  const files = Object.fromEntries(papers.map((as) => [`have_${as}`, aPdf(`${as}.pdf`)]));
  const check = await submit(clerk, form, { ...on, ...answers }, files);
  return { check, done: check.status === 200 ? await submit(clerk, check) : check };
}

const courseOf = async (id: string) => {
  const { snapshot } = await desk.stored(id);
  const { value } = snapshot.case;
  return typeof value === 'string' ? value : value.live.course;
};

async function toldOf(id: string, template: string): Promise<number> {
  const { rows } = await desk.office.pool.query<{ told: number }>(
    'SELECT count(*)::int AS told FROM letter WHERE case_id = $1 AND template = $2',
    [id, template],
  );
  return rows[0]!.told;
}

const hold = (id: string, more: Record<string, string> = {}) =>
  take(id, 'hold-case', { why: 'awaiting-next-ofsted-report', words: WORDS, ...more }, ['paper']);

describe('a case on hold', () => {
  test('is put there with a reason; the letter is read before it is sent', async () => {
    const id = await desk.aCase();
    const chair = await desk.chairOf(id);
    await desk.office.pool.query(
      `INSERT INTO case_person (case_id, person, role, body, since)
       VALUES ($1, $2, 'chair', $3, assent_now())`,
      [id, chair.person, chair.body],
    );
    const { check, done } = await hold(id);
    expect(check.text).toContain('Read the letter to A chair');
    expect(check.text).toContain(`The reason given: ${WORDS}`);
    expect(done.text).toContain('On hold since');
    expect(done.text).toContain('The next Ofsted report is awaited');
    expect(done.text).toContain('steps/resume-case');
    expect(await courseOf(id)).toBe('held');
    expect(await toldOf(id, 'case-held')).toBe(1);

    const board = await (await web.browserOf(chair.person)).get(`/board/cases/${id}`);
    expect(board.text).toContain('On hold since');
    const options = await clerk.get(`/cases/${id}/steps/present-options`);
    expect(options.text).toContain('The case is on hold.');

    const { done: resumed } = await take(id, 'resume-case', {}, ['paper']);
    expect(resumed.text).not.toContain('On hold since');
    expect(await courseOf(id)).toBe('going');
    expect(await toldOf(id, 'case-resumed')).toBe(1);
  });

  test('says until when, where that is known, and refuses half a date', async () => {
    const id = await desk.aCase();
    const half = { 'until-day': '1', 'until-month': '', 'until-year': '2030' };
    expect((await hold(id, half)).check.status).toBe(422);
    const whole = { 'until-day': '1', 'until-month': '3', 'until-year': '2030' };
    expect((await hold(id, whole)).done.text).toContain('until about 1 March 2030');
    const { rows } = await desk.office.pool.query(
      'SELECT due_on::text AS due, waiting_for AS whose FROM cases WHERE id = $1',
      [id],
    );
    expect(rows).toEqual([{ due: '2030-03-01', whose: 'clerk' }]);
  });

  test('is not put there without a reason', async () => {
    const id = await desk.aCase();
    expect((await hold(id, { words: '' })).check.status).toBe(422);
    expect(await courseOf(id)).toBe('going');
  });
});

describe('a case that is withdrawn', () => {
  test('ends with the board’s reason, and can be revived where it stood', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const { done } = await take(id, 'withdraw-case', { words: WORDS }, ['minutes']);
    expect(done.text).toContain('The governing board withdrew.');
    expect((await clerk.get(`/cases/${id}/timeline`)).text).toContain(WORDS);
    const course = await clerk.get(`/cases/${id}/course`);
    expect(course.text).toContain('steps/revive-case');
    expect(course.text).not.toContain('steps/hold-case');

    const { done: revived } = await take(id, 'revive-case', {}, ['minutes']);
    expect(revived.text).not.toContain('The governing board withdrew.');
    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.trust?.trust).toEqual(theTrust);
  });

  test('is told of to everybody who has a part on it, when it ends and when it goes on', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    const on = { actor: desk.clerk, caseId: id };
    const region = { ...on, part: 'regional-director' };
    await nameCaseBody(desk.office, { ...region, kind: 'regional-director', name: 'The Region' });
    const told = ['regional-director', 'local-authority', 'diocesan-authority', 'governing-board'];
    for (const part of told) {
      const email = `${part}.told@example.org`;
      await addCasePerson(desk.office, { ...on, part, name: `Of ${part}`, email });
    }
    await hold(id);
    await take(id, 'resume-case', {}, ['paper']);
    await take(id, 'withdraw-case', { words: WORDS }, ['minutes']);
    await take(id, 'revive-case', {}, ['minutes']);
    for (const letter of ['case-held', 'case-resumed', 'case-withdrawn', 'case-revived']) {
      const { rows } = await desk.office.pool.query<{ to_address: string }>(
        'SELECT to_address FROM letter WHERE case_id = $1 AND template = $2 ORDER BY to_address',
        [id, letter],
      );
      const addresses = rows.map(({ to_address }) => to_address);
      expect([letter, addresses]).toEqual([
        letter,
        told.map((part) => `${part}.told@example.org`).toSorted(),
      ]);
    }
  });

  test('is not revived beside another open case of the school', async () => {
    const id = await desk.aCase();
    await take(id, 'withdraw-case', { words: WORDS }, ['minutes']);
    const { urn } = (await desk.stored(id)).snapshot.case.context;
    await inTransaction(desk.office.pool, (tx) =>
      openIn(tx, { actor: desk.clerk, urn, bodies: [] }),
    );
    const { done } = await take(id, 'revive-case', {}, ['minutes']);
    expect([done.status, done.text.includes('already has an open case')]).toEqual([409, true]);
    expect(await courseOf(id)).toBe('withdrawn');
  });

  test('can be superseded instead, and says so', async () => {
    const id = await desk.aCase();
    const { done } = await take(id, 'supersede-case', { by: '2027-0042' }, ['advice']);
    expect(done.text).toContain('Another case takes the place of this one.');
    expect((await clerk.get(`/cases/${id}/course`)).text).toContain('nothing more becomes of it');
  });
});

/** A community school’s case with an order on this basis. */
async function withOrder(basis: string): Promise<string> {
  const id = await desk.aCase('community');
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  await desk.send(id, 'options.presented');
  await desk.send(id, 'diligence.reported', { of: 'trust' });
  await desk.send(id, 'equality.assessed');
  const { type: _type, on: _on, papers: _papers, minutes: _minutes, ...vote } = aVote();
  await desk.send(id, 'board.resolved', { ...vote, papers: [] });
  await desk.send(id, 'trust.consented');
  await desk.send(id, 'application.submitted', { reference: 'A2B_1' }, await desk.chairOf(id));
  await desk.send(id, 'dfe.decided', { outcome: 'approved', decidedBy: 'minister' });
  await desk.send(id, 'order.made', { basis });
  return id;
}

describe('an order that is taken back', () => {
  test('is revoked with the Department’s reasons, its letter and the minister’s approval', async () => {
    const id = await withOrder('s.4(1)(b)');
    const none = await take(id, 'revoke-order', { words: WORDS }, ['letter', 'approval']);
    expect(none.check.status).toBe(422);
    const answers = { words: WORDS, reasons: ['safeguarding-addressed', 'policy-changed'] };
    const without = await take(id, 'revoke-order', answers, ['letter']);
    expect(without.check.status).toBe(422);
    const { done } = await take(id, 'revoke-order', answers, ['letter', 'approval']);
    expect(done.text).toContain('The academy order was revoked.');
    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.value).toBe('revoked');
    expect(snapshot.case.context.revoked?.reasons).toEqual(answers.reasons);
  });

  test('is rescinded when it rested on an application, and cannot be revoked', async () => {
    const id = await withOrder('s.4(1)(a)');
    const course = await clerk.get(`/cases/${id}/course`);
    expect(course.text).toContain('so it cannot be revoked');
    expect(course.text).not.toContain('steps/revoke-order');
    await take(id, 'rescind-order', { words: WORDS }, ['letter']);
    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.value).toMatchObject({ live: { dfe: 'notApplied' } });
  });
});

describe('newer rules', () => {
  test('are moved to by a step that shows what they would change, and the past keeps its own', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'options.presented');
    await desk.asOwner(
      `UPDATE cases SET snapshot = jsonb_set(snapshot::jsonb, '{case,context,ruleSet}', '"2016-04-18"')::json
        WHERE id = '${id}'`,
    );
    const shown = await clerk.get(`/cases/${id}/rules`);
    expect(shown.text).toContain('Moving on would change');
    const step = await clerk.get(`/cases/${id}/steps/move-rules-on`);
    expect(step.text).toContain('Begins to count: R21 Insurance is in force');
    const { done } = await take(id, 'move-rules-on', {}, []);
    expect(done.status).toBe(200);
    const { rows } = await desk.office.pool.query<{ rule_set: string; newest: string }>(
      `SELECT rule_set, snapshot #>> '{case,context,ruleSet}' AS newest FROM cases WHERE id = $1`,
      [id],
    );
    expect(rows[0]!.rule_set).toBe(rows[0]!.newest);
    expect(rows[0]!.newest > '2016-04-18').toBe(true);
    const entry = await desk.office.pool.query<{ rules: string }>(
      `SELECT entry ->> 'rules' AS rules FROM journal
        WHERE stream = $1 AND type = 'rules.moved-on'`,
      [`case:${id}`],
    );
    expect(entry.rows).toEqual([{ rules: '2016-04-18' }]);
    expect((await clerk.get(`/cases/${id}/rules`)).text).toContain('No newer rules are in force.');
  });
});
