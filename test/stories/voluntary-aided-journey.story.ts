import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Pool } from 'pg';
import type { Browser } from 'playwright-core';
import { verifyCases } from '#cases';
import { openChromium } from '../support/browser.js';
import { ClerkAtWork } from '../support/clerk-at-work.js';
import { WholeProduct } from '../support/whole-product.js';
import { Newcomer } from '../support/newcomer.js';
import {
  giveConsent,
  openLetter,
  replyOnThePage,
  submitApplication,
} from '../support/others-at-work.js';
import { ProductDays, aUnion, aVoteOf } from '../support/story-facts.js';

jest.setTimeout(300_000);

/** St Botolph's C of E (VA) Primary School of the sample, in the diocese CE36. */
const URN = '900005';

describe('a Church of England voluntary aided school, from opening the case to converted', () => {
  let product: WholeProduct;
  let browser: Browser;
  let person: Newcomer;
  let clerk: ClerkAtWork;
  let casePath: string;
  const days = new ProductDays();

  beforeAll(async () => {
    product = await WholeProduct.start();
    browser = await openChromium();
    person = await Newcomer.at(browser, product.url);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('opens the case with the duties of the school, and puts people on it', async () => {
    await person.as('Priya Shah');
    await person.open(`/cases/open/${URN}`);
    const duties = await person.words();
    expect(duties).toContain('Who must consent');
    expect(duties).toContain('Diocesan Boards of Education Measure 2021');
    clerk = await ClerkAtWork.openingCase(person, 'Priya Shah', URN, {
      trustee: 'The St Botolph site trustees',
      'foundation-governor-appointer': 'St Botolph parochial church council',
    });
    casePath = clerk.casePath;

    await clerk.addPerson('governing-board', 'Chloe Hart', 'chloe.hart@example.org', {
      role: 'chair',
    });
    await clerk.addPerson('local-authority', 'Liam Ford', 'liam.ford@example.org');
    await clerk.addPerson('trustee', 'Nora Bell', 'nora.bell@example.org');
    await clerk.addPerson('foundation-governor-appointer', 'Ivo Dean', 'ivo.dean@example.org');
    await clerk.addPerson('diocesan-authority', 'Canon May Reed', 'may.reed@example.org');
  });

  it('refuses to ask for a consent before a trust is chosen', async () => {
    await clerk.take('present-options', { answers: { on: days.day(0) }, papers: ['paper'] });
    await clerk.isRefused('request-consent:trustee', 'No trust has been chosen', {
      answers: { papers: ['Options paper'], message: 'Will you consent?' },
    });
  });

  it('prepares: trust, due diligence, equality, foundation', async () => {
    await person.as('Priya Shah');
    await clerk.take('choose-trust?q=wayfarer', {
      answers: { trust: '900103', on: days.day(0) },
    });
    await clerk.addPerson('trust', 'Martin Hale', 'martin.hale@example.org');
    for (const task of ['report-on-trust', 'report-on-school']) {
      await clerk.take(task, { answers: { on: days.day(0) }, papers: ['report'] });
    }
    await clerk.take('assess-equality', {
      answers: { on: days.day(0) },
      papers: ['assessment'],
    });
    await clerk.take('consult-foundation', { answers: { on: days.day(0) }, papers: ['letter'] });
  });

  it('asks three bodies, and each decides at its own desk', async () => {
    for (const part of ['trustee', 'foundation-governor-appointer', 'diocesan-authority']) {
      await clerk.take(`request-consent:${part}`, {
        answers: {
          papers: ['Options paper', 'Due diligence report on the trust'],
          message: 'The governing board asks for your consent.',
        },
      });
    }
    await person.until('/example/post', 'nora.bell@example.org');
    await giveConsent(person, 'Nora Bell', deskOf('trustee'));
    await giveConsent(person, 'Ivo Dean', deskOf('foundation-governor-appointer'));

    await person.as('Canon May Reed');
    await person.open(deskOf('diocesan-authority', '/more'));
    await person.fill({ words: 'Which articles will the trust adopt?' });
    await person.send();
    await clerk.take('give-more:diocesan-authority', {
      answers: {
        papers: ['Options paper', 'Due diligence report on the trust'],
        message: 'The church majority articles.',
      },
    });
    await giveConsent(
      person,
      'Canon May Reed',
      deskOf('diocesan-authority'),
      'Church majority articles are adopted.',
    );
  });

  it('does not let the chair apply before the board has resolved', async () => {
    await person.as('Chloe Hart');
    await person.open(`/board${casePath}/submit`);
    expect(await person.words()).toContain('The governing board has not resolved to apply.');
  });

  it('refuses a vote at short notice, and records one at a proper meeting', async () => {
    await person.moveClock('336');
    days.pass(14);
    await clerk.isRefused('resolve-to-apply', 'The board had 5 clear days’ notice', {
      answers: aVoteOf(days, { noticeDaysAgo: 11, heldDaysAgo: 5 }),
      papers: ['minutes'],
    });
    await clerk.take('resolve-to-apply', {
      answers: aVoteOf(days, { noticeDaysAgo: 14, heldDaysAgo: 5 }),
      papers: ['minutes'],
    });
    await clerk.take('get-trust-consent', { answers: { on: days.day(0) }, papers: ['letter'] });
  });

  it('consults, and takes an answer by e-mail and one on the page', async () => {
    await clerk.addConsultee('Amy Stone', 'amy.stone@example.org', 'parent');
    await clerk.addConsultee('Raj Patel', 'raj.patel@example.org', 'staff');
    await clerk.addConsultee('Edna Frost', '', 'neighbour');
    await clerk.writeWhatPeopleRead();
    await clerk.launch({
      answers: {
        question: 'Should St Botolph’s become an academy and join the trust?',
        closesOn: days.day(35),
        closesAt: '5pm',
      },
      papers: ['document'],
    });

    await openLetter(person, 'amy.stone@example.org', 'Your view');
    await person.fill({ words: 'I worry about the extra traffic. Will the uniform change?' });
    await person.press('Send the answer');
    await openLetter(person, 'raj.patel@example.org', 'Your view');
    await replyOnThePage(person, {
      view: 'agree',
      words: 'I teach here and I am in favour.',
      group: 'staff',
    });

    await person.as('Priya Shah');
    await person.until(`${casePath}/consultation/responses`, 'Amy Stone');
    expect(await person.words()).toContain('Raj Patel');
  });

  it('refuses a final decision while the consultation is open', async () => {
    await clerk.isRefused('decide-finally', 'The final decision came before', {
      answers: aVoteOf(days, { noticeDaysAgo: 12, heldDaysAgo: 1 }),
      papers: ['minutes'],
    });
  });

  it('closes by itself, and the report is issued', async () => {
    await person.moveClock('1008');
    days.pass(42);
    await person.as('Priya Shah');
    await person.until(`${casePath}/tasks`, 'Issue the consultation report');
    await person.until(`${casePath}/timeline`, 'The consultation closed');
    await clerk.take('report-consultation', { answers: { on: days.day(0) }, papers: ['report'] });
  });

  it('lets the chair submit the application, and records decision and order', async () => {
    await submitApplication(person, 'Chloe Hart', casePath, 'A2B_2042');
    await clerk.take('record-dfe-decision?q=approved', {
      answers: { on: days.day(0), decidedBy: 'RegionalDirectorForRegion' },
      papers: ['letter'],
    });
    await clerk.isRefused('sign-funding-agreement', 'No academy order is in force.', {
      answers: { on: days.day(0) },
      papers: ['agreement'],
    });
    await clerk.take('record-order', { answers: { on: days.day(0) }, papers: ['order'] });
  });

  it('decides finally on the report', async () => {
    await person.moveClock('336');
    days.pass(14);
    await clerk.take('decide-finally', {
      answers: aVoteOf(days, {
        noticeDaysAgo: 13,
        heldDaysAgo: 1,
        papers: ['Consultation report'],
      }),
      papers: ['minutes'],
    });
  });

  it('clears and signs the legal documents in their order', async () => {
    const answers = { on: days.day(0) };
    const receive = async (document: string) =>
      clerk.take(`receive-document:${document}`, { answers, papers: ['file'] });
    const clear = async (document: string) =>
      clerk.take(`clear-document:${document}`, { answers, papers: ['letter'] });
    const sign = async (document: string, party: string) =>
      clerk.take(`sign-document:${document}`, { answers: { ...answers, party }, papers: ['file'] });

    await clerk.take('settle-instruments', {
      answers: { ...answers, needed: ['trust-modification-order'] },
      papers: ['shownBy'],
    });
    await receive('supplemental-funding-agreement');
    await clerk.isRefused(
      'clear-document:supplemental-funding-agreement',
      'The land questionnaire has not been cleared.',
      { answers, papers: ['letter'] },
    );
    await receive('land-questionnaire');
    await clear('land-questionnaire');
    await clear('supplemental-funding-agreement');
    await sign('land-questionnaire', 'solicitor');
    for (const party of ['trust', 'secretary-of-state'])
      await sign('supplemental-funding-agreement', party);
    const signed = {
      'commercial-transfer-agreement': ['local-authority', 'governing-board', 'trust'],
      'church-supplemental-agreement': ['trust', 'diocese', 'trustees', 'secretary-of-state'],
      'trust-modification-order': ['trustees'],
    };
    for (const [document, parties] of Object.entries(signed)) {
      await receive(document);
      await clear(document);
      for (const party of parties) await sign(document, party);
    }
  });

  it('signs the funding agreement once the diocese accepts its condition', async () => {
    await clerk.isRefused('sign-funding-agreement', 'Diocesan Board of Education', {
      answers: { on: days.day(0) },
      papers: ['agreement'],
    });
    await person.as('Canon May Reed');
    await person.open(deskOf('diocesan-authority'));
    await person.follow('Accept that it is met');
    await person.page.locator('[name="evidence"]').first().check();
    await person.fill({ read: ['yes'] });
    await person.press('Accept that the condition is met');
    await clerk.take('sign-funding-agreement', {
      answers: { on: days.day(0) },
      papers: ['agreement'],
    });
  });

  it('opens on the first of a month, not before anything that the law asks is done', async () => {
    await clerk.isRefused('set-opening-date', 'An academy opens on the first of a month.', {
      answers: {
        ...{ on: days.day(0), standing: 'provisional' },
        opens: days.firstOfMonth(2).replace(/01$/, '15'),
      },
    });
    await clerk.take('set-opening-date', {
      answers: { on: days.day(0), opens: days.firstOfMonth(2), standing: 'confirmed' },
    });
    await clerk.take('name-academy', {
      answers: { on: days.day(0), name: 'St Botolph’s Church of England Academy' },
    });
    await clerk.take('confirm-insurance', {
      answers: { on: days.day(0) },
      papers: ['confirmation'],
    });
    await clerk.isRefused('confirm-conditions', 'Bank details of the academy', {
      answers: { on: days.day(0) },
      papers: ['confirmation'],
    });
    for (const task of ['bank-details', 'school-actions'])
      await clerk.take(`show-task:${task}`, {
        answers: { on: days.day(0) },
        papers: ['evidence'],
      });
    await clerk.take('confirm-conditions', {
      answers: { on: days.day(0) },
      papers: ['confirmation'],
    });
    await clerk.isRefused(
      'record-opening',
      'Informing and consulting staff on the transfer is not complete.',
      { answers: { on: days.day(0), urn: '150001' }, papers: ['confirmation'] },
    );
    await clerk.take('name-representatives', { answers: { on: days.day(0), ...aUnion } });
    await clerk.take('inform-staff', { answers: { on: days.day(0) }, papers: ['letter'] });
    await clerk.take('complete-tupe', { answers: { on: days.day(0) }, papers: ['minutes'] });
    await person.moveClock('2184');
    days.pass(91);
    await clerk.take('record-opening', {
      answers: { on: days.day(0), urn: '150001' },
      papers: ['confirmation'],
    });
    await person.open(casePath);
    expect(await person.words()).toContain('The school is an academy');
  });

  it('leaves a record that verifies, with its letters, evidence and timeline', async () => {
    const pool = new Pool({ connectionString: await product.databaseUrl() });
    try {
      const caseId = casePath.split('/').at(-1)!;
      expect((await verifyCases(pool)).faults).toEqual([]);
      const { rows } = await pool.query<{ entries: number; evidence: number; letters: number }>(
        `SELECT (SELECT count(*)::int FROM journal WHERE stream = 'case:' || $1) AS entries,
                (SELECT count(*)::int FROM document WHERE stream = 'case:' || $1) AS evidence,
                (SELECT count(*)::int FROM letter WHERE case_id = $1::uuid) AS letters`,
        [caseId],
      );
      expect(rows[0]).toEqual({ entries: 58, evidence: 50, letters: expect.any(Number) });
      await person.until('/example/post', 'has opened as an academy');
      const { rows: unsent } = await pool.query(
        `SELECT template, status FROM letter
          WHERE case_id = $1 AND status NOT IN ('sent', 'replied', 'held', 'queued')`,
        [caseId],
      );
      expect(unsent).toEqual([]);
    } finally {
      await pool.end();
    }
  });

  function deskOf(part: string, page = ''): string {
    return `/desk${casePath}/${part}${page}`;
  }
});
