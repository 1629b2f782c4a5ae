import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { simpleParser } from 'mailparser';
import type { AddressObject, ParsedMail } from 'mailparser';
import { createTransport } from 'nodemailer';
import type { Pool } from 'pg';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';
import { Refusal, newId } from '#platform';
import type { Sql } from '#platform';
import { parseAddress } from './address.js';
import type { Duty } from './duty.js';
import { findByMessageIds } from './message-id.js';

/** A letter that the development post office took in the place of the real mail system. */
export interface PostOfficeMail {
  readonly id: string;
  readonly toAddress: string;
  readonly letter: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly arrivedAt: Date;
  /** Where an answer goes; null for letters that do not ask for one. */
  readonly answerTo: string | null;
}

export interface PostOffice extends Duty {
  /** For the sender, in the place of SMTP_URL. */
  readonly url: string;
}

export interface PostOfficeAnswer {
  readonly mailId: string;
  /** Another sender than the one the letter went to: what somebody does who was sent it on. */
  readonly from?: string;
  readonly text: string;
  /** With the letter's words below the answer, as most mail programs do it. */
  readonly quote: boolean;
}

const LOOPBACK = '127.0.0.1';

/** Opens the post office: real SMTP on a free port that only this machine can reach. */
async function open(pool: Pool, onError: (error: unknown) => void): Promise<PostOffice> {
  const server = new SMTPServer({
    banner: 'Development post office',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onData: (stream, session, done) => {
      keep(pool, stream, session).then(
        () => done(null, 'Kept in the development post office'),
        (error: unknown) => {
          onError(error);
          done(Object.assign(new Error('Try again soon'), { responseCode: 451 }));
        },
      );
    },
  });
  server.on('error', () => undefined);
  server.listen(0, LOOPBACK);
  await once(server.server, 'listening');
  return {
    url: `smtp://${LOOPBACK}:${(server.server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(sql: Sql, stream: Readable, session: SMTPServerSession): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  const letter = await findByMessageIds(sql, [mail.messageId ?? '']);
  for (const { address } of session.envelope.rcptTo) {
    await sql.query(
      `INSERT INTO post_office_mail
         (id, to_address, letter, raw, subject, text, html, message_id, answer_to)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        newId(),
        address,
        letter,
        raw,
        mail.subject ?? '',
        mail.text ?? '',
        mail.html || '',
        mail.messageId ?? null,
        answerAddress(mail),
      ],
    );
  }
}

function answerAddress(mail: ParsedMail): string | null {
  return firstOf(mail.replyTo) ?? firstOf(mail.from);
}

function firstOf(field: AddressObject | undefined): string | null {
  return field?.value[0]?.address ?? null;
}

const COLUMNS = `id, to_address AS "toAddress", letter, subject, text, html,
  arrived_at AS "arrivedAt", answer_to AS "answerTo"`;

/** What has arrived, the latest first; `before` is the last one of the page above. */
async function mails(
  sql: Sql,
  page: { readonly before?: PostOfficeMail; readonly most?: number } = {},
): Promise<PostOfficeMail[]> {
  const { rows } = await sql.query<PostOfficeMail>(
    `SELECT ${COLUMNS} FROM post_office_mail
      WHERE $1::timestamptz IS NULL OR (arrived_at, id) < ($1, $2::uuid)
      ORDER BY arrived_at DESC, id DESC LIMIT $3`,
    [page.before?.arrivedAt ?? null, page.before?.id ?? null, page.most ?? 50],
  );
  return rows;
}

/** One letter as its receiver sees it. */
async function mail(sql: Sql, id: string): Promise<PostOfficeMail> {
  const { rows } = await sql.query<PostOfficeMail>(
    `SELECT ${COLUMNS} FROM post_office_mail WHERE id = $1`,
    [id],
  );
  if (!rows[0]) throw new Refusal('not-found');
  return rows[0];
}

/** Answers a letter as a mail program does, by real SMTP to where we receive mail. */
async function answer(
  sql: Sql,
  intake: { readonly host: string; readonly port: number },
  { mailId, from, text, quote }: PostOfficeAnswer,
): Promise<void> {
  const original = await mail(sql, mailId);
  const sender = parseAddress(from ?? original.toAddress);
  if (!sender || !original.answerTo) throw new Refusal('invalid', { field: 'from' });
  const { rows } = await sql.query<{ messageId: string | null }>(
    'SELECT message_id AS "messageId" FROM post_office_mail WHERE id = $1',
    [mailId],
  );
  const messageId = rows[0]?.messageId ?? undefined;
  const transport = createTransport({ host: intake.host, port: intake.port, ignoreTLS: true });
  try {
    await transport.sendMail({
      from: { name: '', address: sender },
      to: { name: '', address: original.answerTo },
      envelope: { from: sender, to: [original.answerTo] },
      subject: original.subject.startsWith('Re: ') ? original.subject : `Re: ${original.subject}`,
      inReplyTo: messageId,
      references: messageId,
      text: quote ? `${text}\n\n${quoted(original)}` : text,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } finally {
    transport.close();
  }
}

function quoted({ text, arrivedAt }: PostOfficeMail): string {
  const on = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/London',
  }).format(arrivedAt);
  const lines = text.trimEnd().split('\n');
  return [`On ${on}, Assent wrote:`, '', ...lines.map((line) => `> ${line}`.trimEnd())].join('\n');
}

/** The development post office: every letter of an example installation, and the way to answer it. */
export const postOffice = { open, mails, mail, answer };
