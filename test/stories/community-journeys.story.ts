import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Pool } from 'pg';
import type { Browser } from 'playwright-core';
import { verifyCases } from '#cases';
import { openChromium } from '../support/browser.js';
import { ClerkAtWork } from '../support/clerk-at-work.js';
import { WholeProduct } from '../support/whole-product.js';
import { Newcomer } from '../support/newcomer.js';
import { submitApplication } from '../support/others-at-work.js';
import { ProductDays, aUnion, aVoteOf } from '../support/story-facts.js';

jest.setTimeout(300_000);

const CONVERTING = '900058';
const REFUSING = '900003';

describe('community schools, which nobody else must consent to', () => {
  let product: WholeProduct;
  let browser: Browser;
  let person: Newcomer;
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

  /** A case with its chair, its trust, and the papers of a decision; notice was given today. */
  async function prepared(urn: string, chair: string): Promise<ClerkAtWork> {
    const clerk = await ClerkAtWork.openingCase(person, 'Priya Shah', urn);
    await clerk.addPerson('governing-board', chair, `${chair.split(' ')[0]}@example.org`, {
      role: 'chair',
    });
    await clerk.take('present-options', { answers: { on: days.day(0) }, papers: ['paper'] });
    await clerk.take('choose-trust?q=northmere', { answers: { trust: '900101', on: days.day(0) } });
    await clerk.take('assess-equality', { answers: { on: days.day(0) }, papers: ['assessment'] });
    return clerk;
  }

  describe('a board that says yes', () => {
    let clerk: ClerkAtWork;

    it('needs no consent, and resolves to apply', async () => {
      clerk = await prepared(CONVERTING, 'Vera Stone');
      await person.open(`${clerk.casePath}/tasks`);
      expect(await person.words()).not.toContain('for its consent');
      await person.moveClock('336');
      days.pass(14);
      await clerk.take('resolve-to-apply', {
        answers: aVoteOf(days, { noticeDaysAgo: 14, heldDaysAgo: 2 }),
        papers: ['minutes'],
      });
      await clerk.take('get-trust-consent', { answers: { on: days.day(0) }, papers: ['letter'] });
    });

    it('may apply before the consultation, with a warning', async () => {
      await person.as('Vera Stone');
      await person.open(`/board${clerk.casePath}`);
      expect(await person.words()).toContain('The consultation has not been held yet.');
      await submitApplication(person, 'Vera Stone', clerk.casePath, 'A2B_77');
      await clerk.take('record-dfe-decision?q=approved', {
        answers: { on: days.day(0), decidedBy: 'RegionalDirectorForRegion' },
        papers: ['letter'],
      });
      await clerk.take('record-order', { answers: { on: days.day(0) }, papers: ['order'] });
    });

    it('consults after the order, and decides finally on the report', async () => {
      await clerk.addConsultee('Ben Cole', 'ben.cole@example.org', 'parent');
      await clerk.writeWhatPeopleRead();
      await clerk.launch({
        answers: { question: 'Should it convert?', closesOn: days.day(28), closesAt: '5pm' },
        papers: ['document'],
      });
      await person.moveClock('1008');
      days.pass(42);
      await person.until(`${clerk.casePath}/timeline`, 'The consultation closed');
      await clerk.take('report-consultation', {
        answers: { on: days.day(0) },
        papers: ['report'],
      });
      await clerk.isRefused('sign-funding-agreement', 'The board has not made its final decision', {
        answers: { on: days.day(0) },
        papers: ['agreement'],
      });
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

    it('converts', async () => {
      const answers = { on: days.day(0) };
      await clerk.take('settle-instruments', {
        answers: { ...answers, needed: ['lease-125-years'] },
        papers: ['shownBy'],
      });
      const cleared = [
        'land-questionnaire',
        'supplemental-funding-agreement',
        'commercial-transfer-agreement',
        'lease-125-years',
      ];
      for (const document of cleared) {
        await clerk.take(`receive-document:${document}`, { answers, papers: ['file'] });
        await clerk.take(`clear-document:${document}`, { answers, papers: ['letter'] });
      }
      const parties = {
        'land-questionnaire': ['solicitor'],
        'supplemental-funding-agreement': ['trust', 'secretary-of-state'],
        'commercial-transfer-agreement': ['local-authority', 'governing-board', 'trust'],
        'lease-125-years': ['local-authority', 'trust'],
      };
      for (const [document, signing] of Object.entries(parties)) {
        for (const party of signing) {
          const step = { answers: { ...answers, party }, papers: ['file'] };
          await clerk.take(`sign-document:${document}`, step);
        }
      }
      await clerk.take('set-opening-date', {
        answers: { ...answers, opens: days.firstOfMonth(2), standing: 'confirmed' },
      });
      await clerk.take('sign-funding-agreement', { answers, papers: ['agreement'] });
      await clerk.take('confirm-insurance', { answers, papers: ['confirmation'] });
      await clerk.take('name-academy', { answers: { ...answers, name: 'Hillside Academy' } });
      for (const task of ['bank-details', 'school-actions'])
        await clerk.take(`show-task:${task}`, { answers, papers: ['evidence'] });
      await clerk.take('confirm-conditions', { answers, papers: ['confirmation'] });
      await clerk.take('name-representatives', { answers: { ...answers, ...aUnion } });
      await clerk.take('inform-staff', { answers, papers: ['letter'] });
      await clerk.take('complete-tupe', { answers, papers: ['minutes'] });
      await person.moveClock('2184');
      days.pass(91);
      await clerk.take('record-opening', {
        answers: { on: days.day(0), urn: '150001' },
        papers: ['confirmation'],
      });
      await person.open(clerk.casePath);
      expect(await person.words()).toContain('The school is an academy');
    });
  });

  describe('a board that says no', () => {
    let clerk: ClerkAtWork;

    it('loses the vote, and the case goes no further without another meeting', async () => {
      clerk = await prepared(REFUSING, 'Hugh Marsh');
      await person.moveClock('336');
      days.pass(14);
      await clerk.take('resolve-to-apply', {
        answers: aVoteOf(days, {
          noticeDaysAgo: 14,
          heldDaysAgo: 2,
          votes: { for: '2', against: '6' },
        }),
        papers: ['minutes'],
      });
      await person.open(clerk.casePath);
      expect(await person.words()).toContain('not to apply');
      await person.as('Hugh Marsh');
      await person.open(`/board${clerk.casePath}/submit`);
      expect(await person.words()).toContain('The governing board has not resolved to apply.');
    });

    it('is withdrawn, and nothing more can be recorded', async () => {
      await clerk.take('withdraw-case', {
        answers: { on: days.day(0), words: 'The governors found no trust that suits the school.' },
        papers: ['minutes'],
      });
      await person.open(clerk.casePath);
      expect(await person.words()).toContain('The board withdrew');
      await clerk.isRefused('assess-equality', 'The case does not stand where this step leads on', {
        answers: { on: days.day(0) },
        papers: ['assessment'],
      });
    });
  });

  describe('the twins', () => {
    it('shows nothing of a case to another desk, to another school’s chair or to nobody', async () => {
      const clerk = await ClerkAtWork.openingCase(person, 'Priya Shah', '900039').catch(() => null);
      const path = clerk?.casePath ?? '/cases/00000000-0000-4000-8000-000000000000';
      await person.as('Tom Barker');
      for (const page of [
        '',
        '/tasks',
        '/people',
        '/timeline',
        '/documents',
        '/steps/name-academy',
      ]) {
        const answer = await person.page.goto(`${path}${page}`);
        expect([page, answer?.status()]).toEqual([page, 404]);
      }
      await person.as('Hugh Marsh');
      expect((await person.page.goto(`/board${path}`))?.status()).toBe(404);
    });

    it('answers a stale or broken link with a page that helps', async () => {
      const answer = await person.page.goto('/r/abcdefghijklmnopqrstuvwxyz');
      expect([404, 410]).toContain(answer?.status());
      expect(await person.words()).toMatch(/link/i);
    });
  });

  it('leaves a record that verifies', async () => {
    const pool = new Pool({ connectionString: await product.databaseUrl() });
    try {
      const { faults, cases } = await verifyCases(pool);
      expect(faults).toEqual([]);
      expect(cases).toBe(6);
    } finally {
      await pool.end();
    }
  });
});
