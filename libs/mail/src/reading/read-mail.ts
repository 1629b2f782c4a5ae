import { createHash } from 'node:crypto';
import { classify } from './classify.js';
import {
  defaultLimits,
  unreadableReading,
  UnreadableMail,
  type Attachment,
  type MailReading,
  type ReadingLimits,
} from './mail-reading.js';
import { decodeWords } from './mime/decode-words.js';
import { readAddresses } from './mime/read-addresses.js';
import { readMime, type MimeMail } from './mime/read-mime.js';
import { answerOf, hiddenOf, segment } from './segments/segment.js';

export interface ReadOptions {
  /** The exact text of the letter that this mail answers, where it is known. */
  sent?: string | undefined;
  limits?: Partial<ReadingLimits> | undefined;
}

const MOST_REFERENCES = 100;

/** Reads one raw mail: what it is, whose words are whose, who was not reached. Throws nothing. */
export function readMail(raw: Buffer, options: ReadOptions = {}): MailReading {
  const limits = { ...defaultLimits, ...options.limits };
  const mail = readMime(raw, limits);
  if (mail.kind === 'unreadable') return unreadableReading(mail.why);
  try {
    return readOpened(mail, limits, options.sent);
  } catch (error) {
    return unreadableReading(error instanceof UnreadableMail ? error.why : 'broken');
  }
}

function readOpened(mail: MimeMail, limits: ReadingLimits, sent: string | undefined): MailReading {
  const { fields, text, attachments } = mail;
  const senders = fields.all('from').flatMap((from) => readAddresses(from, limits.recipients));
  const recipients = ['to', 'cc'].flatMap((name) =>
    fields.all(name).flatMap((value) => readAddresses(value, limits.recipients)),
  );
  if (recipients.length > limits.recipients) throw new UnreadableMail('too-many-recipients');
  const { kind, why, failed } = classify(mail);
  const segments = segment(text, sent);
  return {
    kind,
    ...(why ? { why } : {}),
    from: senders[0]?.address ?? '',
    fromName: senders[0]?.name ?? '',
    fromAmbiguous: senders.length > 1 || fields.all('from').length > 1,
    messageId: readIds(fields.all('message-id'))[0] ?? '',
    inReplyTo: readIds(fields.all('in-reply-to'))[0] ?? '',
    references: readIds(fields.all('references')).slice(-MOST_REFERENCES),
    to: recipients.map(({ address }) => address),
    subject: decodeWords(fields.get('subject')),
    dateHeader: decodeWords(fields.get('date')),
    text,
    segments,
    answer: answerOf(segments),
    hidden: hiddenOf(segments),
    failed,
    attachments,
    bodyHash: hashBody(text, attachments),
  };
}

/** Identifiers with their brackets (RFC 5322 3.6.4); a bare one is taken as it stands. */
function readIds(values: string[]): string[] {
  const ids: string[] = [];
  for (const piece of decodeWords(values.join(' ')).split(/[\s,]+/)) {
    if (!piece) continue;
    const open = piece.indexOf('<');
    const close = piece.indexOf('>', open + 1);
    if (open >= 0 && close > open) ids.push(piece.slice(open, close + 1));
    else if (piece.includes('@')) ids.push(`<${piece.replaceAll(/[<>]/g, '')}>`);
  }
  return ids;
}

/** Two mails with one Message-ID are one mail only when this agrees too. */
function hashBody(text: string, attachments: Attachment[]): string {
  const hash = createHash('sha256').update(text);
  for (const { filename, contentType, sha256 } of attachments)
    hash.update(JSON.stringify([filename, contentType, sha256]));
  return hash.digest('hex');
}
