// Letters out: composed, signed, sent and marked one by one, against nodemailer alone sending the
// same message to the same sink.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Pool } from 'pg';
import { postOffice, startSender, writeLetters } from '#mail';
import type { PostOfficeMail } from '#mail';
import { inTransaction } from '#platform';
import { compare, servicePool } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';
import { SmtpPeer } from './smtp-peer.js';

const LETTERS = 300;
/** As many as the sender opens, so that both wait alike for the server's greeting. */
const CONNECTIONS = 6;
const SETTINGS = {
  mailFrom: 'assent@reply.example.org',
  mailDomain: 'reply.example.org',
  publicBaseUrl: 'https://assent.example.org',
  secretKeys: ['a key for the benchmark that is long enough'],
};

export async function lettersOut(context: BenchContext): Promise<BenchRow[]> {
  const pool = servicePool(context);
  const peer = new SmtpPeer();
  const folder = await mkdtemp(join(tmpdir(), 'assent-bench-'));
  try {
    const dkim = await signingKey(folder);
    const smtpUrl = `smtp://127.0.0.1:${await peer.sink()}`;
    const sample = await oneLetter(pool);
    const row = await compare({
      name: 'letters-out',
      clients: CONNECTIONS,
      unit: 'letters/s',
      ours: () => sendOurs(pool, { ...SETTINGS, smtpUrl, dkim: dkim.setting }),
      limit: () => sendBare(smtpUrl, dkim, sample),
    });
    return [row];
  } finally {
    await peer.close();
    await pool.end();
    await rm(folder, { recursive: true });
  }
}

async function signingKey(folder: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const privateKeyFile = join(folder, 'dkim.pem');
  await writeFile(privateKeyFile, pem);
  return { pem, setting: { domain: 'reply.example.org', selector: 'bench', privateKeyFile } };
}

/** The very message that a consultee gets, taken from the post office. */
async function oneLetter(pool: Pool): Promise<PostOfficeMail> {
  const office = await postOffice.open(pool, reportError);
  await sendOurs(pool, { ...SETTINGS, smtpUrl: office.url, dkim: null }, 1);
  await office.stop();
  const [mail] = await postOffice.mails(pool, { most: 1 });
  return mail!;
}

type Sending = Parameters<typeof startSender>[0]['settings'];

async function sendOurs(pool: Pool, settings: Sending, letters = LETTERS): Promise<number> {
  await inTransaction(pool, (tx) => writeLetters(tx, Array.from({ length: letters }, draft)));
  const started = performance.now();
  const sender = startSender({ pool, settings, onError: reportError });
  while (await anyWaits(pool)) await pause(10);
  const rate = letters / ((performance.now() - started) / 1_000);
  await sender.stop();
  return rate;
}

function draft(_: unknown, number: number) {
  return {
    template: 'consultation-launched',
    to: { name: `Person ${number}`, address: `person${number}@example.org` },
    values: {
      schoolName: 'St Mary’s Church of England Primary School',
      trustName: 'The Vale Academy Trust',
      replyBy: 'Friday 27 March 2026 at 5pm',
      onBehalfOf: 'the governing board of St Mary’s Church of England Primary School',
      reference: '2026-0042',
    },
  };
}

async function anyWaits(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ waits: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM letter WHERE status IN ('queued', 'deferred')) AS waits`,
  );
  return rows[0]!.waits;
}

async function sendBare(
  url: string,
  dkim: Awaited<ReturnType<typeof signingKey>>,
  { subject, text, html }: PostOfficeMail,
): Promise<number> {
  const { domain, selector } = dkim.setting;
  const started = performance.now();
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 500,
    dkim: { domainName: domain, keySelector: selector, privateKey: dkim.pem },
  });
  await Promise.all(
    Array.from({ length: LETTERS }, (_, number) =>
      transport.sendMail({
        from: { name: 'St Mary’s through Assent', address: SETTINGS.mailFrom },
        to: { name: `Person ${number}`, address: `person${number}@example.org` },
        replyTo: { name: '', address: `reply+abcdefghijklmnopqrstuvwxyz2@reply.example.org` },
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      }),
    ),
  );
  const rate = LETTERS / ((performance.now() - started) / 1_000);
  transport.close();
  return rate;
}

function reportError(error: unknown): void {
  console.error(error);
}
