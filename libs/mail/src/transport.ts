import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { isLoopbackHost } from '#platform';
import type { Settings } from '#platform';
import { ownLetterField } from './reading/index.js';
import { clean } from './render-letter.js';

/** One message to one recipient, rendered and addressed. */
export interface OutgoingMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  /** Where failures are reported; empty for what must not be answered at all. */
  readonly returnPath: string;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  /** Where mail programs let the reader stop such letters by one click (RFC 8058); null: nowhere. */
  readonly stopLink: string | null;
  readonly template: string;
  readonly automatic: 'auto-generated' | 'auto-replied';
  readonly date: Date;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The way out: resolves with the server's words once it has taken the message, or rejects. */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<string>;
  close(): void;
}

/** A server may take ten minutes to answer the last dot (RFC 5321 4.5.3.2.6). */
const ANSWER_MS = 10 * 60_000;
const CONNECT_MS = 20_000;

/** Pooled SMTP to `url` (its query can set nodemailer's options, such as `?rateLimit=10`). */
export function smtpTransport(
  url: string,
  dkim: Settings['dkim'],
  connections: number,
): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: 500,
    maxRequeues: 2,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    requireTLS: sendsPassword(url),
    ...(dkim && { dkim: dkimKey(dkim) }),
  });
  return {
    async send(mail) {
      const info = await transport.sendMail(compose(mail));
      return String(info.response);
    },
    close: () => transport.close(),
  };
}

// Addresses go in as objects: a string is parsed by nodemailer, and may become two recipients.
export function compose(mail: OutgoingMail) {
  return {
    from: { name: oneLine(mail.from.name, LONGEST_NAME), address: mail.from.address },
    to: { name: oneLine(mail.to.name, LONGEST_NAME), address: mail.to.address },
    ...(mail.replyTo && { replyTo: { name: '', address: mail.replyTo } }),
    envelope: { from: mail.returnPath, to: [mail.to.address] },
    messageId: mail.messageId,
    ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo, references: mail.inReplyTo }),
    date: mail.date,
    subject: oneLine(mail.subject, LONGEST_SUBJECT),
    text: mail.text,
    html: mail.html,
    headers: {
      'Auto-Submitted': mail.automatic,
      'X-Auto-Response-Suppress': 'All',
      [ownLetterField]: mail.template,
      ...(mail.stopLink === null ? {} : oneClick(mail.stopLink)),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Not folded: a folded address is another one to those who check the signature. */
const oneClick = (link: string) => ({
  'List-Unsubscribe': { prepared: true, value: `<${link}>` },
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

/** Longer ones make lines that mail servers cut (RFC 5322 2.1.1), and nobody reads them. */
const LONGEST_NAME = 120;
const LONGEST_SUBJECT = 250;

function oneLine(text: string, most: number): string {
  const symbols = [...clean(text).replace(/\s+/g, ' ')];
  return symbols.length > most ? `${symbols.slice(0, most - 1).join('')}…` : symbols.join('');
}

/** Someone between us and the server could strip the offer of encryption and read the password. */
function sendsPassword(url: string): boolean {
  const { protocol, username, hostname } = new URL(url);
  return protocol === 'smtp:' && username !== '' && !isLoopbackHost(hostname);
}

/** What nodemailer signs by itself, and the one-click field, which counts only when it is signed. */
const SIGNED =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:' +
  'Content-Transfer-Encoding:In-Reply-To:References:List-Unsubscribe:List-Unsubscribe-Post';

function dkimKey({ domain, selector, privateKeyFile }: NonNullable<Settings['dkim']>) {
  return {
    domainName: domain,
    keySelector: selector,
    privateKey: readFileSync(privateKeyFile, 'utf8'),
    headerFieldNames: SIGNED,
  };
}
