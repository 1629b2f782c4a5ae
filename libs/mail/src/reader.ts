import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { faultPoint, inTransaction } from '#platform';
import type { Tx } from '#platform';
import { claimInbound, parkInbound } from './claim-inbound.js';
import type { ClaimedMail } from './claim-inbound.js';
import { markLetter } from './mark-letter.js';
import { findByMessageIds } from './message-id.js';
import { unmaskKey } from './reply-key.js';
import type { MailReading } from './reading/mail-reading.js';

/** A mail as it was received, with the letter it belongs to if any is known. */
export interface InboundMail {
  readonly id: string;
  readonly letter: string | null;
  /** By the key in the address; by a reference the sender is unproven; null: neither. */
  readonly matchedBy: 'address' | 'reference' | null;
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly remoteAddress: string | null;
  readonly helo: string | null;
  readonly receivedAt: Date;
  readonly raw: Buffer;
}

/**
 * Makes of a mail what it is for the product, in the transaction that files it; answers the outcome
 * in a word (`counted`, `desk`, …). Only `counted` makes the letter a replied one.
 */
export type TakeMail = (tx: Tx, mail: InboundMail, reading: MailReading) => Promise<string>;

/** Reads a raw mail apart from the main thread; never rejects for what is in the mail. */
export type ReadMail = (
  raw: Buffer,
  options: { readonly deadlineMs: number; readonly sent?: string },
) => Promise<MailReading>;

export interface ReaderOptions {
  readonly pool: Pool;
  readonly read: ReadMail;
  readonly take: TakeMail;
  readonly onError: (error: unknown) => void;
  readonly leaseMs?: number;
}

const BATCH = 4;
const DEADLINE_MS = 5_000;
const LEASE_MS = 60_000;

/** Reads what was received: files machines' mail, hands people's mail over, each exactly once. */
export class Reader {
  constructor(private readonly options: ReaderOptions) {}

  /** Reads some mails; answers whether there may be more. */
  async round(): Promise<boolean> {
    const { pool, leaseMs = LEASE_MS } = this.options;
    const mails = await claimInbound(pool, BATCH, leaseMs);
    if (mails.length > 0) faultPoint('reader.after-claim');
    await Promise.all(mails.map((mail) => this.readOne(mail)));
    return mails.length === BATCH;
  }

  async drain(): Promise<void> {
    while (await this.round());
  }

  private async readOne(mail: ClaimedMail): Promise<void> {
    try {
      const sent = mail.sent === null ? undefined : unmaskKey(mail.sent, mail.envelopeTo);
      const reading = await this.options.read(mail.raw, { deadlineMs: DEADLINE_MS, sent });
      await inTransaction(this.options.pool, (tx) => this.file(tx, mail, reading));
      faultPoint('reader.after-commit');
    } catch (error) {
      this.options.onError(error);
      await parkInbound(this.options.pool, mail);
    }
  }

  private async file(tx: Tx, claimed: ClaimedMail, reading: MailReading): Promise<void> {
    if (!(await isStillOurs(tx, claimed))) return;
    const mail = await withLetter(tx, claimed, reading);
    const first = await firstWithThisIdentity(tx, claimed, reading);
    const outcome = first ? 'duplicate' : await this.outcomeOf(tx, claimed, mail, reading);
    await tx.query(
      `UPDATE inbound_mail SET read_at = assent_now(), claimed_until = NULL, letter = $2, kind = $3,
         reading = $4, outcome = $5, duplicate_of = $6 WHERE id = $1`,
      [mail.id, mail.letter, reading.kind, JSON.stringify(reading), outcome, first],
    );
    faultPoint('reader.before-commit');
  }

  private async outcomeOf(
    tx: Tx,
    claimed: ClaimedMail,
    mail: InboundMail,
    reading: MailReading,
  ): Promise<string> {
    const kind = kindOf(claimed, reading);
    if (mail.letter !== null && kind === 'bounce') {
      return this.fileBounce(tx, mail.letter, mail.id, reading);
    }
    if (mail.letter !== null && kind === 'automatic') {
      const fact = reading.why === 'delayed' ? 'delayed' : 'answered-by-machine';
      await markLetter(tx, mail.letter, fact, { inbound: mail.id, why: reading.why ?? null });
    }
    const outcome = await this.options.take(tx, mail, { ...reading, kind });
    if (mail.letter !== null && outcome === 'counted') {
      await markLetter(tx, mail.letter, 'replied', { inbound: mail.id });
    }
    return outcome;
  }

  private async fileBounce(
    tx: Tx,
    letter: string,
    inbound: string,
    { failed, text }: MailReading,
  ): Promise<string> {
    const isTemporary = failed.length > 0 && failed.every(({ permanent }) => !permanent);
    const answer = text.trim().slice(0, 500);
    await markLetter(tx, letter, isTemporary ? 'delayed' : 'bounced', { inbound, answer });
    return isTemporary ? 'delayed' : 'bounced';
  }
}

/**
 * What reaches a letter's return path from nobody (an empty sender) is a report of its failure,
 * however oddly it is written, unless it plainly is something else.
 */
function kindOf(mail: ClaimedMail, { kind }: MailReading): MailReading['kind'] {
  const isReport = mail.toReturnPath && mail.envelopeFrom === '';
  return isReport && (kind === 'reply' || kind === 'other') ? 'bounce' : kind;
}

async function isStillOurs(tx: Tx, { id, claim }: ClaimedMail): Promise<boolean> {
  const { rowCount } = await tx.query(
    'SELECT 1 FROM inbound_mail WHERE id = $1 AND claim = $2 AND read_at IS NULL FOR UPDATE',
    [id, claim],
  );
  return rowCount === 1;
}

async function withLetter(tx: Tx, mail: ClaimedMail, reading: MailReading): Promise<InboundMail> {
  if (mail.letter !== null) return { ...mail, matchedBy: 'address' };
  const named = [reading.inReplyTo, ...reading.references.toReversed()].filter(Boolean);
  const letter = await findByMessageIds(tx, named.slice(0, MOST_REFERENCES));
  return { ...mail, letter, matchedBy: letter === null ? null : 'reference' };
}

const MOST_REFERENCES = 20;

/** The mail that came before with the same id and the same body: this is that one again. */
async function firstWithThisIdentity(
  tx: Tx,
  mail: ClaimedMail,
  { messageId, bodyHash }: MailReading,
): Promise<string | null> {
  if (messageId === '' || bodyHash === '') return null;
  const identity = createHash('sha256').update(`${messageId}\0${bodyHash}\0${mail.place}`).digest();
  // Waits for a reader that is filing the same mail at this moment.
  const { rowCount } = await tx.query(
    'INSERT INTO inbound_identity (identity, inbound) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [identity, mail.id],
  );
  if (rowCount === 1) return null;
  const { rows } = await tx.query<{ inbound: string }>(
    'SELECT inbound FROM inbound_identity WHERE identity = $1',
    [identity],
  );
  return rows[0]!.inbound;
}
