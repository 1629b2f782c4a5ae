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
import { uncheckedSender } from './sender-check.js';
import type { CheckSender, SenderCheck } from './sender-check.js';

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
  /** Whether the domain of its sender stands behind it; asked of people's mail alone. */
  readonly sender: SenderCheck;
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
  readonly check?: CheckSender;
  readonly onError: (error: unknown) => void;
  readonly leaseMs?: number;
}

const BATCH = 6;
const DEADLINE_MS = 5_000;
const LEASE_MS = 60_000;

/** So often a domain is asked again that did not answer; then a person decides. */
const MOST_ASKED = 3;

interface ReadOne {
  readonly mail: ClaimedMail;
  readonly reading: MailReading;
  readonly sender: SenderCheck;
}

/** Reads what was received: files machines' mail, hands people's mail over, each exactly once. */
export class Reader {
  constructor(private readonly options: ReaderOptions) {}

  /** Reads some mails; answers whether there may be more. */
  async round(callHelp: () => void = () => undefined): Promise<boolean> {
    const { pool, leaseMs = LEASE_MS } = this.options;
    const mails = await claimInbound(pool, BATCH, leaseMs);
    if (mails.length === BATCH) callHelp();
    if (mails.length > 0) faultPoint('reader.after-claim');
    const read = await Promise.all(mails.map((mail) => this.readOne(mail)));
    const readable = read.filter((one) => one !== null);
    if (readable.length > 0) await this.fileAll(readable);
    return mails.length === BATCH;
  }

  async drain(): Promise<void> {
    while (await this.round());
  }

  private async readOne(mail: ClaimedMail): Promise<ReadOne | null> {
    try {
      const sent = mail.sent === null ? undefined : unmaskKey(mail.sent, mail.envelopeTo);
      const read = await this.options.read(mail.raw, { deadlineMs: DEADLINE_MS, sent });
      const reading = { ...read, kind: kindOf(mail, read) };
      return { mail, reading, sender: await this.senderOf(mail, reading) };
    } catch (error) {
      await this.park(mail, error);
      return null;
    }
  }

  private async senderOf(mail: ClaimedMail, { kind }: MailReading): Promise<SenderCheck> {
    const { check = uncheckedSender } = this.options;
    if (kind !== 'reply') return 'unchecked';
    const sender = await check(mail);
    if (sender === 'unknown' && mail.attempts < MOST_ASKED) {
      throw new Error('The name servers of its sender did not answer: it is read again later.');
    }
    return sender;
  }

  /** In one transaction while all goes well; else each in its own, so that none holds up another. */
  private async fileAll(read: readonly ReadOne[]): Promise<void> {
    try {
      await this.fileTogether(read);
    } catch (error) {
      if (read.length === 1) return this.park(read[0]!.mail, error);
      for (const one of read) {
        await this.fileTogether([one]).catch((failure: unknown) => this.park(one.mail, failure));
      }
    }
  }

  private async fileTogether(read: readonly ReadOne[]): Promise<void> {
    await inTransaction(this.options.pool, async (tx) => {
      for (const one of read) await this.file(tx, one);
      faultPoint('reader.before-commit');
    });
    faultPoint('reader.after-commit');
  }

  private async park(mail: ClaimedMail, error: unknown): Promise<void> {
    this.options.onError(error);
    await parkInbound(this.options.pool, mail);
  }

  private async file(tx: Tx, { mail: claimed, reading, sender }: ReadOne): Promise<void> {
    const begun = await begin(tx, claimed, reading);
    if (!begun.ours) return;
    const mail = { ...(await withLetter(tx, claimed, reading)), sender };
    const outcome = begun.duplicateOf ? 'duplicate' : await this.outcomeOf(tx, mail, reading);
    await tx.query({ name: 'file-inbound', text: FILE }, [
      ...[mail.id, mail.letter, reading.kind, JSON.stringify({ ...reading, sender }), outcome],
      begun.duplicateOf,
    ]);
  }

  private async outcomeOf(tx: Tx, mail: InboundMail, reading: MailReading): Promise<string> {
    if (mail.letter !== null && reading.kind === 'bounce') {
      return this.fileBounce(tx, mail.letter, mail.id, reading);
    }
    if (mail.letter !== null && reading.kind === 'automatic') {
      const fact = reading.why === 'delayed' ? 'delayed' : 'answered-by-machine';
      await markLetter(tx, mail.letter, fact, { inbound: mail.id, why: reading.why ?? null });
    }
    return this.options.take(tx, mail, reading);
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

async function withLetter(
  tx: Tx,
  mail: ClaimedMail,
  reading: MailReading,
): Promise<Omit<InboundMail, 'sender'>> {
  if (mail.letter !== null) return { ...mail, matchedBy: 'address' };
  const named = [reading.inReplyTo, ...reading.references.toReversed()].filter(Boolean);
  const letter = await findByMessageIds(tx, named);
  return { ...mail, letter, matchedBy: letter === null ? null : 'reference' };
}

interface Begun {
  /** False when another reader has the mail by now. */
  readonly ours: boolean;
  /** The mail that came before with the same id and the same body: this is that one again. */
  readonly duplicateOf: string | null;
}

/** Takes hold of a mail, and of its identity; waits for a reader that files the same one just now. */
async function begin(tx: Tx, mail: ClaimedMail, reading: MailReading): Promise<Begun> {
  const identity = identityOf(mail, reading);
  const { rows } = await tx.query<{ ours: boolean; isFirst: boolean }>(
    { name: 'begin-inbound', text: BEGIN },
    [mail.id, mail.claim, identity],
  );
  const { ours, isFirst } = rows[0]!;
  if (!ours || isFirst || identity === null) return { ours, duplicateOf: null };
  const { rows: known } = await tx.query<{ inbound: string }>(
    'SELECT inbound FROM inbound_identity WHERE identity = $1',
    [identity],
  );
  return { ours, duplicateOf: known[0]!.inbound };
}

/** Null where a mail has no id of its own: then only the same bytes are the same mail. */
function identityOf({ place }: ClaimedMail, { messageId, bodyHash }: MailReading): Buffer | null {
  if (messageId === '' || bodyHash === '') return null;
  return createHash('sha256').update(`${messageId}\0${bodyHash}\0${place}`).digest();
}

const BEGIN = `
WITH mine AS MATERIALIZED (
  SELECT id FROM inbound_mail WHERE id = $1 AND claim = $2 AND read_at IS NULL FOR UPDATE
), first AS (
  INSERT INTO inbound_identity (identity, inbound)
    SELECT $3, id FROM mine WHERE $3::bytea IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING inbound
)
SELECT EXISTS (SELECT 1 FROM mine) AS ours, EXISTS (SELECT 1 FROM first) AS "isFirst"`;

const FILE = `
WITH replied AS MATERIALIZED (
  SELECT mark_letter($2, 'replied', json_build_object('inbound', $1::uuid)) AS marked
   WHERE $2::uuid IS NOT NULL AND $5 = 'counted'
)
UPDATE inbound_mail SET read_at = assent_now(), claimed_until = NULL, letter = $2, kind = $3,
    reading = $4, outcome = $5, duplicate_of = $6
  FROM (SELECT count(marked) FROM replied) AS seen
  WHERE id = $1`;
