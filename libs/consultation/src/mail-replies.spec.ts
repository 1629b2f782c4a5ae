import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { Pool } from 'pg';
import { mailIntake, startReader } from '#mail';
import type { Duty, Intake } from '#mail';
import { inTransaction } from '#platform';
import {
  anAskedPerson,
  anOpenConsultation,
  daysLater,
} from '../../../test/support/consultation.js';
import type { Asked, AskedCase } from '../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { desk, responses, takeReply } from './index.js';

const KEYS = ['a secret of at least thirty-two characters'];
const SETTINGS = {
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  smtpInHost: '127.0.0.1',
  smtpInPort: null,
};

let db: TestDatabase;
let owner: Pool;
let pool: Pool;
let intake: Intake;
let reader: Duty;
let asked: AskedCase;
const problems: unknown[] = [];
/** What the name servers say of example.org: which servers send for it, and that others do not. */
let spf: string | null = null;
const askDns = async (name: string) => {
  if (spf !== null && name === 'example.org') return [[spf]];
  if (spf !== null && name === '_dmarc.example.org') return [['v=DMARC1; p=reject']];
  throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
};
const senders = { trustedRelays: [], trustedForwarders: [], mta: 'reply.example.org', ask: askDns };
const onError = (error: unknown): void => void problems.push(error);

beforeAll(async () => {
  db = await freshDatabase();
  owner = new Pool({ connectionString: db.url });
  pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  intake = await mailIntake.listen({ pool, settings: SETTINGS, onError });
  reader = startReader({ pool, take: takeReply, onError, senders });
  asked = await anOpenConsultation(owner);
});
afterAll(async () => {
  await intake.stop();
  await reader.stop();
  await pool.end();
  await owner.end();
  await db.drop();
  expect(problems).toEqual([]);
});

interface Written {
  readonly to: string;
  readonly from?: string;
  readonly text?: string;
  readonly messageId?: string;
  readonly headers?: Record<string, string>;
  readonly attachments?: { filename: string; content: string }[];
  readonly times?: number;
}

/** Sends a mail by SMTP and waits until everything that came is read. */
async function send({ times = 1, ...mail }: Written): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: intake.port, ignoreTLS: true });
  for (let time = 0; time < times; time += 1) {
    await transport.sendMail({
      from: 'Amina Okafor <amina@example.org>',
      subject: 'Re: Your view',
      text: 'I am for it.',
      date: new Date('2020-01-01T00:00:00Z'),
      ...mail,
    });
  }
  transport.close();
  for (;;) {
    const { rows } = await pool.query<{ unread: number }>(
      'SELECT count(*)::int AS unread FROM inbound_mail WHERE read_at IS NULL',
    );
    if (rows[0]!.unread === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ask = (given: Parameters<typeof anAskedPerson>[3] = {}): Promise<Asked> =>
  anAskedPerson(owner, asked, KEYS, given);
const replyTo = ({ key }: Asked) => `reply+${key}@reply.example.org`;

async function responsesBy({ consultee }: Asked) {
  const all = await responses.list(pool, asked.consultation.id, { most: 200 });
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM response WHERE consultee = $1',
    [consultee],
  );
  return all.filter(({ id }) => rows.some((row) => row.id === id));
}

async function lettersTo(
  address: string,
): Promise<{ template: string; values: Record<string, string> }[]> {
  const { rows } = await pool.query<{ template: string; values: Record<string, string> }>(
    `SELECT template, values FROM letter WHERE to_address = $1 AND template LIKE 'reply-%' ORDER BY id`,
    [address],
  );
  return rows;
}

describe('an answer by e-mail', () => {
  it('becomes one response with its own words, the whole original, and a receipt', async () => {
    const amina = await ask();
    await send({
      to: replyTo(amina),
      text: 'I am for it, if the uniform stays.\n\nOn Mon, 4 May 2026 at 10:00, Assent <assent@reply.example.org> wrote:\n> Read the proposal and reply\n',
    });

    const [line, ...others] = await responsesBy(amina);
    expect(others).toEqual([]);
    const whole = (await responses.find(pool, asked.consultation.id, line!.id))!;
    expect(whole).toMatchObject({
      channel: 'email',
      grade: 'probable',
      standing: 'counted',
      late: false,
      view: null,
      group: 'parent',
      name: 'Amina Okafor',
    });
    expect(whole.words!.trim()).toBe('I am for it, if the uniform stays.');
    const raw = (await responses.original(pool, asked.consultation.id, line!.id))!.toString();
    expect(raw).toContain('Read the proposal and reply');
    const [receipt] = await lettersTo('amina@example.org');
    expect(receipt).toMatchObject({
      template: 'reply-receipt',
      values: { replyNumber: line!.reference, theirWords: 'I am for it, if the uniform stays.' },
    });
  });

  it('is one response however often it is delivered, and another mail with its id is a second', async () => {
    const ben = await ask({ name: 'Ben Low', email: 'ben@example.org' });
    const from = 'ben@example.org';
    const mail = { to: replyTo(ben), from, messageId: '<same@example.org>' };
    await send({ ...mail, text: 'No, thank you.', times: 3 });
    await send({ ...mail, text: 'On reflection: yes.' });

    expect((await responsesBy(ben)).map(({ opening }) => opening!.trim())).toEqual([
      'On reflection: yes.',
      'No, thank you.',
    ]);
  });

  it('waits at the desk when it comes from another address, and its sender is told once a day', async () => {
    const cara = await ask({ name: 'Cara Ng', email: 'cara@example.org' });
    const from = 'stranger@elsewhere.example.org';
    await send({ to: replyTo(cara), from, text: 'I speak for her.' });
    await send({ to: replyTo(cara), from, text: 'And again.' });

    expect(await responsesBy(cara)).toMatchObject([
      { grade: 'unverified', standing: 'waiting' },
      { grade: 'unverified', standing: 'waiting' },
    ]);
    expect((await lettersTo(from)).map(({ template }) => template)).toEqual(['reply-not-counted']);
    expect(await lettersTo('cara@example.org')).toEqual([]);
  });

  it.each([
    [
      'stands behind it',
      'v=spf1 ip4:127.0.0.0/8 ip6:::1 -all',
      { grade: 'verified', standing: 'counted' },
      'reply-receipt',
    ],
    ['says nothing', null, { grade: 'probable', standing: 'counted' }, 'reply-receipt'],
    [
      'disowns it',
      'v=spf1 -all',
      { grade: 'unverified', standing: 'waiting' },
      'reply-not-counted',
    ],
  ] as const)(
    'is graded by the key, the sender and a domain that %s',
    async (_, says, graded, told) => {
      const email = `gil.${told}.${says?.length}@example.org`;
      const gil = await ask({ name: 'Gil Roe', email });
      spf = says;
      await send({ to: replyTo(gil), from: email, text: 'Yes.' });
      spf = null;

      expect(await responsesBy(gil)).toMatchObject([graded]);
      expect((await lettersTo(email)).map(({ template }) => template)).toEqual([told]);
    },
  );

  it('tells nobody whose name was only used', async () => {
    const ida = await ask({ name: 'Ida Moss', email: 'ida@example.org' });
    spf = 'v=spf1 -all';
    await send({ to: replyTo(ida), from: 'victim@example.org', text: 'No.' });
    spf = null;

    expect(await responsesBy(ida)).toMatchObject([{ grade: 'unverified', standing: 'waiting' }]);
    expect(await lettersTo('victim@example.org')).toEqual([]);
  });

  it('counts once a clerk says so, with the reason, and the response itself is unchanged', async () => {
    const dan = await ask({ name: 'Dan Ely', email: 'dan@example.org' });
    await send({ to: replyTo(dan), from: 'dan@work.example.org', text: 'From my office.' });
    const [waiting] = await responsesBy(dan);
    const decision = {
      consultation: asked.consultation.id,
      response: waiting!.id,
      reason: 'He rang to say that it is his.',
    };
    await inTransaction(pool, (tx) =>
      responses.decide(tx, asked.clerk, { ...decision, decision: 'counted' }),
    );

    const whole = (await responses.find(pool, asked.consultation.id, waiting!.id))!;
    expect(whole).toMatchObject({
      standing: 'counted',
      reason: decision.reason,
      grade: 'unverified',
    });
    await expect(owner.query('UPDATE response SET view = $1', ['agree'])).rejects.toThrow(
      'never changed',
    );
    await expect(owner.query('DELETE FROM response_decision')).rejects.toThrow('never changed');
  });

  it('from nobody in particular (two senders) is not anybody’s', async () => {
    const eve = await ask({ name: 'Eve Oak', email: 'eve@example.org' });
    await send({
      to: replyTo(eve),
      from: 'eve@example.org, mallory@example.org',
      text: 'Both of us.',
    });

    expect(await responsesBy(eve)).toMatchObject([{ grade: 'unverified', standing: 'waiting' }]);
  });

  it('is filed and not counted when a machine wrote it, and no machine is answered', async () => {
    const fay = await ask({ name: 'Fay Unwin', email: 'fay@example.org' });
    await send({
      to: replyTo(fay),
      from: 'fay@example.org',
      text: 'I am out of the office.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });

    expect(await responsesBy(fay)).toEqual([]);
    expect(await lettersTo('fay@example.org')).toEqual([]);
    const filed = await desk.writtenByMachines(pool, asked.caseId);
    expect(filed).toMatchObject([{ from: 'fay@example.org', consulteeName: 'Fay Unwin' }]);

    const { inbound } = filed[0]!;
    await inTransaction(pool, (tx) => desk.takeBack(tx, { caseId: asked.caseId, inbound }));
    expect(await desk.waiting(pool, asked.caseId)).toMatchObject([{ inbound, why: 'automatic' }]);
    const reason = 'It is an out-of-office note.';
    await inTransaction(pool, (tx) =>
      desk.putAside(tx, asked.clerk, { whose: asked.caseId, inbound, reason }),
    );
    expect(await desk.waiting(pool, asked.caseId)).toEqual([]);
  });

  it('without a letter waits at the desk of whoever asks its sender, or at the installation’s', async () => {
    await ask({ name: 'Gus Hill', email: 'gus@example.org' });
    const to = SETTINGS.mailFrom;
    await send({ to, from: 'gus@example.org', text: 'My view, to your general address.' });
    await send({ to, from: 'unknown@example.org', text: 'Who are you?' });

    const [known] = await desk.waiting(pool, asked.caseId);
    expect(known).toMatchObject({ why: 'guessed', consulteeName: 'Gus Hill' });
    const [unknown] = await desk.waiting(pool, null);
    expect(unknown).toMatchObject({ why: 'no-letter', from: 'unknown@example.org', caseId: null });
    expect((await responses.counts(pool, asked.consultation.id)).atDesk).toBe(1);

    const { inbound, consultee } = known!;
    const placed = {
      ...{ whose: asked.caseId, inbound, consultation: asked.consultation, consultee },
      ...{ author: null, group: null, view: null, words: null },
    };
    const made = await inTransaction(pool, (tx) => desk.makeResponse(tx, asked.clerk, placed));
    const whole = (await responses.find(pool, asked.consultation.id, made.id))!;
    expect(whole).toMatchObject({ name: 'Gus Hill', grade: 'entered', standing: 'counted' });
    expect(whole.words).toContain('My view, to your general address.');
    await expect(
      inTransaction(pool, (tx) => desk.makeResponse(tx, asked.clerk, placed)),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('with only a file is a response too', async () => {
    const hal = await ask({ name: 'Hal Ives', email: 'hal@example.org' });
    await send({
      to: replyTo(hal),
      from: 'hal@example.org',
      text: '',
      attachments: [{ filename: 'my view.txt', content: 'I agree.' }],
    });

    expect(await responsesBy(hal)).toHaveLength(1);
    expect((await lettersTo('hal@example.org'))[0]!.values['theirWords']).toContain('my view.txt');
  });

  it('keeps what Postgres cannot hold as a visible mark', async () => {
    const ida = await ask({ name: 'Ida Jay', email: 'ida@example.org' });
    await send({ to: replyTo(ida), from: 'ida@example.org', text: 'Before\0after' });

    const [line] = await responsesBy(ida);
    expect(line!.opening).toMatch(/Before.?after/u);
  });

  it('after closing is kept, marked late and counted apart', async () => {
    const soon = await anOpenConsultation(owner, { days: 1, school: 'Mill Lane School' });
    const jo = await anAskedPerson(owner, soon, KEYS, { name: 'Jo Kay', email: 'jo@example.org' });
    await daysLater(owner, 2);
    await send({ to: replyTo(jo), from: 'jo@example.org', text: 'I was ill.' });

    expect(await responses.list(pool, soon.consultation.id)).toMatchObject([
      { late: true, standing: 'counted', reference: 'R-0001' },
    ]);
    const counted = await responses.counts(pool, soon.consultation.id);
    expect(counted).toMatchObject({ inTime: { responses: 0 }, late: { responses: 1 }, people: 0 });
    expect((await lettersTo('jo@example.org')).map(({ template }) => template)).toEqual([
      'reply-not-counted',
    ]);
  });
});

describe('one address of a household', () => {
  it('keeps two people apart by their keys', async () => {
    const email = 'family@example.org';
    const kim = await ask({ name: 'Kim Lee', email });
    const lou = await ask({ name: 'Lou Lee', email });
    await send({ to: replyTo(kim), from: email, text: 'Yes.' });
    await send({ to: replyTo(lou), from: email, text: 'No.' });

    expect(await responsesBy(kim)).toMatchObject([
      { name: 'Kim Lee', opening: expect.stringContaining('Yes.') },
    ]);
    expect(await responsesBy(lou)).toMatchObject([
      { name: 'Lou Lee', opening: expect.stringContaining('No.') },
    ]);
  });
});
