import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSender } from '#mail';
import { SYSTEM } from '#platform';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { MailServer } from '../../../test/support/mail-server.js';
import { addCasePerson } from './index.js';
import { timeline } from './timeline.js';

/** The acceptance scenarios of the domain that need the record or the post, by their numbers. */

const TRUST = { uid: '5143', name: 'Oak Learning Trust' };
const fundingAgreements = ['supplemental-funding-agreement', 'master-funding-agreement'];
const PATIENCE_MS = 60_000;

let desk: CaseDesk;

beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

describe('the record', () => {
  it('6: shows that a consultation began before the order and ended before the agreement', async () => {
    await desk.moveClock('2040-01-09T09:00:00Z');
    const caseId = await desk.aCase('community');
    const vote = await aVoteOf(caseId);
    const chair = await desk.chairOf(caseId);
    await desk.send(caseId, 'trust.chosen', { trust: TRUST });
    await desk.send(caseId, 'board.resolved', vote('apply'));
    await desk.send(caseId, 'trust.consented');
    await desk.send(caseId, 'consultation.launched', {
      consultation: caseId,
      closesAt: '2040-02-20T17:00:00.000Z',
    });
    await desk.send(caseId, 'application.submitted', { reference: 'A2B_6' }, chair);
    await desk.send(caseId, 'dfe.decided', { outcome: 'approved', decidedBy: 'Minister' });
    await desk.moveClock('2040-01-30T09:00:00Z');
    await desk.send(caseId, 'order.made');
    await desk.moveClock('2040-02-20T17:00:00Z');
    await desk.move(
      caseId,
      {
        ...{ type: 'consultation.closed', at: '2040-02-20T17:00:00.000Z' },
        on: '2040-02-20T17:00:00.000Z',
      },
      SYSTEM,
    );
    const report = await desk.file(caseId, 'consultationReport');
    await desk.send(caseId, 'consultation.reported', { report });
    await desk.moveClock('2040-03-05T09:00:00Z');
    await desk.send(caseId, 'board.resolved', { ...vote('final'), papers: [report] });
    const { documents } = (await desk.stored(caseId)).snapshot;
    for (const document of ['land-questionnaire', ...fundingAgreements]) {
      await desk.send(caseId, 'document.received', { document });
      await desk.send(caseId, 'document.cleared', { document });
      for (const party of documents[document]!.context.parties)
        await desk.send(caseId, 'document.signed', { document, party });
    }
    await desk.moveClock('2040-04-10T09:00:00Z');
    await desk.send(caseId, 'funding-agreement.signed');

    const entries = await timeline(desk.office.pool, desk.clerk, caseId);
    const entryOf = (type: string) => entries.find(({ entry }) => entry.type === type)!.entry;
    const order = entryOf('order.made').on;
    expect(entryOf('consultation.launched').on! < order!).toBe(true);
    expect(entryOf('consultation.closed').on! > order!).toBe(true);
    expect(entryOf('consultation.closed').on! < entryOf('funding-agreement.signed').on!).toBe(true);
    expect(entryOf('board.resolved').verdicts).toMatchObject({ R9: 'met', R9a: 'met' });
    expect(entryOf('funding-agreement.signed').verdicts).toMatchObject({
      ...{ R10: 'met', R11: 'met', R12: 'met' },
    });
  });
});

describe('the post', () => {
  it('61: a move stands while the mail server is away, and its letter goes out once later', async () => {
    const server = await MailServer.open();
    await server.close();
    const caseId = await desk.aCase('community');
    const grace = { actor: desk.clerk, caseId, name: 'Grace Hall', email: 'grace@example.org' };
    await addCasePerson(desk.office, { ...grace, part: 'governing-board' });
    await desk.send(caseId, 'diligence.reported', { of: 'trust' });
    const sending = startSender({
      pool: desk.office.pool,
      settings: { ...settings, smtpUrl: server.url },
      onError: () => undefined,
    });
    try {
      await until(async () => (await facts(caseId)).includes('deferred'));
      expect((await desk.stored(caseId)).snapshot.case.context.diligenceOfTrust).toBeDefined();

      await server.start();
      await desk.asOwner(`UPDATE product_clock SET ahead = ahead + interval '1 day'`);
      await until(() => Promise.resolve(server.taken.length > 0));
      await desk.asOwner(`UPDATE product_clock SET ahead = ahead + interval '3 days'`);
      await pause(500);
      const to = server.taken.flatMap((mail) => mail.to);
      expect(to.length).toBeGreaterThan(0);
      expect(new Set(to).size).toBe(to.length);
    } finally {
      await sending.stop();
      await server.close();
    }
  });
});

const settings = {
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  publicBaseUrl: 'https://assent.example.org',
  secretKeys: ['a secret of at least thirty-two characters'],
  dkim: null,
};

async function facts(caseId: string): Promise<readonly string[]> {
  const { rows } = await desk.office.pool.query<{ fact: string }>(
    'SELECT f.fact FROM letter_fact f JOIN letter l ON l.id = f.letter WHERE l.case_id = $1',
    [caseId],
  );
  return rows.map(({ fact }) => fact);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await pause(50);
  }
}

async function aVoteOf(caseId: string) {
  const paper = await desk.file(caseId, 'optionsPaper');
  return (purpose: 'apply' | 'final') => ({
    ...{ purpose, meeting: `to-${purpose}`, resolution: `to-${purpose}`, trust: TRUST.uid },
    notice: { clearDays: 8, withPapers: true, urgency: false },
    ...{ fullBoard: true, inPost: 12, present: 9, withdrew: 0, interestsDeclared: true },
    ...{ prescribed: null, papers: [paper] },
    votes: { for: 8, against: 1, abstained: 0, casting: null },
  });
}
