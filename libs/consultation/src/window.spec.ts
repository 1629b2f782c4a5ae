import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { verifyStreams } from '#evidence';
import { expandMailings, writeMailing } from '#mail';
import { inTransaction } from '#platform';
import {
  aCaseRow,
  anAskedPerson,
  anOpenConsultation,
  daysLater,
} from '../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  closeConsultation,
  consultees,
  findConsultation,
  invitations,
  longerWindow,
  planConsultation,
  responses,
} from './index.js';
import type { ConsulteeDraft } from './index.js';

const KEYS = ['a secret of at least thirty-two characters'];
const A_DAY_MS = 86_400_000;

let db: TestDatabase;
let owner: Pool;
let pool: Pool;

beforeAll(async () => {
  db = await freshDatabase();
  owner = new Pool({ connectionString: db.url });
  pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
});
afterAll(async () => {
  await pool.end();
  await owner.end();
  await db.drop();
});

const person = (
  name: string,
  email: string | null,
  postal: string | null = null,
): ConsulteeDraft => ({
  ...{ name, email, postal, group: 'parent', organisation: null },
});

describe('the window of a consultation', () => {
  it('is planned once a case, however many press at once', async () => {
    const { caseId, clerk } = await aCaseRow(owner);
    const plan = () =>
      inTransaction(pool, (tx) => planConsultation(tx, clerk, { caseId, question: 'Should we?' }));
    const planned = await Promise.all([plan(), plan(), plan()]);

    expect(new Set(planned.map(({ id }) => id)).size).toBe(1);
    expect(await findConsultation(pool, { caseId })).toMatchObject({
      launchedAt: null,
      closesAt: null,
    });
  });

  it('only grows, and its end is noted once', async () => {
    const { clerk, consultation } = await anOpenConsultation(owner, { days: 10 });
    const { id } = consultation;
    const until = (days: number) => new Date(consultation.closesAt!.getTime() + days * A_DAY_MS);
    const extend = (days: number) =>
      inTransaction(pool, (tx) => longerWindow.extend(tx, clerk, { id, closesAt: until(days) }));
    const close = () => inTransaction(pool, (tx) => closeConsultation(tx, clerk, { id }));

    await expect(extend(-1)).rejects.toMatchObject({ code: 'not-now' });
    await expect(close()).rejects.toMatchObject({ code: 'not-now' });
    expect(await extend(5)).toMatchObject({ closesAt: until(5) });
    await expect(
      owner.query('UPDATE consultation SET closes_at = $2 WHERE id = $1', [id, until(1)]),
    ).rejects.toThrow('only be made longer');
    await daysLater(owner, 16);
    await close();
    await expect(close()).rejects.toMatchObject({ code: 'not-now' });
    await expect(extend(30)).rejects.toMatchObject({ code: 'not-now' });
  });

  it('makes a reply late at its very end, and in time again when it was extended after all', async () => {
    const asked = await anOpenConsultation(owner, { days: 3 });
    const { clerk, consultation } = asked;
    await inTransaction(pool, (tx) =>
      responses.enter(tx, clerk, {
        ...{ consultation: consultation.id, channel: 'paper', consultee: null, author: null },
        ...{
          group: null,
          view: 'agree',
          words: 'Yes.',
          receivedOn: today(consultation.opensAt!),
        },
      }),
    );
    const one = 'UPDATE response SET received_at = $2 WHERE consultation_id = $1';
    await owner.query('ALTER TABLE response DISABLE TRIGGER response_is_append_only');
    await owner.query(one, [consultation.id, consultation.closesAt]);
    expect(await responses.counts(pool, consultation.id)).toMatchObject({ late: { responses: 1 } });
    await owner.query(one, [consultation.id, new Date(consultation.closesAt!.getTime() - 1)]);
    expect(await responses.counts(pool, consultation.id)).toMatchObject({ late: { responses: 0 } });
    await owner.query(one, [consultation.id, consultation.closesAt]);
    await owner.query('ALTER TABLE response ENABLE TRIGGER response_is_append_only');
    const closesAt = new Date(consultation.closesAt!.getTime() + A_DAY_MS);
    await inTransaction(pool, (tx) =>
      longerWindow.extend(tx, clerk, { id: consultation.id, closesAt }),
    );
    expect(await responses.counts(pool, consultation.id)).toMatchObject({
      late: { responses: 0 },
      inTime: { responses: 1 },
    });
  });
});

/** The calendar day in London, as a form gives it. */
const today = (instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(instant);

describe('letters to those who are asked', () => {
  it('go to each once: by mail, to be printed, and to whoever comes on the list later', async () => {
    const { caseId, clerk, consultation } = await anOpenConsultation(owner);
    const { id } = consultation;
    const add = (...drafts: ConsulteeDraft[]) =>
      inTransaction(pool, (tx) => consultees.add(tx, clerk, id, drafts));
    await add(person('Kim Lee', 'lee@example.org'), person('Lou Lee', 'lee@example.org'));
    await add(person('Tom Reed', null, '4 Mill Lane'));
    await inTransaction(pool, (tx) =>
      writeMailing(tx, {
        ...{ template: 'consultation-launched', audience: { who: 'everybody' }, createdBy: 'x' },
        values: {
          ...{ schoolName: 'Hillside', trustName: 'Beacon Trust', replyBy: 'June' },
          ...{ onBehalfOf: 'the board', reference: '2026-0001' },
        },
        ...{ caseId, consultationId: id },
      }),
    );
    await expandMailings(pool, consultees.recipients);
    await add(person('Late Comer', 'late@example.org'));
    await expandMailings(pool, consultees.recipients);

    const { rows } = await pool.query<{ name: string; channel: string; reply_by: string }>(
      `SELECT to_name AS name, channel, values ->> 'replyBy' AS reply_by FROM letter
        WHERE consultation_id = $1 ORDER BY to_name`,
      [id],
    );
    expect(rows.map(({ name, channel }) => [name, channel])).toEqual([
      ['Kim Lee', 'email'],
      ['Late Comer', 'email'],
      ['Lou Lee', 'email'],
      ['Tom Reed', 'print'],
    ]);
    expect(rows[1]!.reply_by).toMatch(/ at \d+:\d\d[ap]m$/);
  });
});

describe('many replies at once', () => {
  it('are numbered without a gap, hold up no clerk, and their chain is whole', async () => {
    const asked = await anOpenConsultation(owner);
    const { consultation, caseId } = asked;
    const people = [];
    for (let each = 0; each < 12; each += 1) people.push(await anAskedPerson(owner, asked, KEYS));
    await Promise.all(
      people.map(async ({ letter }) => {
        await inTransaction(pool, (tx) =>
          invitations.save(tx, letter, { version: 0, view: 'agree', words: 'Yes.' }),
        );
        const nonce = crypto.randomUUID();
        await inTransaction(pool, (tx) => invitations.send(tx, letter, { nonce, version: 1 }));
      }),
    );

    const lines = await responses.list(pool, consultation.id);
    expect(lines.map(({ number }) => number)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const { rows } = await pool.query(
      `SELECT 1 FROM journal WHERE stream = $1 AND entry::text LIKE '%Yes.%'`,
      [`consultation:${consultation.id}`],
    );
    expect(rows).toEqual([]);
    const { rows: ofCase } = await pool.query('SELECT 1 FROM journal WHERE stream = $1', [
      `case:${caseId}`,
    ]);
    expect(ofCase).toEqual([]);
    const streams = [`consultation:${consultation.id}`];
    expect((await verifyStreams(pool, { streams })).faults).toEqual([]);
  });
});
