import { createHash } from 'node:crypto';
import { faultPoint, newId } from '#platform';
import type { Sql } from '#platform';
import type { MailRecipient } from './recipient.js';

/** What the dialogue said, apart from the message itself. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly MailRecipient[];
  readonly remoteAddress?: string | null;
  readonly helo?: string | null;
}

/**
 * Keeps a raw mail, once for each letter it is addressed to, and only then returns: whoever calls
 * may now say "accepted". The same bytes to the same letter are kept once, however often they come.
 * When it was received is our clock's word, or that of a mailbox we trust.
 */
export async function receive(
  sql: Sql,
  raw: Buffer,
  envelope: Envelope,
  receivedAt: Date | null = null,
): Promise<void> {
  const groups = [...Map.groupBy(envelope.to, placeOf)];
  faultPoint('intake.before-store');
  await sql.query({
    name: `receive-${groups.length === 1 ? 'one' : 'some'}`,
    text: groups.length === 1 ? STORE_ONE : STORE_SOME,
    values:
      groups.length === 1
        ? [...common(raw, envelope, receivedAt), newId(), ...rowOf(groups[0]!)]
        : [...common(raw, envelope, receivedAt), JSON.stringify(groups.map(jsonOf))],
  });
  faultPoint('intake.after-store');
}

type Group = readonly [place: string, recipients: readonly MailRecipient[]];

/** Replies and bounces of one letter are different things, even with the same bytes. */
function placeOf(recipient: MailRecipient): string {
  return recipient.letter === null
    ? recipient.address.toLowerCase()
    : `${recipient.kind}:${recipient.letter}`;
}

function common(raw: Buffer, envelope: Envelope, receivedAt: Date | null): unknown[] {
  return [
    envelope.from,
    envelope.remoteAddress ?? null,
    envelope.helo ?? null,
    raw,
    createHash('sha256').update(raw).digest(),
    receivedAt,
  ];
}

function rowOf([place, recipients]: Group): unknown[] {
  return [place, recipients.map(({ address }) => address), recipients[0]!.letter];
}

function jsonOf([place, recipients]: Group): object {
  const addresses = recipients.map(({ address }) => address);
  return { id: newId(), recipient: place, envelope_to: addresses, letter: recipients[0]!.letter };
}

const COLUMNS = `envelope_from, remote_address, helo, raw, raw_sha256, received_at, id, recipient,
  envelope_to, letter`;
const COMMON = '$1, $2, $3, $4, $5, coalesce($6::timestamptz, assent_now())';
const STORE_ONE = `INSERT INTO inbound_mail (${COLUMNS}) VALUES (${COMMON}, $7, $8, $9, $10)
  ON CONFLICT (raw_sha256, recipient) DO NOTHING`;
const STORE_SOME = `INSERT INTO inbound_mail (${COLUMNS})
  SELECT ${COMMON}, r.id, r.recipient, r.envelope_to, r.letter
    FROM json_to_recordset($7) AS r (id uuid, recipient text, envelope_to text[], letter uuid)
  ON CONFLICT (raw_sha256, recipient) DO NOTHING`;
