import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { Client, Pool } from 'pg';
import { inTransaction } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { startIntake } from './intake.js';
import type { Intake } from './intake.js';
import { letterBook } from './letter-book.js';
import { postOffice } from './post-office.js';
import { closeReadingThread, readInThread } from './reading/index.js';
import type { MailReading } from './reading/index.js';
import { Reader } from './reader.js';
import type { InboundMail } from './reader.js';
import { letterKey } from './reply-key.js';
import { Sender } from './sender.js';
import { smtpTransport } from './transport.js';
import { writeLetters } from './write-letter.js';

const CONSULTEE = '018f3c6e-0000-7000-8000-0000000000aa';
const SETTINGS = {
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  publicBaseUrl: 'https://assent.example.org',
  secretKeys: ['a secret of at least thirty-two characters'],
  smtpInHost: '127.0.0.1',
  smtpInPort: null,
};

let db: TestDatabase;
let pool: Pool;
let intake: Intake;
let letter: string;
let key: string;
let taken: { mail: InboundMail; reading: MailReading }[];
const problems: unknown[] = [];
const onError = (error: unknown): void => void problems.push(error);

beforeAll(async () => {
  db = await freshDatabase();
  pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  // Dropping the database ends connections that are just being closed.
  pool.on('error', () => undefined);
  intake = await startIntake({ pool, settings: SETTINGS, onError });
});
afterAll(async () => {
  await intake.stop();
  await closeReadingThread();
  await pool.end();
  await db.drop();
});
beforeEach(async () => {
  problems.length = 0;
  taken = [];
  letter = await sendLetter();
  key = letterKey(SETTINGS.secretKeys[0]!, letter);
});

/** A letter that has left, into the post office. */
async function sendLetter(): Promise<string> {
  const [id] = await inTransaction(pool, (tx) =>
    writeLetters(tx, [
      {
        template: 'consultation-launched',
        to: { name: 'Ann Smith', address: 'ann@example.org', consultee: CONSULTEE },
        values: { schoolName: 'St Mary’s', trustName: 'The Vale Trust', replyBy: 'Friday' },
      },
    ]),
  );
  const office = await postOffice.open(pool, onError);
  const transport = smtpTransport(office.url, null, 1);
  await new Sender({ pool, settings: SETTINGS, transport }).drain();
  transport.close();
  await office.stop();
  return id!;
}

async function asOwner(statements: string): Promise<void> {
  const owner = new Client({ connectionString: db.url });
  await owner.connect();
  await owner.query(statements);
  await owner.end();
}

interface Sending {
  readonly to?: string | readonly string[];
  readonly from?: string;
  readonly raw?: string | Buffer;
}

const mailOf = (body: string, headers = ''): string =>
  `From: ann@example.org\r\nSubject: Re: your view\r\n${headers}\r\n${body}\r\n`;

/** Hands a mail to our intake over SMTP; rejects with its answer when refused. */
async function send({ to, from = 'ann@example.org', raw = mailOf('I agree.') }: Sending = {}) {
  const transport = createTransport({ host: '127.0.0.1', port: intake.port, ignoreTLS: true });
  try {
    const recipients = [to ?? `reply+${key}@reply.example.org`].flat();
    return await transport.sendMail({ envelope: { from, to: recipients }, raw });
  } finally {
    transport.close();
  }
}

async function readAll(take?: (mail: InboundMail) => Promise<string>): Promise<void> {
  const reader = new Reader({
    pool,
    onError,
    read: readInThread,
    take: async (_, mail, reading) => {
      taken.push({ mail, reading });
      return take ? take(mail) : reading.kind === 'reply' ? 'counted' : 'filed';
    },
  });
  await reader.drain();
}

async function inbound(): Promise<{ kind: string; outcome: string; letter: string | null }[]> {
  const { rows } = await pool.query(
    `SELECT kind, outcome, letter FROM inbound_mail WHERE letter = $1 ORDER BY received_at, id`,
    [letter],
  );
  return rows;
}

async function statusOf(id: string): Promise<string> {
  const { rows } = await pool.query('SELECT status FROM letter WHERE id = $1', [id]);
  return rows[0].status;
}

describe('the intake', () => {
  it.each([
    [
      'an unknown key',
      () => `reply+${letterKey('other secret', letter)}@reply.example.org`,
      'nobody',
    ],
    ['a key that was cut', () => `reply+${key.slice(0, 22)}@reply.example.org`, 'cut short'],
    ['a name', () => 'head@reply.example.org', 'nobody'],
    ['another domain', () => `reply+${key}@example.org`, 'does not take mail'],
  ])('refuses %s before the message', async (_, to, why) => {
    await expect(send({ to: to() })).rejects.toMatchObject({
      responseCode: 550,
      command: 'RCPT TO',
      message: expect.stringContaining(why),
    });
  });

  it('takes a key in capitals, with the plus turned or gone, and the addresses of the house', async () => {
    const locals = [
      `REPLY+${key.toUpperCase()}`,
      `reply-${key}`,
      `reply${key}`,
      'assent',
      'postmaster',
    ];
    const to = locals.map((local) => `${local}@reply.example.org`);
    await expect(send({ to, raw: mailOf('many ways in') })).resolves.toBeTruthy();
    await readAll();
    expect(taken.map(({ mail }) => mail.letter)).toEqual(expect.arrayContaining([letter, null]));
  });

  it('has the whole message, byte for byte, when it says 250', async () => {
    const raw = Buffer.concat([Buffer.from(mailOf('\u00e9')), Buffer.from([0, 255, 13, 10])]);
    await send({ raw });
    const { rows } = await pool.query(
      'SELECT raw, envelope_from, envelope_to, remote_address FROM inbound_mail WHERE letter = $1',
      [letter],
    );
    expect(rows).toEqual([
      {
        raw,
        envelope_from: 'ann@example.org',
        envelope_to: [`reply+${key}@reply.example.org`],
        remote_address: '127.0.0.1',
      },
    ]);
  });

  it('says 451 when it cannot be kept, and takes it once it can', async () => {
    await asOwner('ALTER TABLE inbound_mail ADD CONSTRAINT broken CHECK (false) NOT VALID');
    await expect(send()).rejects.toMatchObject({ responseCode: 451, command: 'DATA' });
    await asOwner('ALTER TABLE inbound_mail DROP CONSTRAINT broken');
    await expect(send()).resolves.toBeTruthy();
    expect(problems).toHaveLength(1);
  });

  it('says 451 while the database is away', async () => {
    const gone = new Pool({ connectionString: db.url.replace(/[^/]*$/, 'gone') });
    const lost = await startIntake({ pool: gone, settings: SETTINGS, onError });
    const transport = createTransport({ host: '127.0.0.1', port: lost.port, ignoreTLS: true });
    const sending = transport.sendMail({
      envelope: { from: 'a@example.org', to: [`reply+${key}@reply.example.org`] },
      raw: mailOf('hello'),
    });
    await expect(sending).rejects.toMatchObject({ responseCode: 451 });
    transport.close();
    await lost.stop();
    await gone.end();
  });

  it('refuses what is larger than it says, without keeping it', async () => {
    const raw = Buffer.alloc(26 * 1024 * 1024, 'x'.repeat(70) + '\r\n');
    await expect(send({ raw })).rejects.toMatchObject({ responseCode: 552 });
    expect(await inbound()).toEqual([]);
  });

  it('cannot change or remove what it has', async () => {
    await send();
    const refused = { code: '42501' };
    await expect(pool.query('DELETE FROM inbound_mail')).rejects.toMatchObject(refused);
    await expect(pool.query(`UPDATE inbound_mail SET raw = ''`)).rejects.toMatchObject(refused);
    await readAll();
  });
});

describe('the reader', () => {
  it('hands a reply over with its own words, and its letter is a replied one', async () => {
    await send();
    await readAll();
    expect(taken).toHaveLength(1);
    expect(taken[0]!.mail).toMatchObject({ letter, matchedBy: 'address' });
    expect(taken[0]!.reading).toMatchObject({ kind: 'reply', answer: 'I agree.' });
    expect(await inbound()).toEqual([{ kind: 'reply', outcome: 'counted', letter }]);
    expect(await statusOf(letter)).toBe('replied');
  });

  it('takes the same mail once, however often and by whatever way it comes', async () => {
    const id = 'Message-ID: <one@example.org>\r\n';
    const raw = mailOf('I agree.', id);
    await send({ raw });
    await send({ raw });
    await readAll();
    await send({ raw: `Received: by another way\r\n${raw}` });
    await readAll();
    expect(taken).toHaveLength(1);
    expect((await inbound()).map(({ outcome }) => outcome)).toEqual(['counted', 'duplicate']);
  });

  it('takes a different mail with the same Message-ID as a second', async () => {
    const id = 'Message-ID: <two@example.org>\r\n';
    await send({ raw: mailOf('I agree.', id) });
    await send({ raw: mailOf('I disagree.', id) });
    await readAll();
    expect(taken.map(({ reading }) => reading.answer).toSorted()).toEqual([
      'I agree.',
      'I disagree.',
    ]);
  });

  it('finds the letter by its reference when somebody writes to our From', async () => {
    const { rows } = await pool.query('SELECT message_id AS id FROM letter WHERE id = $1', [
      letter,
    ]);
    await send({
      to: 'assent@reply.example.org',
      raw: mailOf('I agree.', `References: <a@b.uk> ${rows[0].id}\r\n`),
    });
    await send({ to: 'assent@reply.example.org', raw: mailOf('Who are you?') });
    await readAll();
    expect(taken.map(({ mail }) => [mail.letter, mail.matchedBy])).toEqual(
      expect.arrayContaining([
        [letter, 'reference'],
        [null, null],
      ]),
    );
  });

  it('knows whose failure it is by the return path alone', async () => {
    await send({
      from: '',
      to: `bounce+${key}@reply.example.org`,
      raw: mailOf('Sorry, no such box.'),
    });
    await readAll();
    expect(taken).toEqual([]);
    expect(await statusOf(letter)).toBe('bounced');
    const facts = await letterBook.facts(pool, letter);
    expect(facts.at(-1)).toMatchObject({
      fact: 'bounced',
      detail: { answer: expect.stringContaining('no such box') },
    });
  });

  it('files a machine’s answer with its letter, which stays sent', async () => {
    await send({ raw: mailOf('I am away.', 'Auto-Submitted: auto-replied\r\n') });
    await readAll();
    expect(taken[0]!.reading.kind).toBe('automatic');
    expect(await statusOf(letter)).toBe('sent');
    expect((await letterBook.facts(pool, letter)).at(-1)!.fact).toBe('answered-by-machine');
  });

  it('keeps trying a mail that cannot be filed, and loses nothing meanwhile', async () => {
    await send();
    await readAll(() => Promise.reject(new Error('no room')));
    expect(problems.map(String)).toEqual(['Error: no room']);
    expect(await inbound()).toEqual([{ kind: null, outcome: null, letter }]);
    expect(await statusOf(letter)).toBe('sent');
    await asOwner(`UPDATE product_clock SET ahead = ahead + interval '2 minutes'`);
    taken = [];
    await readAll();
    expect(taken).toHaveLength(1);
    expect(await statusOf(letter)).toBe('replied');
  });

  it('lets several readers share without reading anything twice', async () => {
    for (let n = 0; n < 12; n += 1) await send({ raw: mailOf(`Answer ${n}.`) });
    await Promise.all([readAll(), readAll(), readAll()]);
    expect(taken.map(({ reading }) => reading.answer).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, n) => `Answer ${n}.`).toSorted(),
    );
  });
});

describe('the post office', () => {
  const latest = async () => (await postOffice.mails(pool, { most: 1 }))[0]!;

  it('shows a letter as its receiver sees it', async () => {
    const mail = await latest();
    expect(mail).toMatchObject({ letter, toAddress: 'ann@example.org' });
    expect(mail.answerTo).toBe(`reply+${key}@reply.example.org`);
    expect(mail.text).toContain(`https://assent.example.org/r/${key}`);
    expect(mail.html).toContain('<a href=');
  });

  it.each([true, false])('sends an answer back by SMTP (quoted: %s)', async (quote) => {
    const { id: mailId } = await latest();
    const at = { host: '127.0.0.1', port: intake.port };
    await postOffice.answer(pool, at, { mailId, text: 'Yes.\n\nBut why?', quote });
    await readAll();
    expect(taken).toHaveLength(1);
    expect(taken[0]!.reading).toMatchObject({ kind: 'reply', from: 'ann@example.org' });
    expect(taken[0]!.reading.answer.trim()).toBe('Yes.\n\nBut why?');
    expect(await statusOf(letter)).toBe('replied');
  });

  it('can answer as somebody to whom the letter was sent on', async () => {
    const { id: mailId } = await latest();
    const at = { host: '127.0.0.1', port: intake.port };
    await postOffice.answer(pool, at, {
      mailId,
      from: 'bob@example.org',
      text: 'No.',
      quote: true,
    });
    await readAll();
    expect(taken[0]!.reading.from).toBe('bob@example.org');
    await expect(
      postOffice.answer(pool, at, { mailId, from: 'a@x.uk, b@y.uk', text: 'No.', quote: true }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
