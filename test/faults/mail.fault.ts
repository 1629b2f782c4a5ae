import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { Client, Pool } from 'pg';
import { writeLetters } from '#mail';
import { inTransaction } from '#platform';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { startMailProcess } from '../support/mail-process.js';
import type { MailProcess } from '../support/mail-process.js';
import { MailServer } from '../support/mail-server.js';

jest.setTimeout(60_000);

const LETTERS = 12;
/** Of the sender: each may have a letter that was accepted and not yet marked. */
const LINES = 8;
const WAIT_MS = 20_000;

let db: TestDatabase;
let pool: Pool;
let server: MailServer;
let processes: MailProcess[] = [];

beforeEach(async () => {
  db = await freshDatabase();
  pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
  pool.on('error', () => undefined);
  server = await MailServer.open();
});
afterEach(async () => {
  for (const running of processes) running.kill();
  await Promise.all(processes.map(({ ended }) => ended));
  processes = [];
  await server.close();
  await pool.end();
  await db.drop();
});

const settings = () => ({
  smtpUrl: server.url,
  dkim: null,
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  publicBaseUrl: 'https://assent.example.org',
  secretKeys: ['a secret of at least thirty-two characters'],
  smtpInHost: '127.0.0.1',
  smtpInPort: null,
});

async function start(faultPoint: string): Promise<MailProcess> {
  const started = await startMailProcess(db.url, settings(), faultPoint);
  processes.push(started);
  return started;
}

async function writeAll(): Promise<void> {
  const drafts = Array.from({ length: LETTERS }, (_, number) => ({
    template: 'consultation-launched',
    to: { name: `Person ${number}`, address: `person${number}@example.org` },
    values: { schoolName: 'St Mary’s', trustName: 'The Vale Trust', replyBy: 'Friday at 5pm' },
  }));
  await inTransaction(pool, (tx) => writeLetters(tx, drafts));
}

/** What the passing of a lease does, without the waiting. */
async function endLeases(): Promise<void> {
  const owner = new Client({ connectionString: db.url });
  await owner.connect();
  await owner.query(`UPDATE letter SET claimed_until = now() - interval '1 second'
    WHERE claimed_until IS NOT NULL`);
  await owner.query(`UPDATE inbound_mail SET claimed_until = now() - interval '1 second'
    WHERE claimed_until IS NOT NULL`);
  await owner.end();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come about.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function count(sql: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`);
  return rows[0]!.n;
}

describe.each([1, 5])('a sender that is killed at passage %i of', (passage) => {
  it.each(['sender.after-claim', 'sender.before-data', 'sender.after-accept', 'sender.after-mark'])(
    '%s leaves every letter sent, and doubles at most what was on its way',
    async (point) => {
      await writeAll();
      const broken = await start(`${point}#${passage}`);
      const sent = () => count(`letter WHERE status = 'sent'`);
      const died = await Promise.race([
        broken.ended,
        // With few letters a claim is made less often than five times.
        until(async () => (await sent()) === LETTERS).then(
          () => 'all sent',
          () => 'not all sent',
        ),
      ]);
      expect(['SIGKILL', 'all sent']).toContain(died);
      broken.kill();
      await broken.ended;
      await endLeases();

      const healthy = await start('');
      await until(async () => (await sent()) === LETTERS);
      healthy.kill();
      await healthy.ended;

      const ids = server.headers('Message-ID');
      expect(new Set(ids).size).toBe(LETTERS);
      expect(ids.length - LETTERS).toBeLessThanOrEqual(LINES);
      expect(await count('letter_text')).toBe(LETTERS);
      expect(await count(`letter_fact WHERE fact = 'sent'`)).toBe(LETTERS);
    },
  );
});

describe('a mail', () => {
  it.each([
    'intake.before-store',
    'intake.after-store',
    'reader.after-claim',
    'reader.before-commit',
    'reader.after-commit',
  ])('is one reply when the worker is killed at %s and its sender tries again', async (point) => {
    await writeAll();
    const first = await start('');
    await until(async () => server.taken.length === LETTERS);
    first.kill();
    await first.ended;

    const broken = await start(point);
    const [to] = server.headers('Reply-To');
    const answered = await deliver(broken.port, to!).then(
      () => true,
      () => false,
    );
    expect(await broken.ended).toBe('SIGKILL');
    expect(answered).toBe(!point.startsWith('intake'));
    expect(await count('inbound_mail')).toBe(point === 'intake.before-store' ? 0 : 1);
    await endLeases();

    const healthy = await start('');
    await deliver(healthy.port, to!);
    await until(async () => (await count(`inbound_mail WHERE read_at IS NULL`)) === 0);
    healthy.kill();
    await healthy.ended;
    expect(await count(`inbound_mail WHERE outcome = 'counted'`)).toBe(1);
    expect(await count(`letter WHERE status = 'replied'`)).toBe(1);
    expect(await count(`letter_fact WHERE fact = 'replied'`)).toBe(1);
  });
});

async function deliver(port: number, to: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  const raw = 'From: person0@example.org\r\nMessage-ID: <a@example.org>\r\n\r\nI agree.\r\n';
  try {
    await transport.sendMail({ envelope: { from: 'person0@example.org', to: [to] }, raw });
  } finally {
    transport.close();
  }
}
