import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '#platform';
import type { recordFile } from '../clerk/record-model.js';
import { CaseDesk } from '../../../../test/support/case-desk.js';
import { aPdf, submit } from '../../../../test/support/form.js';
import { theTrust } from '../../../../test/support/journey-builder.js';
import { aWebServer } from '../../../../test/support/web.js';
import type { Answer, Browser, WebServer } from '../../../../test/support/web.js';

let desk: CaseDesk;
let web: WebServer;
let senior: Actor;
beforeAll(async () => {
  desk = await CaseDesk.open();
  web = await aWebServer({ on: desk });
  senior = await desk.memberOf(desk.clerk.body!, 'senior-officer');
});
afterAll(async () => {
  await web.close();
  await desk.close();
});

const REASON = 'The trustees’ letter is lost, and their solicitor confirms that they consented.';
const WHY = 'The solicitor’s letter of 3 June shows the consent.';

/** The clerk's way: from the block on the tasks, over the form and the check, to the request. */
async function ask(clerk: Browser, id: string): Promise<Answer> {
  const tasks = await clerk.get(`/cases/${id}/tasks`);
  const href = /href="(\/cases\/[^"]+ask-override:R1~application\.submitted~)"/.exec(tasks.text);
  const form = await clerk.get(href![1]!);
  const check = await submit(clerk, form, { reason: REASON }, { have_paper: aPdf('letter.pdf') });
  return submit(clerk, check);
}

async function decide(officer: Browser, id: string, decision: string): Promise<Answer> {
  const [override] = Object.keys((await desk.stored(id)).snapshot.case.context.overrides ?? {});
  const request = await officer.get(`/overrides/cases/${id}/${override}`);
  const check = await submit(officer, request, { decision, reason: WHY });
  return submit(officer, check);
}

async function lettersOf(id: string, template: string): Promise<readonly string[]> {
  const { rows } = await desk.office.pool.query<{ to_address: string }>(
    'SELECT to_address FROM letter WHERE case_id = $1 AND template = $2',
    [id, template],
  );
  return rows.map((row) => row.to_address);
}

const dateOf = (name: string, iso: string) => {
  const [year, month, day] = iso.split('-');
  return { [`${name}-day`]: day!, [`${name}-month`]: month!, [`${name}-year`]: year! };
};
const monthBefore = (iso: string): string =>
  new Date(Date.parse(iso) - 30 * 86_400_000).toISOString().slice(0, 10);

const standingOf = async (id: string) =>
  Object.values((await desk.stored(id)).snapshot.case.context.overrides ?? {}).map(
    ({ standing }) => standing,
  );

describe('an override', () => {
  test('is asked for where the rule stands, and its senior officer is written to', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const clerk = await web.browserOf(desk.clerk.person);
    const asked = await ask(clerk, id);
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('Waits for the senior officer');
    expect(asked.text).toContain(REASON);
    expect(await lettersOf(id, 'override-asked')).toEqual([
      expect.stringContaining('senior-officer'),
    ]);
    const again = await clerk.get(`/cases/${id}/tasks`);
    expect(again.text).toContain('An override is asked for.');
  });

  test('is decided by the senior officer, and every view of the case shows it for ever', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await ask(await web.browserOf(desk.clerk.person), id);
    const officer = await web.browserOf(senior.person);
    expect((await officer.get('/overrides')).text).toContain('R1 at Hillside');
    const request = await officer.get(`/overrides/cases/${id}`);
    const shown = await officer.get(request.headers.get('location')!);
    expect(shown.text).toContain('The school’s foundation has not been consulted.');
    expect(shown.text).toContain('The governing board has not resolved to apply.');
    expect(shown.text).toContain('An override of rule R1 was asked for');
    const done = await decide(officer, id, 'overridden');
    expect(done.text).toContain('The rule is overridden. The clerk and the chair are being told.');
    expect(await standingOf(id)).toEqual(['granted']);
    expect(await lettersOf(id, 'rule-overridden')).toHaveLength(1);

    const consent = await desk.officerOf(id, 'diocesan-authority');
    const { rows } = await desk.office.pool.query<{ body: string }>(
      `SELECT body FROM case_body WHERE case_id = $1 AND part = 'local-authority'`,
      [id],
    );
    const authority = await desk.memberOf(rows[0]!.body, 'authority-officer');
    const views: readonly (readonly [string, string])[] = [
      [desk.clerk.person, `/cases/${id}`],
      [desk.clerk.person, `/cases/${id}/tasks`],
      [desk.clerk.person, `/cases/${id}/timeline`],
      [desk.clerk.person, `/cases/${id}/documents`],
      [desk.clerk.person, `/cases/${id}/record`],
      [desk.clerk.person, `/cases/${id}/record/file`],
      [(await desk.chairOf(id)).person, `/board/cases/${id}`],
      [(await desk.chairOf(id)).person, `/board/cases/${id}/history`],
      [consent.person, `/desk/cases/${id}/diocesan-authority`],
      [authority.person, `/partner/cases/${id}`],
    ];
    for (const [person, path] of views) {
      const { status, text } = await (await web.browserOf(person)).get(path);
      expect([path, status]).toEqual([path, 200]);
      for (const words of ['R1', 'A senior-officer', WHY, REASON]) {
        expect([path, words, text.includes(words)]).toEqual([path, words, true]);
      }
    }
  });

  test('57: shows the rule, the reason, and who decided in which role, in the exported record', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await ask(await web.browserOf(desk.clerk.person), id);
    await decide(await web.browserOf(senior.person), id, 'overridden');
    const clerk = await web.browserOf(desk.clerk.person);
    const answer = await clerk.get(`/cases/${id}/record/file`);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="record /);
    const record = JSON.parse(answer.text) as ReturnType<typeof recordFile>;
    expect(record.overrides).toMatchObject([
      {
        rule: 'R1',
        law: { text: 'Academies Act 2010, section 3(3)' },
        asked: { reason: REASON, role: 'clerk' },
        decided: { reason: WHY, role: 'senior officer', by: expect.stringContaining('senior') },
      },
    ]);
    const { rows } = await desk.office.pool.query<{ hash: string }>(
      `SELECT encode(hash, 'hex') AS hash FROM journal WHERE stream = $1 ORDER BY seq`,
      [`case:${id}`],
    );
    expect(record.entries.map(({ hash }) => hash)).toEqual(rows.map(({ hash }) => hash));
    expect((await (await web.browserOf(senior.person)).get(`/cases/${id}/record`)).status).toBe(
      403,
    );
  });

  test('carries its act past the rule once, and no other', async () => {
    const id = await desk.aCase('community');
    const clerk = await web.browserOf(desk.clerk.person);
    const before = await clerk.get(`/cases/${id}/steps/sign-funding-agreement`);
    expect(before.text).toContain('ask-override:R11~funding-agreement.signed~');
    const form = await clerk.get(`/cases/${id}/steps/ask-override:R11~funding-agreement.signed~`);
    const file = { have_paper: aPdf('letter.pdf') };
    await submit(clerk, await submit(clerk, form, { reason: REASON }, file));
    await decide(await web.browserOf(senior.person), id, 'overridden');
    const after = await clerk.get(`/cases/${id}/steps/sign-funding-agreement`);
    expect(after.text).not.toContain('ask-override:R11~');
    expect(after.text).toContain('ask-override:R10~');
  });

  test('is used by its act, whose entry says so, and does not serve again', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    const clerk = await web.browserOf(desk.clerk.person);
    const refused = desk.send(id, 'consent.requested', { consent: 'trustee', papersHash: 'one' });
    await expect(refused).rejects.toThrow('not-now');
    const form = await clerk.get(`/cases/${id}/steps/ask-override:R23~consent.requested~trustee`);
    const file = { have_paper: aPdf('letter.pdf') };
    await submit(clerk, await submit(clerk, form, { reason: REASON }, file));
    await decide(await web.browserOf(senior.person), id, 'overridden');

    const asking = { consent: 'diocesan-authority', papersHash: 'one' };
    await expect(desk.send(id, 'consent.requested', asking)).rejects.toThrow('not-now');
    await desk.send(id, 'consent.requested', { consent: 'trustee', papersHash: 'one' });
    expect(await standingOf(id)).toEqual(['used']);
    const { rows } = await desk.office.pool.query<{ verdict: string; seq: number }>(
      `SELECT seq, entry -> 'verdicts' ->> 'R23' AS verdict FROM journal
        WHERE stream = $1 AND type = 'consent.requested'`,
      [`case:${id}`],
    );
    expect(rows).toEqual([{ seq: 4, verdict: 'overridden' }]);
    const entry = await clerk.get(`/cases/${id}/timeline/4`);
    expect(entry.text).toContain('Not met: overridden');
  });

  test('of a rule on a vote is asked for where the vote is checked, and carries that decision', async () => {
    const id = await desk.aCase('community');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const clerk = await web.browserOf(desk.clerk.person);
    const held = await desk.today();
    const vote = {
      ...dateOf('heldOn', held),
      ...dateOf('noticeOn', monthBefore(held)),
      ...{ withPapers: 'yes', fullBoard: 'full-board', interestsDeclared: 'yes' },
      ...{ inPost: '12', present: '5', withdrew: '0' },
      ...{ votesFor: '5', votesAgainst: '0', abstained: '0', casting: 'none' },
      wording: 'That the school applies.',
    };
    const step = `/cases/${id}/steps/resolve-to-apply`;
    const minutes = { have_minutes: aPdf('minutes.pdf') };
    const blocked = await submit(clerk, await clerk.get(step), vote, minutes);
    expect(blocked.text).toContain('This cannot be recorded yet');
    const href = /href="([^"]+ask-override:R16~board\.resolved~apply)"/.exec(blocked.text)![1]!;
    const file = { have_paper: aPdf('letter.pdf') };
    const form = await clerk.get(href);
    await submit(clerk, await submit(clerk, form, { reason: REASON }, file));
    await decide(await web.browserOf(senior.person), id, 'overridden');

    const [, paper] = /name="have_minutes"[^>]*value="([^"]+)"/.exec((await clerk.get(step)).text)!;
    const again = await submit(clerk, await clerk.get(step), { ...vote, have_minutes: paper! });
    expect(again.text).toContain('Not met, and overridden for this act');
    await submit(clerk, again);
    const { snapshot } = await desk.stored(id);
    expect(snapshot.case.context.resolvedToApply?.votes.for).toBe(5);
    expect(await standingOf(id)).toEqual(['used']);
  });

  test('is decided by whoever is a senior officer of the desk now, on every case of it', async () => {
    const id = await desk.aCase('community');
    const clerk = await web.browserOf(desk.clerk.person);
    const people = await clerk.get(`/cases/${id}/people`);
    expect(people.text).toContain('Told when an override is asked for, and decides on it.');
    expect(people.text).not.toContain(`/remove/${senior.person}`);
  });

  test('once decided is corrected by nobody', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const clerk = await web.browserOf(desk.clerk.person);
    await ask(clerk, id);
    await decide(await web.browserOf(senior.person), id, 'overridden');
    const entry = await clerk.get(`/cases/${id}/timeline/4`);
    expect(entry.text).toContain('Rule R1 was overridden');
    expect(entry.text).toContain('stands in the record for ever');
    expect((await clerk.get(`/cases/${id}/timeline/4/correct`)).status).not.toBe(200);
  });

  test('that is refused leaves the rule standing', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const clerk = await web.browserOf(desk.clerk.person);
    await ask(clerk, id);
    await decide(await web.browserOf(senior.person), id, 'refused');
    expect(await standingOf(id)).toEqual(['refused']);
    const { text } = await clerk.get(`/cases/${id}/tasks`);
    expect(text).toContain('Override refused');
    expect(text).toContain('ask-override:R1~application.submitted~');
  });

  test('is not decided by whoever asked for it, nor twice, nor by another desk', async () => {
    const id = await desk.aCase('voluntary-aided-church-of-england');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await desk.office.pool.query(
      `INSERT INTO membership (person, body, role) VALUES ($1, $2, 'senior-officer')`,
      [desk.clerk.person, desk.clerk.body],
    );
    const both = await web.browserOf(desk.clerk.person);
    await ask(both, id);
    const [override] = Object.keys((await desk.stored(id)).snapshot.case.context.overrides ?? {});
    const path = `/overrides/cases/${id}/${override}`;
    expect((await both.get(path)).text).toContain('You asked for this override yourself');
    const posted = await both.fill('/account', path, { decision: 'overridden', reason: WHY });
    expect(posted.status).toBe(409);

    const elsewhere = await desk.memberOf(desk.otherClerk.body!, 'senior-officer');
    const stranger = await web.browserOf(elsewhere.person);
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.get('/overrides')).text).toContain('Nothing waits for you.');

    const officer = await web.browserOf(senior.person);
    await decide(officer, id, 'refused');
    expect((await officer.get(path)).text).toContain('This request is decided.');
    expect(await standingOf(id)).toEqual(['refused']);
    await desk.office.pool.query(
      `UPDATE membership SET until = assent_now() WHERE person = $1 AND role = 'senior-officer'`,
      [desk.clerk.person],
    );
  });

  test('cannot be asked of what keeps the record true, nor of a rule that is not there', async () => {
    const id = await desk.aCase('community');
    const clerk = await web.browserOf(desk.clerk.person);
    for (const scope of [
      'R51~rule.overridden~',
      'R47~rules.moved-on~',
      'R1~board.resolved~apply',
      'R0~application.submitted~',
      'R2~application.submitted~nobody',
    ]) {
      const answer = await clerk.get(`/cases/${id}/steps/ask-override:${scope}`);
      expect([scope, answer.status]).toEqual([scope, 404]);
    }
  });
});
