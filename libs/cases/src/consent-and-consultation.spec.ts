import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findConsultation } from '#consultation';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { theTrust } from '../../../test/support/journey-builder.js';
import { acceptCondition, answerConsent } from './answer-consent.js';
import { askConsent } from './ask-consent.js';
import { extendConsultation, launchConsultation } from './consult.js';
import { correctEntry } from './correct-entry.js';
import { passDeadlines } from './pass-deadlines.js';
import { verifyCases } from './verify-cases.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

async function askedCase() {
  const id = await desk.aCase('voluntary-aided-church-of-england');
  const officer = await desk.officerOf(id, 'diocesan-authority');
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  await desk.send(id, 'options.presented');
  const { rows } = await desk.office.pool.query<{ id: string }>(
    'SELECT id FROM document WHERE stream = $1',
    [`case:${id}`],
  );
  const papers = rows.map((row) => row.id);
  const asking = { consent: 'diocesan-authority', papers, message: 'Will the board consent?' };
  await askConsent(desk.office, await desk.act(id), asking);
  return { id, officer };
}

const answer = {
  consent: 'diocesan-authority',
  answer: 'granted',
  words: 'The board consents.',
  signatory: 'The Director of Education',
  authority: 'Minute 12 of the board',
  conditions: [],
} as const;

describe('a consent', () => {
  test('is asked for on papers that are frozen, and granted on those alone', async () => {
    const { id, officer } = await askedCase();
    const { papersHash } = (await desk.stored(id)).snapshot.consents['diocesan-authority']!.context;

    const stale = { ...answer, papersHash: 'of-other-papers' };
    await expect(
      answerConsent(desk.office, await desk.act(id, officer), stale),
    ).rejects.toMatchObject({ code: 'not-now' });
    const none = await desk.office.pool.query('SELECT FROM consent_answer');
    expect(none.rowCount).toBe(0);

    await answerConsent(desk.office, await desk.act(id, officer), { ...answer, papersHash });
    expect((await desk.stored(id)).snapshot.consents['diocesan-authority']!.value).toBe('granted');
  });

  test('given on conditions waits until the body accepts what shows them met', async () => {
    const { id, officer } = await askedCase();
    const { papersHash } = (await desk.stored(id)).snapshot.consents['diocesan-authority']!.context;
    const conditions = [{ words: 'Church majority articles.', due: 'funding-agreement' }] as const;
    await answerConsent(desk.office, await desk.act(id, officer), {
      ...answer,
      papersHash,
      conditions,
    });
    const part = (await desk.stored(id)).snapshot.consents['diocesan-authority']!;
    expect(part.value).toBe('conditional');

    const { rows } = await desk.office.pool.query<{ id: string }>(
      'SELECT id FROM document WHERE stream = $1',
      [`case:${id}`],
    );
    await acceptCondition(desk.office, await desk.act(id, officer), {
      consent: 'diocesan-authority',
      condition: part.context.conditions[0]!.id,
      evidence: rows[0]!.id,
    });
    expect((await desk.stored(id)).snapshot.consents['diocesan-authority']!.value).toBe('granted');
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  test('cannot be given by the clerk as the body', async () => {
    const { id } = await askedCase();
    const { papersHash } = (await desk.stored(id)).snapshot.consents['diocesan-authority']!.context;
    await expect(
      answerConsent(desk.office, await desk.act(id), { ...answer, papersHash }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('that nobody answers stays asked for, and its body is reminded', async () => {
    const { id } = await askedCase();
    await desk.moveClock('2027-03-01T09:00:00Z');
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    expect((await desk.stored(id)).snapshot.consents['diocesan-authority']!.value).toBe(
      'requested',
    );
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM letter WHERE case_id = $1 AND template = 'consent-reminder'`,
      [id],
    );
    expect(rowCount).toBe(1);
  });

  test('asks the people of the body by letter, once', async () => {
    const { id, officer } = await askedCase();
    const { rows } = await desk.office.pool.query<{ person: string; template: string }>(
      `SELECT person, template FROM letter WHERE case_id = $1 AND template = 'consent-requested'`,
      [id],
    );
    expect(rows).toEqual([{ person: officer.person, template: 'consent-requested' }]);
  });
});

describe('a consultation', () => {
  test('reminds before it closes, and closes by itself at its instant, once', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const consultation = (await findConsultation(desk.office.pool, { caseId: id }))!.id;
    await desk.moveClock('2027-09-20T09:00:00Z');
    const window = { consultation, closesOn: '2027-10-30', closesAt: '17:00' };
    const document = await desk.file(id, 'consultationDocument');
    await desk.writeText(id);
    await launchConsultation(desk.office, await desk.act(id), { ...window, document });

    // 17:00 on 30 October is still British Summer Time; the day after it is not.
    expect((await desk.stored(id)).snapshot.case.context.consultation?.closesAt).toBe(
      '2027-10-30T16:00:00.000Z',
    );
    await extendConsultation(desk.office, await desk.act(id), {
      ...window,
      closesOn: '2027-10-31',
    });
    expect((await desk.stored(id)).snapshot.case.context.consultation?.closesAt).toBe(
      '2027-10-31T17:00:00.000Z',
    );

    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    await desk.moveClock('2027-10-24T17:00:00Z');
    expect(await passDeadlines(desk.office.pool, desk.office.baseUrl)).toBe(1);
    const reminders = await desk.office.pool.query(
      `SELECT audience FROM mailing WHERE case_id = $1 AND template = 'consultation-closing-soon'`,
      [id],
    );
    expect(reminders.rows).toEqual([{ audience: { who: 'not-replied' } }]);

    await desk.moveClock('2027-10-31T16:59:00Z');
    expect(await passDeadlines(desk.office.pool, desk.office.baseUrl)).toBe(0);
    await desk.moveClock('2027-10-31T17:00:00Z');
    const passed = await Promise.all([
      passDeadlines(desk.office.pool, desk.office.baseUrl),
      passDeadlines(desk.office.pool, desk.office.baseUrl),
    ]);
    expect(passed[0] + passed[1]).toBe(1);
    expect(await passDeadlines(desk.office.pool, desk.office.baseUrl)).toBe(0);
    expect((await desk.stored(id)).snapshot.case.value).toMatchObject({
      live: { consultation: 'closed' },
    });
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  test('is never made shorter', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'trust.chosen', { trust: theTrust });
    const consultation = (await findConsultation(desk.office.pool, { caseId: id }))!.id;
    const window = { consultation, closesOn: '2028-03-31', closesAt: '17:00' };
    const document = await desk.file(id, 'consultationDocument');
    await desk.writeText(id);
    await launchConsultation(desk.office, await desk.act(id), { ...window, document });
    const shorter = { ...window, closesOn: '2028-03-30' };
    await expect(
      extendConsultation(desk.office, await desk.act(id), shorter),
    ).rejects.toMatchObject({ code: 'not-now' });
  });
});

describe('a correction', () => {
  test('is a new entry with a reason, and the case stands where it would have stood', async () => {
    const id = await desk.aCase();
    const { seq } = await desk.send(id, 'academy.named', { name: 'Hilside Academy' });
    const entry = (await desk.stored(id)).snapshot.case.context.academyName!;
    await correctEntry(desk.office, await desk.act(id), {
      seq,
      event: { type: 'academy.named', on: entry.on, name: 'Hillside Academy' },
      reason: 'The name was misspelt.',
    });
    const { snapshot, version } = await desk.stored(id);
    expect(snapshot.case.context.academyName?.name).toBe('Hillside Academy');
    expect(version).toBe(2);
    expect((await verifyCases(desk.office.pool, { caseId: id })).faults).toEqual([]);
  });

  test('that strikes out what a later entry stands on is refused, and names that entry', async () => {
    const id = await desk.aCase();
    const { seq } = await desk.send(id, 'trust.chosen', { trust: theTrust });
    await desk.send(id, 'trust.consented');
    const strike = { seq, event: null, reason: 'Wrong trust.' };
    await expect(correctEntry(desk.office, await desk.act(id), strike)).rejects.toMatchObject({
      code: 'not-now',
      facts: { event: 'trust.consented' },
    });
  });

  test('needs a reason', async () => {
    const id = await desk.aCase();
    const { seq } = await desk.send(id, 'options.presented');
    const strike = { seq, event: null, reason: ' ' };
    await expect(correctEntry(desk.office, await desk.act(id), strike)).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('verification', () => {
  test('finds a stored snapshot that is not what the moves give', async () => {
    const id = await desk.aCase();
    await desk.send(id, 'options.presented');
    await desk.asOwner(
      `UPDATE cases SET snapshot = replace(snapshot::text, 'presented', 'considering')::json
        WHERE id = '${id}'`,
    );
    expect((await verifyCases(desk.office.pool, { caseId: id })).faults).toMatchObject([
      { stream: `case:${id}`, what: 'the stored snapshot is not what the moves give' },
    ]);
  });
});
