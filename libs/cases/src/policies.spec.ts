import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inTransaction, now } from '#platform';
import type { Actor } from '#platform';
import { committeeDates, addCommitteeDate, policiesOf, publishPolicy } from '#consents';
import { removeCommitteeDate } from '#consents';
import type { PolicyGiven } from '#consents';
import { addMembership } from '#identity';
import { CaseDesk } from '../../../test/support/case-desk.js';
import { theTrust } from '../../../test/support/journey-builder.js';
import { answerConsent } from './answer-consent.js';
import { askConsent } from './ask-consent.js';
import { applyPolicy } from './apply-policy.js';
import { bodyDesk } from './body-desk.js';
import { addCasePerson } from './case-people.js';
import { passDeadlines } from './pass-deadlines.js';
import { verifyCases } from './verify-cases.js';
import { inWords } from './words.js';

let desk: CaseDesk;
beforeAll(async () => {
  desk = await CaseDesk.open();
});
afterAll(() => desk.close());

const A_DAY_MS = 86_400_000;
const CONSENT = 'diocesan-authority';
const plain: PolicyGiven = {
  countsFrom: '2026-01-01',
  order: 'any',
  stages: 'two',
  accepts: { 'voluntary-aided': { majority: 'yes', minority: 'no' } },
  required: ['optionsPaper'],
  silenceDays: null,
  validityMonths: null,
  wantsMembersAgreement: false,
  words: 'We decide twice.',
};

type Speaking = Actor & { readonly body: string };

async function publish(officer: Actor, given: Partial<PolicyGiven> = {}) {
  return inTransaction(desk.office.pool, async (tx) =>
    publishPolicy(tx, officer as Speaking, { ...plain, ...given }, await now(tx)),
  );
}

async function aCaseUnder(given: Partial<PolicyGiven>) {
  const id = await desk.aCase('voluntary-aided-church-of-england');
  const officer = (await desk.officerOf(id, CONSENT)) as Speaking;
  await publish(officer, given);
  await inTransaction(desk.office.pool, (tx) =>
    applyPolicy(tx, desk.office, {
      actor: desk.clerk,
      caseId: id,
      part: CONSENT,
      body: officer.body,
    }),
  );
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  return { id, officer };
}

async function ask(id: string, kinds: readonly ('optionsPaper' | 'correspondence')[]) {
  const papers: string[] = [];
  for (const kind of kinds) papers.push(await desk.file(id, kind));
  const asking = { consent: CONSENT, papers, message: 'Will the board consent?' };
  return askConsent(desk.office, await desk.act(id), asking);
}

async function grant(id: string, officer: Actor, extent: object = {}) {
  const { papersHash } = (await partOf(id)).context;
  return answerConsent(desk.office, await desk.act(id, officer), {
    consent: CONSENT,
    answer: 'granted',
    words: '',
    signatory: 'The Director',
    authority: 'Minute 12',
    conditions: [],
    papersHash,
    ...extent,
  });
}

const partOf = async (id: string) => (await desk.stored(id)).snapshot.consents[CONSENT]!;

const lettersOf = async (id: string, template: string) =>
  (
    await desk.office.pool.query('SELECT FROM letter WHERE case_id = $1 AND template = $2', [
      id,
      template,
    ])
  ).rowCount;

describe('a body’s policy', () => {
  test('is kept in versions, and each has its entry on the body’s stream', async () => {
    const { officer } = await aCaseUnder({});
    const before = (await policiesOf(desk.office.pool, officer.body)).length;
    await publish(officer, { order: 'before-consultation' });
    const versions = await policiesOf(desk.office.pool, officer.body);
    expect(versions.length).toBe(before + 1);
    expect([versions[0]!.order, versions[1]!.order]).toEqual(['before-consultation', 'any']);
    const { rowCount } = await desk.office.pool.query(
      `SELECT FROM journal WHERE stream = $1 AND entry ->> 'type' = 'policy.published'`,
      [`body:${officer.body}`],
    );
    expect(rowCount).toBe(versions.length);
  });

  test('is told, once it is published, to the clerks of cases on which the consent is open', async () => {
    const { id: asked, officer } = await aCaseUnder({});
    await ask(asked, ['optionsPaper']);
    const { id: granted } = await aCaseUnder({});
    await ask(granted, ['optionsPaper']);
    await grant(granted, officer, { finality: 'final' });
    const { id: withdrawn } = await aCaseUnder({});
    await desk.send(withdrawn, 'case.withdrawn');
    const others = await desk.aCase('voluntary-aided-roman-catholic');

    const given = { ...plain, countsFrom: '2090-03-01' };
    await inTransaction(desk.office.pool, async (tx) =>
      bodyDesk.publishPolicy(tx, desk.office, officer, given, await now(tx)),
    );
    const { rows } = await desk.office.pool.query(
      `SELECT person, values ->> 'date' AS date, values ->> 'link' AS link, cause_stream AS cause
         FROM letter WHERE case_id = $1 AND template = 'policy-published'`,
      [asked],
    );
    expect(rows).toEqual([
      {
        person: desk.clerk.person,
        date: '1 March 2090',
        link: `http://assent.example.org/cases/${asked}/consents/${CONSENT}`,
        cause: `body:${officer.body}`,
      },
    ]);
    for (const id of [granted, withdrawn, others]) {
      expect(await lettersOf(id, 'policy-published')).toBe(0);
    }
  });

  test('counts for the case of its body from the opening, for that kind of school alone', async () => {
    const { officer } = await aCaseUnder({});
    const [latest] = await policiesOf(desk.office.pool, officer.body);
    const another = await desk.aCase('voluntary-aided-church-of-england');
    const { policy } = (await partOf(another)).context;
    expect(policy).toMatchObject({ version: latest!.id, accepts: { minority: 'no' } });
    const controlled = await desk.aCase('voluntary-controlled-church-of-england');
    expect((await partOf(controlled)).context.policy?.accepts).toEqual({});
    expect((await verifyCases(desk.office.pool)).faults).toEqual([]);
  });

  test('refuses a request without the papers that it asks for, and takes one with them', async () => {
    const { id } = await aCaseUnder({ required: ['optionsPaper'] });
    await expect(ask(id, ['correspondence'])).rejects.toMatchObject({ code: 'not-now' });
    await ask(id, ['optionsPaper', 'correspondence']);
    expect((await partOf(id)).value).toBe('requested');
  });

  test('of two decisions lets a body consent in principle, and then finally', async () => {
    const { id, officer } = await aCaseUnder({ stages: 'two' });
    await ask(id, ['optionsPaper']);
    await grant(id, officer, { finality: 'in-principle' });
    expect((await partOf(id)).value).toBe('conditional');
    await grant(id, officer, { finality: 'final' });
    expect((await partOf(id)).value).toBe('granted');
    await expect(grant(id, officer)).rejects.toMatchObject({ code: 'not-now' });
  });

  test('is said in the letter that asks, where silence means refusal, and only there', async () => {
    const said = async (silenceDays: number | null) => {
      const { id } = await aCaseUnder({ silenceDays });
      const officer = { part: CONSENT, name: 'The Director', email: 'director@example.org' };
      await addCasePerson(desk.office, { actor: desk.clerk, caseId: id, ...officer });
      await ask(id, ['optionsPaper']);
      const { rows } = await desk.office.pool.query<{ silence: string | null; asked: Date }>(
        `SELECT values ->> 'silence' AS silence, assent_now() AS asked FROM letter
          WHERE case_id = $1 AND template = 'consent-requested'`,
        [id],
      );
      return rows[0]!;
    };
    expect((await said(null)).silence).toBeNull();
    const { silence, asked } = await said(30);
    expect(silence).toBe(inWords.day(new Date(asked.getTime() + 30 * A_DAY_MS).toISOString()));
  });

  test('has the days on which its committee meets, which only the body itself takes off', async () => {
    const { officer } = await aCaseUnder({});
    const { officer: same } = await aCaseUnder({});
    const date = { meetsOn: '2030-03-01', papersBy: '2030-02-20' };
    const { pool } = desk.office;
    const { id } = await inTransaction(pool, async (tx) =>
      addCommitteeDate(tx, officer, date, await now(tx)),
    );
    expect(await committeeDates(pool, same.body)).toEqual([{ id, ...date }]);
    const stranger = { ...officer, body: '00000000-0000-7000-8000-000000000001' };
    const remove = (by: Speaking) =>
      inTransaction(pool, async (tx) => removeCommitteeDate(tx, by, id, await now(tx)));
    await expect(remove(stranger)).rejects.toMatchObject({ code: 'not-found' });
    await remove(officer);
    expect(await committeeDates(pool, officer.body)).toEqual([]);
  });
});

describe('somebody who is a governor of the school', () => {
  test('36: does not decide for the body, and another officer does', async () => {
    const { id, officer } = await aCaseUnder({});
    await ask(id, ['optionsPaper']);
    const { rows } = await desk.office.pool.query<{ board: string }>(
      'SELECT board FROM cases WHERE id = $1',
      [id],
    );
    const chair = await desk.chairOf(id);
    await inTransaction(desk.office.pool, (tx) =>
      addMembership(tx, { person: chair.person, body: officer.body, role: 'faith-officer' }),
    );
    const both = { ...officer, person: chair.person };
    expect(rows[0]!.board).toBe(chair.body);
    await expect(grant(id, both)).rejects.toMatchObject({ code: 'same-person' });
    await grant(id, officer);
    expect((await partOf(id)).value).toBe('granted');
  });
});

// These move the clock on, so they come last.
describe('the clock', () => {
  test('lets a consent lapse at the end of its last day in London, and tells of it', async () => {
    const { id, officer } = await aCaseUnder({});
    await ask(id, ['optionsPaper']);
    await grant(id, officer, { validUntil: '2027-06-30' });
    await desk.moveClock('2027-06-30T22:59:00Z');
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    expect((await partOf(id)).value).toBe('granted');
    await desk.moveClock('2027-06-30T23:00:01Z');
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    expect((await partOf(id)).value).toBe('lapsed');
    expect(await lettersOf(id, 'consent-lapsed')).toBeGreaterThan(0);
  });

  test('38. leaves a request without an answer as it is', async () => {
    const { id } = await aCaseUnder({ silenceDays: null });
    await ask(id, ['optionsPaper']);
    await desk.moveClock('2028-01-10T09:00:00Z');
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    expect((await partOf(id)).value).toBe('requested');
  });

  test('refuses by silence where the body’s own policy says so, only while it is silent', async () => {
    const silent = await aCaseUnder({ silenceDays: 30 });
    await ask(silent.id, ['optionsPaper']);
    const answered = await aCaseUnder({ silenceDays: 30 });
    await ask(answered.id, ['optionsPaper']);
    await grant(answered.id, answered.officer);
    const asking = await aCaseUnder({ silenceDays: 30 });
    await ask(asking.id, ['optionsPaper']);
    await desk.send(asking.id, 'consent.more-asked', { consent: CONSENT }, asking.officer);
    await desk.moveClock('2028-02-20T09:00:00Z');
    await passDeadlines(desk.office.pool, desk.office.baseUrl);
    expect((await partOf(silent.id)).value).toBe('refused');
    expect(await lettersOf(silent.id, 'consent-silence-refused')).toBeGreaterThan(0);
    expect((await partOf(answered.id)).value).toBe('granted');
    expect((await partOf(asking.id)).value).toBe('underConsideration');
  });
});
