import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { anAskedPerson, anOpenConsultation } from '../../../test/support/consultation.js';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Dovecot, DOVECOT } from '../../../test/support/dovecot.js';
import type { Duty } from './duty.js';
import { startMailbox } from './fetch-mailbox.js';

const isThere = existsSync(DOVECOT) && process.getuid?.() === 0;
const onDovecot = isThere ? describe : describe.skip;
if (!isThere) it('skipped: no Dovecot, or no right to start it', () => expect(isThere).toBe(false));

const SECRET = 'a secret of at least thirty-two characters';
const PATIENCE_MS = 20_000;
const one = mailOf('one');
const two = mailOf('two');

function mailOf(subject: string, headers = ''): string {
  return `${headers}From: ann@example.org\r\nSubject: ${subject}\r\n\r\nI agree.\r\n`;
}

onDovecot('a mailbox', () => {
  let db: TestDatabase;
  let owner: Pool;
  let pool: Pool;
  let server: Dovecot;
  let duties: Duty[] = [];
  let problems: unknown[] = [];

  beforeEach(async () => {
    db = await freshDatabase();
    owner = new Pool({ connectionString: db.url });
    pool = new Pool({ connectionString: db.url, options: '-c role=assent_service' });
    server = await Dovecot.start();
    problems = [];
  });
  afterEach(async () => {
    await Promise.all(duties.map((duty) => duty.stop()));
    duties = [];
    await server.close();
    await pool.end();
    await owner.end();
    await db.drop();
  });

  function fetching(): Duty {
    const settings = {
      imapUrl: server.url,
      mailDomain: 'reply.example.org',
      mailFrom: 'assent@reply.example.org',
    };
    const onError = (error: unknown): void => void problems.push(error);
    const duty = startMailbox({ pool, settings, onError, lookMs: 100 });
    duties.push(duty);
    return duty;
  }

  async function kept() {
    const { rows } = await pool.query<{ raw: Buffer; at: Date; to: string[]; from: string }>(
      `SELECT raw, received_at AS at, envelope_to AS "to", envelope_from AS "from"
         FROM inbound_mail ORDER BY id`,
    );
    return rows.map((row) => ({ ...row, raw: row.raw.toString() }));
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      if (await isSo()) return;
      await pause(50);
    }
    throw new Error(`In vain; ${(await kept()).length} are kept. ${String(problems.at(-1))}`);
  }
  const untilKept = (count: number) => until(async () => (await kept()).length === count);

  it('is read from its first mail on, also what somebody opened by hand, and marked as seen', async () => {
    const at = new Date('2026-03-01T09:30:00Z');
    await server.deliver(one, { at });
    await server.deliver(two, { isSeen: true });
    fetching();
    await untilKept(2);
    await until(async () => (await server.seen()).every(Boolean));

    expect((await kept()).map(({ raw }) => raw)).toEqual([one, two]);
    // The mailbox says when it was received; the sender's Date says nothing.
    expect((await kept())[0]!.at).toEqual(at);
  });

  it('is read on as mails come, without waiting for the next look', async () => {
    fetching();
    await server.deliver(one);
    await untilKept(1);
    await server.deliver(two);
    await untilKept(2);
  });

  it('knows a letter by the address that the server noted, whatever its sender wrote', async () => {
    const { key } = await anAskedPerson(owner, await anOpenConsultation(owner), [SECRET]);
    const reply = `reply+${key}@reply.example.org`;
    const noted = `Return-Path: <ann@example.org>\r\nDelivered-To: ${reply}\r\nTo: a list: ;\r\n`;
    await server.deliver(mailOf('to a letter', noted));
    await server.deliver(mailOf('to nobody', 'To: head@reply.example.org\r\n'));
    fetching();
    await untilKept(2);

    expect(await kept()).toMatchObject([
      { from: 'ann@example.org', to: [reply] },
      // A mail that is in the mailbox is kept, whoever it was meant for.
      { from: '', to: ['assent@reply.example.org'] },
    ]);
  });

  it('marks nothing as seen that could not be kept, and keeps it later', async () => {
    await owner.query('ALTER TABLE inbound_mail RENAME TO inbound_mail_away');
    await server.deliver(one);
    fetching();
    await until(async () => problems.length > 0);
    const seen = await server.seen();
    await owner.query('ALTER TABLE inbound_mail_away RENAME TO inbound_mail');
    await untilKept(1);

    expect(seen).toEqual([false]);
    await until(async () => (await server.seen()).every(Boolean));
  });

  it('that is read again, after a crash or numbered anew, gives no mail twice', async () => {
    await server.deliver(one);
    const first = fetching();
    await untilKept(1);
    await first.stop();
    // Stopped between the mail and the note of how far it has read.
    await owner.query('TRUNCATE mailbox_position');
    await server.numberAnew([one, two]);
    fetching();
    await untilKept(2);

    expect((await kept()).map(({ raw }) => raw)).toEqual([one, two]);
  });

  it('is read again when its server was away', async () => {
    fetching();
    await server.deliver(one);
    await untilKept(1);
    await server.end();
    await until(async () => problems.length > 0);
    await server.run();
    await server.deliver(two);
    await untilKept(2);
  });

  it('is read by one copy at a time, and by the other when that one stops', async () => {
    const first = fetching();
    await server.deliver(one);
    await untilKept(1);
    fetching();
    await first.stop();
    await server.deliver(two);
    await untilKept(2);
    const { rows } = await owner.query<{ held: number }>(
      `SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory' AND database =
         (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );

    expect(rows[0]!.held).toBe(1);
  });
});
