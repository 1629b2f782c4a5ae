// Letters in: taken, kept and answered 250, against the same server that only stores; and read,
// matched and filed, against the same server with mailparser.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { Client } from 'pg';
import type { Pool } from 'pg';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { postOffice, mailIntake, startReader, startSender, writeLetters } from '#mail';
import { inTransaction } from '#platform';
import { compare, servicePool } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';
import { SmtpPeer } from './smtp-peer.js';

const MAILS = 600;
const LETTERS = 100;
const CONNECTIONS = 10;
const SETTINGS = {
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  publicBaseUrl: 'https://assent.example.org',
  secretKeys: ['a key for the benchmark that is long enough'],
  smtpInHost: '127.0.0.1',
  smtpInPort: null,
};

let round = 0;

export async function lettersIn(context: BenchContext): Promise<BenchRow[]> {
  const pool = servicePool(context);
  const peer = new SmtpPeer();
  await createPlainTable(context);
  try {
    const to = await replyAddresses(pool);
    const plain = await openServer({ onData: storePlainly(pool) });
    const parsing = await openServer({ onData: parseOnly });
    const intake = await mailIntake.listen({ pool, settings: SETTINGS, onError: reportError });
    const shoot = (port: number) => shootAt(peer, port, to);
    const rows = [
      await compare({
        name: 'letters-in',
        clients: CONNECTIONS,
        unit: 'mails/s',
        ours: () => shoot(intake.port),
        limit: () => shoot(plain.port),
      }),
      await compare({
        name: 'letters-in-read',
        clients: CONNECTIONS,
        unit: 'mails/s',
        ours: () => readAll(pool, () => shoot(intake.port)),
        limit: () => shoot(parsing.port),
      }),
    ];
    await Promise.all([intake.stop(), plain.stop(), parsing.stop()]);
    return rows;
  } finally {
    await peer.close();
    await pool.end();
  }
}

async function createPlainTable({ ownerUrl }: BenchContext): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(`
    CREATE TABLE IF NOT EXISTS bench_mail (id bigserial PRIMARY KEY, raw bytea NOT NULL)
      WITH (toast_tuple_target = 8160);
    ALTER TABLE bench_mail ALTER COLUMN raw SET STORAGE EXTERNAL;
    GRANT SELECT, INSERT ON bench_mail TO assent_service;
    GRANT USAGE ON SEQUENCE bench_mail_id_seq TO assent_service`);
  await owner.end();
}

/** Where the letters that are answered want their answers. */
async function replyAddresses(pool: Pool): Promise<string[]> {
  const office = await postOffice.open(pool, reportError);
  const before = (await postOffice.mails(pool, { most: 1 }))[0]?.id;
  const draft = {
    template: 'consultation-launched',
    to: { name: 'Ann', address: 'ann@example.org' },
    values: { schoolName: 'St Mary’s', trustName: 'The Vale Trust', replyBy: 'Friday at 5pm' },
  };
  await inTransaction(pool, (tx) => writeLetters(tx, Array(LETTERS).fill(draft)));
  const settings = { ...SETTINGS, smtpUrl: office.url, dkim: null };
  const sender = startSender({ pool, settings, onError: reportError });
  const seen = async () => {
    const mails = await postOffice.mails(pool, { most: LETTERS });
    return mails.some(({ id }) => id === before) ? [] : mails;
  };
  while ((await seen()).length < LETTERS) await pause(20);
  await sender.stop();
  await office.stop();
  return (await seen()).map(({ answerTo }) => answerTo!);
}

async function shootAt(peer: SmtpPeer, port: number, to: readonly string[]): Promise<number> {
  round += 1;
  const messages = Array.from({ length: MAILS }, (_, number) => mail(`${round}.${number}`));
  return MAILS / (await peer.shoot({ port, connections: CONNECTIONS, to, messages }));
}

/** Five kilobytes: an answer above the letter that it quotes. */
function mail(id: string): string {
  const quoted = '> The governing board asks for your view about joining the trust.\r\n'.repeat(60);
  return [
    'From: Ann <ann@example.org>',
    'Subject: Re: Your view',
    `Message-ID: <${id}@example.org>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `I agree with the proposal, and this is mail ${id}. My concern is transport.`,
    '',
    'On Monday, Assent wrote:',
    quoted,
  ].join('\r\n');
}

async function openServer(options: SMTPServerOptions) {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function storePlainly(pool: Pool): SMTPServerOptions['onData'] {
  return (stream, _, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      pool
        .query({
          name: 'plain',
          text: 'INSERT INTO bench_mail (raw) VALUES ($1)',
          values: [Buffer.concat(chunks)],
        })
        .then(() => done(), done);
    });
  };
}

const parseOnly: SMTPServerOptions['onData'] = (stream, _, done) => {
  text(stream)
    .then((raw) => simpleParser(raw))
    .then(() => done(), done);
};

/** The rate from the first mail that is read to the last that is filed. */
async function readAll(pool: Pool, fill: () => Promise<number>): Promise<number> {
  await fill();
  const waiting = await unread(pool);
  const started = performance.now();
  const reader = startReader({ pool, take: async () => 'counted', onError: reportError });
  while ((await unread(pool)) > 0) await pause(10);
  const rate = waiting / ((performance.now() - started) / 1_000);
  await reader.stop();
  return rate;
}

async function unread(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM inbound_mail WHERE read_at IS NULL',
  );
  return rows[0]!.n;
}

function reportError(error: unknown): void {
  console.error(error);
}
