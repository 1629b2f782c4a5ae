/** What a letter that came in turns out to be. */
export type MailKind = 'reply' | 'automatic' | 'bounce' | 'complaint' | 'other' | 'unreadable';

export type AutomaticWhy =
  | 'out-of-office'
  | 'auto-generated'
  | 'delayed'
  | 'delivered'
  | 'read-receipt'
  | 'calendar-answer'
  | 'challenge'
  | 'own-loop';

export type OtherWhy = 'empty' | 'bulk' | 'encrypted';

export type UnreadableWhy =
  | 'too-large'
  | 'too-many-parts'
  | 'nested-too-deep'
  | 'headers-too-large'
  | 'too-many-recipients'
  | 'text-too-large'
  | 'broken'
  | 'took-too-long'
  | 'reader-died';

/** A segment's kind: `answer` is the author's own; everything else is hidden but never removed. */
export type SegmentKind = 'answer' | 'quoted' | 'signature' | 'disclaimer' | 'marker';

export interface Segment {
  kind: SegmentKind;
  text: string;
}

export interface FailedRecipient {
  address: string;
  permanent: boolean;
}

export interface MailAddress {
  name: string;
  address: string;
}

export interface Attachment {
  filename: string;
  contentType: string;
  bytes: number;
  sha256: string;
}

/** All that the product takes from one mail. The sender's Date is kept as text and decides nothing. */
export interface MailReading {
  kind: MailKind;
  why?: AutomaticWhy | OtherWhy | UnreadableWhy;
  from: string;
  fromName: string;
  /** More than one From header or mailbox: nobody may be identified by it (RFC 5322 3.6). */
  fromAmbiguous: boolean;
  messageId: string;
  inReplyTo: string;
  references: string[];
  to: string[];
  subject: string;
  dateHeader: string;
  text: string;
  segments: Segment[];
  answer: string;
  hidden: Segment[];
  failed: FailedRecipient[];
  attachments: Attachment[];
  bodyHash: string;
}

export interface ReadingLimits {
  bytes: number;
  parts: number;
  nesting: number;
  headerBytes: number;
  headers: number;
  recipients: number;
  /** Decoded characters of one text or HTML body. */
  bodyChars: number;
}

/** Ordinary mail stays far below each; above them a mail is set aside whole, never cut short. */
export const defaultLimits: ReadingLimits = {
  bytes: 40 * 1024 * 1024,
  parts: 500,
  nesting: 40,
  headerBytes: 512 * 1024,
  headers: 2_000,
  recipients: 1_000,
  bodyChars: 8 * 1024 * 1024,
};

/** Thrown inside the reader only; `readMime` turns it into `{ kind: 'unreadable' }`. */
export class UnreadableMail extends Error {
  constructor(readonly why: UnreadableWhy) {
    super(`This mail cannot be read: ${why}`);
  }
}

/** The reading of a mail that could not be opened: its raw bytes wait for a person. */
export function unreadableReading(why: UnreadableWhy): MailReading {
  return {
    kind: 'unreadable',
    why,
    from: '',
    fromName: '',
    fromAmbiguous: false,
    messageId: '',
    inReplyTo: '',
    references: [],
    to: [],
    subject: '',
    dateHeader: '',
    text: '',
    segments: [],
    answer: '',
    hidden: [],
    failed: [],
    attachments: [],
    bodyHash: '',
  };
}
