import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findConsultation, publication, responses } from '#consultation';
import { inTransaction } from '#platform';
import type { Actor } from '#platform';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { aReceivedMail, anAskedPerson } from '../../../test/support/consultation.js';
import { theTrust } from '../../../test/support/journey-builder.js';
import { consultationDesk } from './consultation-desk.js';
import { launchConsultation } from './consult.js';
import { overrideDesk } from './overrides.js';
import { passDeadlines } from './pass-deadlines.js';
import { takeStep } from './take-step.js';
import { timeline } from './timeline.js';
import { verifyCases } from './verify-cases.js';

/** What people must be able to read before they are asked, and replies that come too late. */

const SECRET = 'a secret of at least thirty-two characters';

let desk: CaseDesk;

beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

describe('the text of a consultation', () => {
  async function toLaunch(leaving: { without?: readonly string[] } = {}) {
    const id = await desk.aCase();
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const consultation = await desk.writeText(id, leaving);
    const document = await desk.file(id, 'consultationDocument');
    const window = { consultation, document, closesOn: '2031-01-31', closesAt: '17:00' };
    return {
      id,
      window,
      launch: async () => launchConsultation(desk.office, await act(id), window),
    };
  }
  const act = (id: string) => desk.act(id);
  const verdictOf = async (id: string) => {
    const entries = await timeline(desk.office.pool, desk.clerk, id);
    return entries.find(({ entry }) => entry.type === 'consultation.launched')!.entry;
  };

  it('9: without a section on alternatives stops the launch, until a second person lets it pass', async () => {
    const { id, window, launch } = await toLaunch({ without: ['alternatives'] });
    await expect(launch()).rejects.toMatchObject({
      code: 'not-now',
      facts: {
        explanation: {
          conditions: expect.arrayContaining([
            expect.objectContaining({
              rule: 'R27a',
              effect: 'block',
              strength: 'practice',
              missing: { sections: ['alternatives'] },
            }),
          ]),
        },
      },
    });
    const { rows } = await desk.office.pool.query(
      'SELECT FROM consultation_text_published WHERE consultation_id = $1',
      [window.consultation],
    );
    expect(rows).toEqual([]);

    const paper = await desk.file(id, 'correspondence');
    const scope = { rule: 'R27a', event: 'consultation.launched', part: null, purpose: null };
    const reason = 'The options paper that everybody has says it.';
    await overrideDesk.ask(desk.office, await desk.act(id), { ...scope, reason, paper });
    const senior = await desk.memberOf(desk.clerk.body!, 'senior-officer');
    const [override] = Object.keys((await desk.stored(id)).snapshot.case.context.overrides!);
    await overrideDesk.decide(desk.office, await desk.act(id, senior), {
      ...{ override: override!, decision: 'overridden' },
      reason: 'Agreed for this school.',
    });

    await launch();
    expect(await verdictOf(id)).toMatchObject({
      verdicts: { R27a: 'overridden' },
      data: { text: { missing: ['alternatives'] } },
    });
    expect((await verifyCases(desk.office.pool, { caseId: id })).faults).toEqual([]);
  });

  it('is published at the launch, and the launch names its version and its hash', async () => {
    const { id, window, launch } = await toLaunch();
    await launch();

    const { texts } = await consultationDesk.published(desk.office.pool, window.consultation);
    expect(texts).toHaveLength(1);
    const { version, sha256 } = texts[0]!;
    expect(await verdictOf(id)).toMatchObject({
      verdicts: { R27a: 'met' },
      data: { text: { version, sha256, missing: [] } },
    });
  });

  it('that is changed behind the service is found by the verification, as an answer is', async () => {
    const { window, launch } = await toLaunch();
    await launch();
    const { consultation } = window;
    await inTransaction(desk.office.pool, (tx) =>
      publication.answer(tx, desk.clerk, {
        ...{ consultation, number: null, question: 'Will the uniform change?', answer: 'No.' },
      }),
    );
    const faults = async () => {
      const { faults: all } = await verifyCases(desk.office.pool);
      return all.filter(({ stream }) => stream === `consultation:${consultation}`);
    };
    expect(await faults()).toEqual([]);
    const changed = { consultation_text: 'sections', consultation_answer: 'answer' };
    for (const [table, column] of Object.entries(changed)) {
      const hashed = table === 'consultation_text' ? '$1' : `question || E'\\n' || $1`;
      const words = `'{"proposal":{"words":"Another."}}'`;
      await expect(
        desk.office.pool.query(`UPDATE ${table} SET ${column} = ${words}`),
      ).rejects.toMatchObject({ code: '42501' });
      await desk.asOwner(
        `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
        `UPDATE ${table} SET ${column} = ${words},
           sha256 = sha256(convert_to(${hashed.replace('$1', words)}, 'UTF8'))
          WHERE consultation_id = '${consultation}'`,
        `ALTER TABLE ${table} ENABLE TRIGGER ALL`,
      );
    }
    expect(await faults()).toMatchObject([
      { what: 'what was published is not what the record has a hash of' },
      { what: 'what was published is not what the record has a hash of' },
    ]);
  });

  it('is looked up by the door: what the sender says of it is not listened to', async () => {
    const { id, window } = await toLaunch({ without: ['alternatives', 'drawbacks'] });
    const event = {
      ...{ on: await desk.today(), closesAt: '2031-01-31T17:00:00.000Z' },
      ...{ consultation: window.consultation, document: window.document },
      text: { version: 9, sha256: 'told', missing: [] },
    };
    await expect(
      takeStep(desk.office, await desk.act(id), () => ({
        event: { type: 'consultation.launched', ...event },
      })),
    ).rejects.toMatchObject({ code: 'not-now' });
  });
});

describe('a late reply', () => {
  const reply = (consultation: string, receivedOn: string, words: string) =>
    inTransaction(desk.office.pool, (tx) =>
      responses.enter(tx, desk.clerk, {
        ...{ consultation, receivedOn, words, channel: 'paper' },
        ...{ consultee: null, author: null, group: 'parent', view: 'disagree' },
      }),
    );

  async function closedCase(year: number) {
    await desk.moveClock(`${year}-01-06T09:00:00Z`);
    const id = await desk.aCase();
    const paper = await desk.file(id, 'optionsPaper');
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    await desk.send(id, 'board.resolved', vote('apply', [paper]));
    const consultation = await desk.writeText(id);
    const document = await desk.file(id, 'consultationDocument');
    const window = { consultation, document, closesOn: `${year}-02-17`, closesAt: '17:00' };
    await launchConsultation(desk.office, await desk.act(id), window);
    await reply(consultation, `${year}-01-06`, 'In time.');
    await desk.moveClock(`${year}-02-20T09:00:00Z`);
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    return { id, consultation };
  }

  const vote = (purpose: 'apply' | 'final', papers: readonly string[]) => ({
    ...{ purpose, meeting: `to-${purpose}`, resolution: `to-${purpose}`, trust: theTrust.uid },
    notice: { clearDays: 8, withPapers: true, urgency: false },
    ...{ fullBoard: true, inPost: 12, present: 9, withdrew: 0, interestsDeclared: true },
    ...{ prescribed: null, papers, votes: { for: 8, against: 1, abstained: 0, casting: null } },
  });

  it('7: is in the report and marked late when it comes before; after it, somebody must say whether it was considered', async () => {
    const { id, consultation } = await closedCase(2042);
    const before = await reply(consultation, '2042-02-19', 'Late, before the report.');
    expect(before.late).toBe(true);

    const report = await desk.file(id, 'consultationReport');
    await desk.send(id, 'consultation.reported', { report });
    const { consultationReport } = (await desk.stored(id)).snapshot.case.context;
    expect(consultationReport?.replies).toEqual({ last: 2, inTime: 1, late: 1, waiting: [] });
    expect(await consultationDesk.laterReplies(desk.office.pool, id)).toEqual([]);

    await desk.moveClock('2042-03-03T09:00:00Z');
    const after = await reply(consultation, '2042-03-02', 'After the report.');
    const final = vote('final', [report]);
    // Said by the sender, and not listened to.
    const told = { ...final, undecidedReplies: 0 };
    await expect(desk.send(id, 'board.resolved', told)).rejects.toMatchObject({
      code: 'not-now',
      facts: {
        explanation: {
          conditions: expect.arrayContaining([
            expect.objectContaining({ rule: 'R9b', verdict: 'unmet', missing: { replies: 1 } }),
          ]),
        },
      },
    });

    const on = { actor: desk.clerk, caseId: id };
    const decision = { decision: 'not-considered', reason: 'It repeats another one.' } as const;
    await expect(
      consultationDesk.considerReply(desk.office, on, { response: before.id, ...decision }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      consultationDesk.considerReply(
        desk.office,
        { ...on, actor: desk.otherClerk },
        { response: after.id, ...decision },
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
    await consultationDesk.considerReply(desk.office, on, { response: after.id, ...decision });
    expect(await consultationDesk.laterReplies(desk.office.pool, id)).toMatchObject([
      { id: after.id, late: true, words: 'After the report.', ...decision },
    ]);

    await desk.send(id, 'board.resolved', final);
    const [last] = await timeline(desk.office.pool, desk.clerk, id, { limit: 1 });
    expect(last!.entry).toMatchObject({
      type: 'board.resolved',
      verdicts: { R9b: 'met' },
      data: { undecidedReplies: 0 },
    });
    expect((await verifyCases(desk.office.pool, { caseId: id })).faults).toEqual([]);
  });

  it('that comes while the final decision is recorded waits until that is done', async () => {
    const { id, consultation } = await closedCase(2044);
    const report = await desk.file(id, 'consultationReport');
    await desk.send(id, 'consultation.reported', { report });
    const { replies } = (await desk.stored(id)).snapshot.case.context.consultationReport!;
    let isThere = false;
    const coming = await inTransaction(desk.office.pool, async (tx) => {
      expect(await responses.undecided(tx, consultation, replies!)).toBe(0);
      const sent = reply(consultation, '2044-02-20', 'Meanwhile.').then(() => (isThere = true));
      await pause(300);
      expect(isThere).toBe(false);
      return [sent];
    });
    await Promise.all(coming);
    expect(isThere).toBe(true);
  });

  it('of a stranger that waited at the report is not in it, whatever is decided afterwards', async () => {
    const { id, consultation } = await closedCase(2045);
    const asked = { caseId: id, clerk: desk.clerk, consultation };
    await aStrangersReply(asked);
    const report = await desk.file(id, 'consultationReport');
    await desk.send(id, 'consultation.reported', { report });
    const { consultationReport } = (await desk.stored(id)).snapshot.case.context;
    expect(consultationReport?.replies).toMatchObject({
      last: 2,
      inTime: 1,
      late: 0,
      waiting: [2],
    });

    const [later] = (await consultationDesk.laterReplies(desk.office.pool, id))!;
    expect(later).toMatchObject({ number: 2, standing: 'waiting', decision: null });
    await inTransaction(desk.office.pool, (tx) =>
      responses.decide(tx, desk.clerk, {
        ...{ consultation, response: later!.id, decision: 'counted', reason: 'It is hers.' },
      }),
    );
    expect(await consultationDesk.laterReplies(desk.office.pool, id)).toMatchObject([
      { number: 2, standing: 'counted', decision: null },
    ]);
  });

  /** A reply to a consultee's letter that comes from another address. */
  async function aStrangersReply(asked: { caseId: string; clerk: Actor; consultation: string }) {
    const { pool } = desk.office;
    const consultation = (await findConsultation(pool, { id: asked.consultation }))!;
    const { letter } = await anAskedPerson(pool, { ...asked, consultation }, [SECRET]);
    await aReceivedMail(pool, { from: 'stranger@example.org', letter, answer: 'From home.' });
  }
});
