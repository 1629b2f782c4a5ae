import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addCasePerson, nameCaseBody } from '#cases';
import { departmentTasks, groundOf } from '#completion';
import type { TaskDefinition } from '#completion';
import { content } from '#platform';
import { CaseDesk } from '../../../../../test/support/case-desk.js';
import { aCase } from '../../../../../test/support/journey-builder.js';
import { aCaseOnItsFirstDay, anAppliedCase } from '../../../../../test/support/completion.js';
import { aPdf, submit } from '../../../../../test/support/form.js';
import { aWebServer } from '../../../../../test/support/web.js';
import type { Browser, WebServer } from '../../../../../test/support/web.js';

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

function dateBoxes(name: string, iso: string) {
  const [year, month, day] = iso.split('-');
  return { [`${name}-day`]: day!, [`${name}-month`]: month!, [`${name}-year`]: year! };
}

const step = (id: string, task: string) => `/cases/${id}/steps/${encodeURIComponent(task)}`;
const today = async () => dateBoxes('on', await desk.today());

/** Fills in the Department's decision, up to the page that checks it. */
async function decide(id: string, outcome: string, answers: Record<string, string>) {
  const form = await clerk.get(`${step(id, 'record-dfe-decision')}?q=${outcome}`);
  const given = { ...(await today()), decidedBy: 'Minister', ...answers };
  return submit(clerk, form, given, { have_letter: aPdf('decision.pdf') });
}

async function meet(id: string, condition: string) {
  const form = await clerk.get(step(id, `meet-dfe-condition:${condition}`));
  const file = form.text.includes('name="file_evidence"') ? 'file_evidence' : 'have_evidence';
  return submit(clerk, form, await today(), { [file]: aPdf('shown.pdf') });
}

const lettersOf = async (id: string, template: string) => {
  const { rows } = await desk.office.pool.query<{ name: string; text: string }>(
    `SELECT to_name AS name, "values"::text AS text FROM letter
      WHERE case_id = $1 AND template = $2 ORDER BY to_name`,
    [id, template],
  );
  return rows;
};

describe('the Department’s decision', () => {
  it('asks first what was decided, and then only what belongs to it', async () => {
    const id = await anAppliedCase(desk);
    const first = await clerk.get(step(id, 'record-dfe-decision'));
    expect(first.text).toContain('What did the Department decide?');
    expect(first.text).not.toContain('Name of whoever decided');

    const declined = await clerk.get(`${step(id, 'record-dfe-decision')}?q=declined`);
    expect(declined.text).toContain('Choice of trust');
    expect(declined.text).not.toContain('Awaiting the next Ofsted report');
    expect(declined.text).not.toContain('Conditions of the approval');
  });

  it('49: is refused without reasons and their details, and on a day that has not come', async () => {
    const id = await anAppliedCase(desk);
    const unsaid = await decide(id, 'declined', {});
    expect(unsaid.text).toContain('The reasons do not fit the decision.');
    expect(unsaid.text).not.toContain('What happens next');

    const tomorrow = dateBoxes('on', '2099-01-01');
    const early = await decide(id, 'declined', { ...tomorrow, 'reason-Finance': 'A deficit.' });
    expect(early.status).toBe(422);
    expect(early.text).toContain('This day has not come yet.');
    expect((await desk.stored(id)).snapshot.case.context.decision).toBeUndefined();
  });

  it('keeps who decided, the reasons and their details, and tells the chair why', async () => {
    const id = await anAppliedCase(desk);
    await addCasePerson(desk.office, {
      actor: desk.clerk,
      caseId: id,
      part: 'governing-board',
      name: 'Grace Obi',
      email: 'grace.obi@example.org',
    });
    const check = await decide(id, 'deferred', {
      decidedByName: 'Ruth Alder',
      'reason-PerformanceConcerns': 'Results fell for two years.',
    });
    expect(check.text).toContain('Results fell for two years.');
    await submit(clerk, check);

    const shown = await clerk.get(`/cases/${id}/completion`);
    for (const words of ['Deferred', 'Ruth Alder, Minister', 'Results fell for two years.'])
      expect(shown.text).toContain(words);
    const letters = await lettersOf(id, 'dfe-decided');
    expect(letters.some(({ text }) => text.includes('Results fell for two years.'))).toBe(true);
    expect(JSON.stringify((await desk.stored(id)).snapshot)).not.toContain('Ruth Alder');
  });

  it('48: each of its conditions is met by a document, one after the other', async () => {
    const id = await anAppliedCase(desk);
    const check = await decide(id, 'approved-with-conditions', {
      conditions: 'Agree a plan for the deficit.\r\nAdopt the church’s articles.\r\n',
    });
    await submit(clerk, check);
    const open = await clerk.get(`/cases/${id}/completion`);
    expect(open.text).toContain('1. Agree a plan for the deficit.');
    expect(open.text).toContain('2. Adopt the church’s articles.');

    await submit(clerk, await meet(id, 'condition-2'));
    const { decisionMet } = (await desk.stored(id)).snapshot.case.context;
    expect(Object.keys(decisionMet ?? {})).toEqual(['condition-2']);
    const later = await clerk.get(`/cases/${id}/completion`);
    expect(later.text).toContain('that shows condition 1 met');
    expect(later.text).not.toContain('that shows condition 2 met');
    expect((await clerk.get(step(id, 'meet-dfe-condition:condition-3'))).status).toBe(404);
  });
});

describe('the opening date', () => {
  const set = async (id: string, opens: string, answers: Record<string, string> = {}) => {
    const form = await clerk.get(step(id, 'set-opening-date'));
    const given = { ...(await today()), ...dateBoxes('opens', opens), standing: 'provisional' };
    return submit(clerk, form, { ...given, ...answers });
  };

  it('50: is always the first of a month', async () => {
    const id = await desk.aCase();
    const check = await set(id, '2027-09-15');
    expect(check.text).toContain('An academy opens on the first of a month.');
    const good = await set(id, '2027-09-01');
    expect(good.text).not.toContain('An academy opens on the first of a month.');
  });

  it('54: moves with the reasons of the move, each with its note, and tells everybody', async () => {
    const id = await anAppliedCase(desk);
    const [actor, caseId] = [desk.clerk, id];
    for (const [part, kind, name] of [
      ['trust', 'trust', 'Theo Trust'],
      ['local-authority', 'local-authority', 'Alma Authority'],
      ['regional-director', 'regional-director', 'Rita Region'],
      ['union', 'union', 'Una Union'],
    ] as const) {
      const email = `${name.replace(' ', '.').toLowerCase()}.${id.slice(-6)}@example.org`;
      await nameCaseBody(desk.office, { actor, caseId, part, kind, name: `Body of ${name}` });
      await addCasePerson(desk.office, { actor, caseId, part, name, email });
    }
    await submit(clerk, await set(id, '2027-04-01'));
    const unsaid = await set(id, '2027-06-01');
    expect(unsaid.text).toContain('A date that is moved needs at least one reason.');
    const wrong = await set(id, '2027-03-01', { 'reason-land': 'The lease is late.' });
    expect(wrong.text).toContain('is not on the Department’s list for it');

    const check = await set(id, '2027-06-01', {
      'reason-land': 'The lease is late.',
      'reason-diocese': 'Its board meets in May.',
    });
    await submit(clerk, check);
    await submit(clerk, await set(id, '2027-06-01', { standing: 'confirmed' }));

    const shown = await clerk.get(`/cases/${id}/completion`);
    for (const words of ['The lease is late.', 'Its board meets in May.', 'before: 1 April 2027'])
      expect(shown.text).toContain(words);
    expect(shown.text.match(/by Clerk of Northern Clerks/g)).toHaveLength(3);
    expect((await desk.stored(id)).snapshot.case.context.opening?.standing).toBe('confirmed');
    const told = (await lettersOf(id, 'opening-date-set')).map(({ name }) => name);
    expect(new Set(told)).toEqual(
      new Set(['Theo Trust', 'Alma Authority', 'Rita Region', 'Una Union']),
    );
  });

  it('is nobody else’s to see', async () => {
    const id = await desk.aCase();
    const other = await web.browserOf(desk.otherClerk.person);
    expect((await other.get(`/cases/${id}/completion`)).status).toBe(404);
  });
});

describe('the legal documents', () => {
  const church = 'church-supplemental-agreement';
  const record = async (id: string, task: string, paper: string, answers = {}) => {
    const form = await clerk.get(step(id, task));
    const file = form.text.includes(`name="file_${paper}"`) ? `file_${paper}` : `have_${paper}`;
    const given = { ...(await today()), ...answers };
    return submit(clerk, form, given, { [file]: aPdf(`${paper}.pdf`) });
  };

  it('52: the diocese and the trustees sign the church’s agreement each for themselves', async () => {
    const id = await desk.aCase('voluntary-aided-roman-catholic');
    await desk.send(id, 'document.received', { document: church, file: await paper(id) });
    await desk.send(id, 'document.cleared', {
      document: church,
      letter: await desk.file(id, 'correspondence'),
    });
    const sign = async (party: string, signatory: string) =>
      submit(clerk, await record(id, `sign-document:${church}`, 'file', { party, signatory }));
    await sign('diocese', 'Canon Mary Field');

    const shown = (await clerk.get(`/cases/${id}/completion/documents`)).text;
    const table = shown.slice(
      shown.indexOf('Signatures: Church'),
      shown.indexOf('</table>', shown.indexOf('Signatures: Church')),
    );
    expect(table).toContain('Canon Mary Field');
    expect(table.match(/Not signed yet/g)).toHaveLength(3);
    expect((await desk.stored(id)).snapshot.documents[church]?.context.signedBy).toEqual([
      'diocese',
    ]);
    const again = await clerk.get(step(id, `sign-document:${church}`));
    expect(again.text).not.toContain('value="diocese"');
    expect(again.text).toContain('value="trustees"');
    const community = await desk.aCase('community');
    expect((await clerk.get(`/cases/${community}/completion/documents`)).text).not.toContain(
      'Church supplemental agreement',
    );
  });

  it('are only those that the solicitors find needed, and nothing is taken as not needed before', async () => {
    const id = await desk.aCase();
    const before = await clerk.get(`/cases/${id}/completion/documents`);
    expect(before.text).toContain('Nobody has said yet which further legal documents');

    const check = await record(id, 'settle-instruments', 'shownBy', {
      needed: ['deed-of-variation', 'lease-125-years'],
    });
    expect(check.text).toContain('Deed of variation');
    await submit(clerk, check);
    const { documents } = (await desk.stored(id)).snapshot;
    expect(documents['deed-of-variation']?.context.parties).toEqual([
      'trust',
      'secretary-of-state',
    ]);
    expect(documents['lease-125-years']?.value).toBe('awaited');
    expect(documents['articles-of-association']?.value).toBe('notNeeded');
    expect(documents['commercial-transfer-agreement']?.value).toBe('awaited');

    await submit(
      clerk,
      await record(id, 'settle-instruments', 'shownBy', { needed: ['articles-of-association'] }),
    );
    const now = (await desk.stored(id)).snapshot.documents;
    expect([now['deed-of-variation']?.value, now['articles-of-association']?.value]).toEqual([
      'notNeeded',
      'awaited',
    ]);
  });

  const paper = (id: string) => desk.file(id, 'churchSupplementalAgreement');
});

describe('the Department’s tasks', () => {
  const show = async (id: string, task: string, answers: Record<string, string> = {}) => {
    const form = await clerk.get(step(id, `show-task:${task}`));
    const file = form.text.includes('name="file_evidence"') ? 'file_evidence' : 'have_evidence';
    const given = { ...(await today()), ...answers };
    return submit(clerk, form, given, { [file]: aPdf('shown.pdf') });
  };

  it('are shown by a paper and answers, and stand on the page with both', async () => {
    const id = await desk.aCase();
    const before = await clerk.get(`/cases/${id}/completion`);
    expect(before.text).toContain('Not yet: ');
    const check = await show(id, 'payroll-deadline', dateBoxes('payrollDeadline', '2027-03-12'));
    expect(check.text).toContain('12 March 2027');
    await submit(clerk, check);

    const shown = (await desk.stored(id)).snapshot.case.context.shown?.['payroll-deadline'];
    expect(shown).toMatchObject({ answers: { payrollDeadline: '2027-03-12' } });
    const row = rowOf((await clerk.get(`/cases/${id}/completion`)).text, 'payroll-deadline');
    expect(row).toContain('12 March 2027');
    expect(row).toContain('Done');
  });

  it('are set aside on advice where the Department allows it, and nowhere else', async () => {
    const id = await desk.aCase();
    const form = await clerk.get(step(id, 'set-task-aside:nursery'));
    const advice = { have_advice: aPdf('advice.pdf') };
    await submit(clerk, await submit(clerk, form, await today(), advice));
    const { text } = await clerk.get(`/cases/${id}/completion`);
    expect(rowOf(text, 'nursery')).toContain('Set aside:');
    expect(rowOf(text, 'nursery')).toContain('Not applicable');
    expect((await clerk.get(step(id, 'set-task-aside:bank-details'))).status).toBe(404);
    expect((await clerk.get(step(id, 'show-task:academy-name'))).status).toBe(404);
  });

  it('hold the conditions back by name, worked out and never ticked', async () => {
    const id = await desk.aCase();
    const form = await clerk.get(step(id, 'confirm-conditions'));
    const given = { have_confirmation: aPdf('confirmation.pdf') };
    const check = await submit(clerk, form, await today(), given);
    expect(check.text).toContain('Bank details of the academy');
    expect(check.text).toContain('Commercial transfer agreement');
    await submit(clerk, await show(id, 'bank-details'));
    const again = await submit(clerk, form, await today(), given);
    expect(again.text).not.toContain('Bank details of the academy');
  });

  it('say whose they are, what each lacks and where it is added', async () => {
    const id = await desk.aCase('voluntary-aided-roman-catholic');
    const row = async (task: string) =>
      rowOf((await clerk.get(`/cases/${id}/completion`)).text, task).replaceAll(/\s+/g, ' ');
    const payroll = await row('payroll-deadline');
    expect(payroll).toContain('Whose it is: the local authority');
    expect(payroll).toContain('not there yet; correspondence or confirmation');
    expect(await row('academy-name')).toContain(step(id, 'name-academy'));
    expect(await row('academy-name')).toContain('Condition that is held here.');

    const church = 'church-supplemental-agreement';
    expect(await row(church)).toContain('not received yet');
    expect(await row(church)).toContain('Condition on the Department’s own list.');
    const file = await desk.file(id, 'churchSupplementalAgreement');
    await desk.send(id, 'document.received', { document: church, file });
    expect(await row(church)).toContain('the Department has not cleared it yet');
    const letter = await desk.file(id, 'correspondence');
    await desk.send(id, 'document.cleared', { document: church, letter });
    await desk.send(id, 'document.signed', { document: church, party: 'diocese', file });
    const cleared = await row(church);
    expect(cleared).toContain('not signed yet by the trust, the trustees');
    expect(cleared).toContain(`/completion/documents#document-${church}`);
    expect(await row('private-finance')).toContain('Nobody has asked yet');
    expect(await row('statutory-consultation')).toContain('Whose it is: the governing board');
  });

  it('are worked out again when the conditions are confirmed, whatever the sender says', async () => {
    const id = await desk.aCase();
    const sent = desk.send(id, 'conditions.met', { outstanding: [] });
    const { explanation } = await sent.then(
      () => ({ explanation: { conditions: [] } }),
      (error: { facts: { explanation: { conditions: { rule: string; missing: object }[] } } }) =>
        error.facts,
    );
    const { missing } = explanation.conditions.find(({ rule }) => rule === 'R85') ?? {};
    expect(missing).toMatchObject({ tasks: expect.arrayContaining(['bank-details']) });
  });

  it('are one more by a definition and its words, on the page, its form and in the gate', async () => {
    const survey: TaskDefinition = {
      id: 'asbestos-survey',
      group: 'ready',
      owner: 'school',
      condition: 'service',
      proofs: [{ paper: ['correspondence'] }],
    };
    const tasks = content<{ tasks: Record<string, object> }>('completion/tasks').tasks;
    const list = departmentTasks as TaskDefinition[];
    const id = await desk.aCase();
    const page = async () => (await clerk.get(`/cases/${id}/completion`)).text;
    const gate = async () =>
      submit(clerk, await clerk.get(step(id, 'confirm-conditions')), await today(), {
        have_confirmation: aPdf('confirmation.pdf'),
      });
    expect(await page()).not.toContain('Asbestos survey');
    list.push(survey);
    tasks[survey.id] = { title: 'Asbestos survey', hint: 'Add the survey of each building.' };
    try {
      const before = rowOf(await page(), survey.id);
      for (const words of ['Add the survey of each building.', 'the school', 'Not started'])
        expect(before).toContain(words);
      expect((await gate()).text).toContain('Asbestos survey');
      await submit(clerk, await show(id, survey.id));
      expect(rowOf(await page(), survey.id)).toContain('Done');
      expect((await gate()).text).not.toContain('Asbestos survey');
    } finally {
      list.pop();
      delete tasks[survey.id];
    }
  });

  const rowOf = (text: string, task: string) =>
    text.slice(text.indexOf(`id="task-${task}"`)).split('</li>\n    <li class="app-task"')[0]!;
});

describe('the staff transfer', () => {
  const name = async (id: string, union: string, person: string) => {
    const form = await clerk.get(step(id, 'name-representatives'));
    const email = `${person.split(' ').join('.').toLowerCase()}@example.org`;
    const given = { ...(await today()), name: union, person, email };
    await submit(clerk, await submit(clerk, form, given));
  };
  const record = async (id: string, task: string, paper: string, answers = {}) => {
    const form = await clerk.get(step(id, task));
    const file = form.text.includes(`name="file_${paper}"`) ? `file_${paper}` : `have_${paper}`;
    const given = { ...(await today()), ...answers };
    return submit(clerk, form, given, { [file]: aPdf(`${paper}.pdf`) });
  };

  it('53: has its own consultees, letter and log, whatever becomes of the other consultation', async () => {
    const id = await desk.aCase();
    const nobody = await record(id, 'inform-staff', 'letter');
    expect(nobody.text).toContain('Nobody is named who stands for the staff.');

    await name(id, 'National Education Union', 'Nia Evans');
    await name(id, 'Elected by the support staff', 'Sol Reed');
    await submit(clerk, await record(id, 'receive-measures', 'measures'));
    await submit(clerk, await record(id, 'inform-staff', 'letter'));
    const told = await lettersOf(id, 'tupe-informed');
    expect(told.map((letter) => letter.name)).toEqual(
      expect.arrayContaining(['Nia Evans', 'Sol Reed']),
    );

    const { representatives } = (await desk.stored(id)).snapshot.case.context.representatives!;
    const reply = { representative: representatives[0]!, words: 'No concerns were raised.' };
    await submit(clerk, await record(id, 'log-staff-reply', 'reply', reply));
    const early = await record(id, 'complete-tupe', 'minutes');
    expect(early.text).toContain('that are not logged yet: 1.');
    await submit(clerk, early);

    const { text } = await clerk.get(`/cases/${id}/completion/staff`);
    for (const words of ['National Education Union', 'No concerns were raised.', 'No answer yet'])
      expect(text).toContain(words);
    const { value } = (await desk.stored(id)).snapshot.case;
    expect(value).toMatchObject({ live: { tupe: 'complete', consultation: 'planned' } });
    const { rows } = await desk.office.pool.query(
      'SELECT FROM consultee e JOIN consultation c ON c.id = e.consultation_id WHERE c.case_id = $1',
      [id],
    );
    expect(rows).toHaveLength(0);
  });

  it('writes on paper to a representative who has no e-mail address, for the clerk to post', async () => {
    const id = await desk.aCase();
    const form = await clerk.get(step(id, 'name-representatives'));
    const given = { ...(await today()), name: 'Elected by the cooks', person: 'Bill Post' };
    const unreachable = await submit(clerk, form, { ...given, email: '', postal: '' });
    expect(unreachable.status).toBe(422);
    expect(unreachable.text).toContain('Enter an e-mail address above, or a postal address.');
    const mistyped = await submit(clerk, form, { ...given, email: 'bill', postal: '' });
    expect(mistyped.text).toContain('Enter an e-mail address, like name@example.org.');

    const postal = '4 Mill Lane\nLeeds LS1 1AA';
    const check = await submit(clerk, form, { ...given, email: '', postal });
    expect(check.text).toContain('4 Mill Lane');
    await submit(clerk, check);
    const { text } = await clerk.get(`/cases/${id}/completion/staff`);
    expect(text).toContain('Bill Post, 4 Mill Lane, Leeds LS1 1AA');
    expect(text).toContain(`/cases/${id}/letters?show=print`);

    await submit(clerk, await record(id, 'inform-staff', 'letter'));
    const { rows } = await desk.office.pool.query<{ id: string; status: string; person: null }>(
      `SELECT id, status, channel, person FROM letter
        WHERE case_id = $1 AND template = 'tupe-informed' AND to_name = 'Bill Post'`,
      [id],
    );
    expect(rows).toMatchObject([{ status: 'held', channel: 'print', person: null }]);
    const list = await clerk.get(`/cases/${id}/letters?show=print`);
    expect(list.text).toContain('To print and post (1)');
    expect(list.text).toContain('Bill Post');
    const printed = await clerk.get(`/cases/${id}/letters/${rows[0]!.id}/print`);
    expect(printed.text).toContain('4 Mill Lane\nLeeds LS1 1AA');
    expect(printed.text).toContain('You are written to on paper.');
    await submit(clerk, printed);
    expect((await clerk.get(`/cases/${id}/letters?show=print`)).text).toContain(
      'No letter waits to be printed.',
    );
  });

  it('lets a representative read the letter on measures at a desk of their own', async () => {
    const id = await desk.aCase();
    await name(id, 'Unison', 'Una Moss');
    await submit(clerk, await record(id, 'inform-staff', 'letter'));
    const { rows } = await desk.office.pool.query<{ id: string }>(
      'SELECT id FROM person WHERE email = $1',
      ['una.moss@example.org'],
    );
    const una = await web.browserOf(rows[0]!.id);
    const shown = await una.get(`/partner/cases/${id}`);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('/papers/');
    expect((await una.get(`/cases/${id}/completion/staff`)).status).toBe(403);
  });
});

describe('after the opening', () => {
  const take = async (id: string, task: string, paper: string, answers = {}) => {
    const form = await clerk.get(step(id, task));
    const file = form.text.includes(`name="file_${paper}"`) ? `file_${paper}` : `have_${paper}`;
    const given = { ...(await today()), ...answers };
    const check = await submit(clerk, form, given, { [file]: aPdf(`${paper}.pdf`) });
    return submit(clerk, check);
  };

  it('the academy’s number, its published agreements and the last tasks are on the pages', async () => {
    const id = await aCaseOnItsFirstDay(desk);
    await addCasePerson(desk.office, {
      ...{ actor: desk.clerk, caseId: id, part: 'governing-board' },
      ...{ name: 'Hilda Marsh', email: 'hilda.marsh@example.org' },
    });
    await take(id, 'record-opening', 'confirmation', { urn: '150042' });
    const opened = (await clerk.get(`/cases/${id}/completion`)).text;
    for (const words of ['URN of the academy', '150042', 'Not there yet. The register shows it'])
      expect(opened).toContain(words);
    expect(opened).toContain('not dated and sealed yet');
    expect((await lettersOf(id, 'school-opened'))[0]!.text).toContain('150042');

    // What is over is no longer offered; what is left is.
    const agreement = 'supplemental-funding-agreement';
    const documents = `/cases/${id}/completion/documents`;
    const before = (await clerk.get(documents)).text;
    expect(before).toContain(step(id, `seal-document:${agreement}`));
    expect(before).not.toContain('receive-document');
    await take(id, `seal-document:${agreement}`, 'file');
    await take(id, `publish-document:${agreement}`, 'file');
    expect((await desk.stored(id)).snapshot.documents[agreement]?.value).toBe('published');
    expect((await clerk.get(documents)).text).not.toContain(`:${agreement}`.replace(':', '%3A'));

    expect(opened).toContain(step(id, 'show-task:payroll-deadline'));
    await take(id, 'show-task:dbs-checks', 'evidence');
    const { shown } = (await desk.stored(id)).snapshot.case.context;
    expect(shown?.['dbs-checks']).toMatchObject({ standing: 'shown' });
  });

  it('of a case that was withdrawn nothing is offered', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'case.withdrawn');
    const { text } = await clerk.get(`/cases/${id}/completion`);
    expect(text).not.toContain('/steps/');
    expect((await clerk.get(`/cases/${id}/completion/documents`)).text).not.toContain('/steps/');
  });
});

describe('the opening', () => {
  it('asks for the academy’s own number, and looks it up in the register', async () => {
    const id = await desk.aCase();
    const form = await clerk.get(step(id, 'record-opening'));
    const paper = { have_confirmation: aPdf('opening.pdf') };
    const wrong = await submit(clerk, form, { ...(await today()), urn: '15000' }, paper);
    expect([wrong.status, wrong.text.includes('Enter the six digits')]).toEqual([422, true]);

    const { snapshot } = aCase().readyToOpen().opened();
    expect((await groundOf(desk.office.pool, id, snapshot)).academy).toBeNull();
    await desk.office.pool.query(
      `INSERT INTO school (urn, name, open_date, name_key)
       VALUES ('150001', 'Hillside Academy', '2027-04-01', 'hillside academy')`,
    );
    expect((await groundOf(desk.office.pool, id, snapshot)).academy).toEqual({
      urn: '150001',
      name: 'Hillside Academy',
      openDate: '2027-04-01',
    });
  });
});
