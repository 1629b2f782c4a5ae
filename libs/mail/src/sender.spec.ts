import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, Pool } from 'pg';
import { inTransaction } from '#platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { MailServer } from '../../../test/support/mail-server.js';
import { claimLetters } from './claim-letters.js';
import { expandMailings, writeMailing } from './mailing.js';
import { letterBook } from './letter-book.js';
import { findByMessageIds } from './message-id.js';
import { markLetter } from './mark-letter.js';
import { letterKey } from './reply-key.js';
import { Sender } from './sender.js';
import type { SenderOptions } from './sender.js';
import { startSender } from './start-sender.js';
import { smtpTransport } from './transport.js';
import type { MailTransport } from './transport.js';
import { wakeSender } from './wake.js';
import { writeLetters } from './write-letter.js';
import type { LetterDraft } from './write-letter.js';

const CASE = '018f3c6e-0000-7000-8000-0000000000aa';
const SETTINGS = {
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  publicBaseUrl: 'https://assent.example.org',
  secretKeys: ['a secret of at least thirty-two characters'],
  dkim: null,
};

let db: TestDatabase;
let pool: Pool;
let server: MailServer;
let transport: MailTransport;

beforeAll(async () => {
  db = await freshDatabase();
  pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  // Dropping the database ends connections that are just being closed.
  pool.on('error', () => undefined);
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});
beforeEach(async () => {
  await asOwner(
    'DELETE FROM letter_fact; DELETE FROM letter_text; DELETE FROM letter; DELETE FROM mailing',
  );
  server = await MailServer.open();
  transport = smtpTransport(server.url, null, 4);
});
afterEach(async () => {
  transport.close();
  await server.close();
});

/** As the one who migrates, with every trigger and foreign key out of the way. */
async function asOwner(statements: string): Promise<void> {
  const owner = new Client({
    connectionString: db.url,
    options: '-c session_replication_role=replica',
  });
  await owner.connect();
  await owner.query(statements);
  await owner.end();
}

const later = (interval: string): Promise<void> =>
  asOwner(`UPDATE product_clock SET ahead = ahead + interval '${interval}'`);

function toConsultee(address: string | null, more: Partial<LetterDraft> = {}): LetterDraft {
  return {
    template: 'consultation-closing-soon',
    to: { name: 'Ann Smith', address, consultee: CASE },
    values: {
      schoolName: 'St Mary’s School',
      trustName: 'The Vale Trust',
      replyBy: 'Friday at 5pm',
      onBehalfOf: 'the governing board',
    },
    caseId: CASE,
    ...more,
  };
}

const signIn = (address: string): LetterDraft => ({
  template: 'sign-in',
  to: { name: 'Clerk', address },
  values: { link: '/sign-in/abc' },
});

async function write(...drafts: LetterDraft[]): Promise<string[]> {
  return inTransaction(pool, (tx) => writeLetters(tx, drafts));
}

const sender = (more: Partial<SenderOptions> = {}): Sender =>
  new Sender({ pool, settings: SETTINGS, transport, ...more });

async function statusOf(id: string): Promise<string> {
  const { rows } = await pool.query('SELECT status FROM letter WHERE id = $1', [id]);
  return rows[0].status;
}

async function factsOf(id: string): Promise<string[]> {
  return (await letterBook.facts(pool, id)).map(({ fact }) => fact);
}

describe('the sender', () => {
  it('sends a letter once, to one recipient, with its own addresses and a stable id', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    await sender().drain();
    await sender().drain();

    const key = letterKey(SETTINGS.secretKeys[0]!, id!);
    expect(server.taken).toHaveLength(1);
    expect(server.taken[0]).toMatchObject({
      from: `bounce+${key}@reply.example.org`,
      to: ['ann@example.org'],
    });
    expect(server.headers('Reply-To')).toEqual([`reply+${key}@reply.example.org`]);
    expect(server.headers('From')[0]).toContain('<assent@reply.example.org>');
    expect(server.headers('Auto-Submitted')).toEqual(['auto-generated']);
    expect(await findByMessageIds(pool, server.headers('Message-ID'))).toBe(id);
    expect(server.taken[0]!.raw.replaceAll('=\r\n', '')).toContain(
      `https://assent.example.org/r/${key}`,
    );
    expect(await statusOf(id!)).toBe('sent');
    expect(await factsOf(id!)).toEqual(['sent']);
  });

  it('keeps the words as they were sent, without the key', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    await sender().drain();
    const kept = await letterBook.text(pool, id!);
    expect(kept!.text).toContain('Dear Ann Smith');
    expect(kept!.text).not.toContain(letterKey(SETTINGS.secretKeys[0]!, id!));
  });

  it('lets the urgent go first, and nothing go before its time or from the shelf', async () => {
    const notBefore = new Date(Date.now() + 3_600_000);
    await write(
      toConsultee('first@example.org'),
      toConsultee('early@example.org', { notBefore }),
      toConsultee('held@example.org', { held: true }),
      signIn('clerk@example.org'),
    );
    await sender().drain();
    expect(server.taken.map(({ to }) => to[0])).toEqual(['clerk@example.org', 'first@example.org']);
  });

  it('marks an answer to a mail as one, with nobody to answer it', async () => {
    await write({
      ...toConsultee('ann@example.org'),
      template: 'reply-not-counted',
      values: { schoolName: 'S', date: 'D', reason: 'R.', inReplyTo: '<x@y>' },
    });
    await sender().drain();
    expect(server.taken[0]!.from).toBe('');
    expect(server.headers('Auto-Submitted')).toEqual(['auto-replied']);
    expect(server.headers('In-Reply-To')).toEqual(['<x@y>']);
    expect(server.headers('Reply-To')).toEqual(['']);
  });

  it.each([421, 450, 451, 452])('tries again after %i, with the same Message-ID', async (code) => {
    const [id] = await write(toConsultee('ann@example.org'));
    server.treat('ann@example.org', { at: 'rcpt', code }, { at: 'data', code });
    await sender().drain();
    expect(await statusOf(id!)).toBe('deferred');
    await sender().drain();
    expect(await factsOf(id!)).toEqual(['deferred']);

    await later('1 minute');
    await sender().drain();
    await later('5 minutes');
    await sender().drain();
    expect(await factsOf(id!)).toEqual(['deferred', 'deferred', 'sent']);
    expect(server.taken).toHaveLength(1);
  });

  it.each([550, 552, 554])('gives up at once after %i, where somebody sees it', async (code) => {
    const [id] = await write(toConsultee('ann@example.org'));
    server.treat('ann@example.org', { at: code === 550 ? 'rcpt' : 'data', code });
    await sender().drain();
    expect(await statusOf(id!)).toBe('failed');
    const [line] = await letterBook.failed(pool, CASE);
    expect(line).toMatchObject({ letter: id, toName: 'Ann Smith', status: 'failed' });
    expect(line!.answer).toContain(`told to say ${code}`);
  });

  it('holds a refused sender address against no letter', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    server.treat('*', { at: 'mail', code: 550 });
    await sender().drain();
    expect(await statusOf(id!)).toBe('deferred');
  });

  it('sends again what was lost within the message', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    server.treat('ann@example.org', { at: 'data', drop: true });
    await sender().drain();
    expect(await factsOf(id!)).toEqual(['deferred']);
    await later('1 minute');
    await sender().drain();
    expect(server.taken).toHaveLength(1);
  });

  it('sends again with the same Message-ID when the answer to the last dot was lost', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    server.treat('ann@example.org', { at: 'final-dot', drop: true });
    await sender().drain();
    await later('1 minute');
    await sender().drain();
    expect(await statusOf(id!)).toBe('sent');
    const [first, second] = server.headers('Message-ID');
    expect(first).toBeTruthy();
    expect(second).toBe(first);
  });

  it('tries for three days at growing distances, then asks for a person', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    server.treat('ann@example.org', ...Array(40).fill({ at: 'rcpt', code: 450 }));
    let hours = 0;
    for (; (await statusOf(id!)) !== 'failed' && hours < 100; hours += 4) {
      await sender().drain();
      await later('4 hours');
    }
    expect(hours).toBeGreaterThanOrEqual(72);
    expect(hours).toBeLessThan(84);
  });

  it('can be asked to try a failed letter again, for three more days', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    server.treat('ann@example.org', { at: 'rcpt', code: 550 }, { at: 'rcpt', code: 450 });
    await sender().drain();
    await later('4 days');
    expect(await markLetter(pool, id!, 'requeued')).toBe(true);
    await sender().drain();
    expect(await statusOf(id!)).toBe('deferred');
    await later('1 minute');
    await sender().drain();
    expect(await statusOf(id!)).toBe('sent');
  });

  it('never sends a letter that is over, and says so', async () => {
    const [id] = await write(signIn('clerk@example.org'));
    await later('11 minutes');
    await sender().drain();
    expect(server.taken).toEqual([]);
    expect(await statusOf(id!)).toBe('expired');
  });

  it('leaves all others untried while the server cannot be reached', async () => {
    const ids = await write(
      ...Array.from({ length: 8 }, (_, n) => toConsultee(`p${n}@example.org`)),
    );
    await server.close();
    const one = sender();
    await one.drain();
    const facts = await Promise.all(ids.map(factsOf));
    expect(facts.flat()).toEqual(['deferred']);
    await server.start();
    await sender().drain();
    expect(server.taken).toHaveLength(7);
  });

  it('parks a letter that cannot be rendered, and lets the rest flow', async () => {
    const [id] = await write(toConsultee('ann@example.org'), toConsultee('bob@example.org'));
    await asOwner(`UPDATE letter SET template = 'gone' WHERE id = '${id}'`);
    await sender().drain();
    expect(server.taken.map(({ to }) => to[0])).toEqual(['bob@example.org']);
    await later('1 minute');
    await sender().drain();
    await later('5 minutes');
    await sender().drain();
    expect(await statusOf(id!)).toBe('failed');
  });

  it('refuses the mark of a sender that was frozen and goes on', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    const options = { most: 10, uptoLane: 9, leaseMs: 60_000, ...SETTINGS };
    const [old] = await claimLetters(pool, options);
    expect(await claimLetters(pool, options)).toEqual([]);
    await asOwner(`UPDATE letter SET claimed_until = now() - interval '1 second'`);
    await sender().drain();
    expect(await markLetter(pool, id!, 'failed', {}, { claim: old!.claim })).toBe(false);
    expect(await factsOf(id!)).toEqual(['sent']);
  });

  it('shares the work between two without doubling', async () => {
    await write(...Array.from({ length: 60 }, (_, n) => toConsultee(`p${n}@example.org`)));
    const other = smtpTransport(server.url, null, 4);
    const workers = [
      sender(),
      sender(),
      sender({ transport: other }),
      sender({ transport: other }),
    ];
    await Promise.all(workers.map((worker) => worker.drain()));
    other.close();
    expect(server.taken).toHaveLength(60);
    expect(new Set(server.taken.map(({ to }) => to[0])).size).toBe(60);
  });

  it.each([
    'Evil\r\nBcc: victim@example.org',
    'Ann <victim@example.org>',
    'Ann, victim@example.org',
    '"Ann" (victim@example.org)',
    'Group: victim@example.org;',
    'Jürgen 🎓 \u202Eevil',
    'x'.repeat(2_000),
  ])('writes to one address and to no other, whoever is called %j', async (name) => {
    const draft = toConsultee("o'neil+x@example.org");
    await write({
      ...draft,
      to: { ...draft.to, name },
      values: { ...draft.values, schoolName: name },
    });
    await sender().drain();
    expect(server.taken.map(({ to }) => to)).toEqual([["o'neil+x@example.org"]]);
    const head = server.taken[0]!.raw.split('\r\n\r\n')[0]!;
    expect(head).not.toMatch(/^Bcc:/im);
    expect(head.match(/^To:/gim)).toHaveLength(1);
    expect(server.headers('To')[0]).toContain("<o'neil+x@example.org>");
  });

  it('sends nothing more once a renewal tells it that its letters are another’s', async () => {
    const leaseMs = 1_500;
    await write(...['a', 'b', 'c', 'd'].map((name) => toConsultee(`${name}@example.org`)));
    const sent: string[] = [];
    const overtaken: MailTransport = {
      async send({ messageId }) {
        sent.push(messageId);
        await asOwner('UPDATE letter SET claim = claim + 1');
        await pause(leaseMs / 2);
        return '250 Taken';
      },
      close: () => undefined,
    };
    await sender({ transport: overtaken, leaseMs }).round();
    expect(sent).toHaveLength(1);
    const { rowCount } = await pool.query(`SELECT FROM letter_fact WHERE fact = 'sent'`);
    expect(rowCount).toBe(0);
  });

  it('is woken by a commit, long before it looks by itself', async () => {
    const errors: unknown[] = [];
    const settings = { ...SETTINGS, smtpUrl: server.url };
    const duty = startSender({ pool, settings, onError: (error) => errors.push(error) });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await write(toConsultee('ann@example.org'));
    wakeSender(pool);
    const started = performance.now();
    while (server.taken.length === 0 && performance.now() - started < 2_500) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await duty.stop();
    expect(server.taken).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(errors).toEqual([]);
  });
});

describe('a letter', () => {
  it('without an address waits to be printed, with its own link', async () => {
    const [id] = await write(toConsultee(null), toConsultee('a@x.uk, b@y.uk'));
    expect(await statusOf(id!)).toBe('held');
    expect(await letterBook.toPrint(pool, CASE)).toHaveLength(2);
    const printed = await letterBook.print(pool, id!, SETTINGS);
    expect(printed.text).toContain(`/r/${letterKey(SETTINGS.secretKeys[0]!, id!)}`);
    expect(await markLetter(pool, id!, 'printed')).toBe(true);
    expect(await statusOf(id!)).toBe('sent');
  });

  it('can be cancelled until it has left, and not after', async () => {
    const [first, second] = await write(
      toConsultee('ann@example.org', { held: true }),
      toConsultee('bob@example.org'),
    );
    expect(await markLetter(pool, first!, 'cancelled')).toBe(true);
    await sender().drain();
    expect(await markLetter(pool, second!, 'cancelled')).toBe(false);
    expect(await markLetter(pool, first!, 'released')).toBe(false);
    expect(server.taken.map(({ to }) => to[0])).toEqual(['bob@example.org']);
  });

  it('needs all its values when it is written', async () => {
    const draft = { ...toConsultee('ann@example.org'), values: { schoolName: 'S' } };
    await expect(write(draft)).rejects.toThrow('replyBy, trustName');
  });

  it('and its facts can be neither changed nor removed by the service', async () => {
    const [id] = await write(toConsultee('ann@example.org'));
    await sender().drain();
    const refused = { code: '42501' };
    await expect(pool.query('DELETE FROM letter')).rejects.toMatchObject(refused);
    await expect(pool.query('UPDATE letter_fact SET seq = 9')).rejects.toMatchObject(refused);
    await expect(pool.query('DELETE FROM letter_text')).rejects.toMatchObject(refused);
    await expect(pool.query(`UPDATE letter SET to_address = 'x@y.uk'`)).rejects.toMatchObject(
      refused,
    );
    expect(await statusOf(id!)).toBe('sent');
  });
});

describe('a mailing', () => {
  it('becomes one letter a person, however often and by however many it is expanded', async () => {
    const consultees = Array.from({ length: 1_200 }, (_, n) => ({
      consultee: `018f3c6e-0000-7000-8000-${String(n).padStart(12, '0')}`,
      name: `Person ${n}`,
      address: n % 100 === 0 ? null : `p${n}@example.org`,
    }));
    const { template, values } = toConsultee(null);
    const draft = { template, values, audience: {}, createdBy: 'clerk', caseId: CASE };
    await inTransaction(pool, (tx) => writeMailing(tx, draft));
    const asked: string[] = [];
    const expand = () =>
      expandMailings(pool, async (_, mailing) => {
        asked.push(mailing.template);
        return [...consultees, consultees[0]!];
      });
    await Promise.all([expand(), expand()]);
    await expand();
    expect(asked).toHaveLength(1);
    const { rows } = await pool.query(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE channel = 'print')::int AS print FROM letter`,
    );
    expect(rows).toEqual([{ all: 1_200, print: 12 }]);
    const { rows: mailings } = await pool.query('SELECT counts FROM mailing');
    expect(mailings[0].counts).toMatchObject({ recipients: 1_201, written: 1_200 });
  });
});
