import type { Sql } from '#platform';

/** A received mail that one reader has taken for a while. */
export interface ClaimedMail {
  readonly id: string;
  readonly letter: string | null;
  /** Where it was kept: one letter's replies or bounces, or a general address. */
  readonly place: string;
  readonly toReturnPath: boolean;
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly remoteAddress: string | null;
  readonly helo: string | null;
  readonly receivedAt: Date;
  readonly raw: Buffer;
  readonly attempts: number;
  readonly claim: number;
  /** The words of the letter that it answers, as they were sent. */
  readonly sent: string | null;
}

/** After so many failures something is wrong with the mail or with us: a person has to look. */
const STUCK_AFTER = 5;

export async function claimInbound(
  sql: Sql,
  most: number,
  leaseMs: number,
): Promise<ClaimedMail[]> {
  const { rows } = await sql.query<ClaimedMail>({ name: 'claim-inbound', text: CLAIM }, [
    most,
    leaseMs,
  ]);
  return rows;
}

/** Puts off a mail that could not be filed. It stays unread, and is never given up. */
export async function parkInbound(sql: Sql, { id, claim, attempts }: ClaimedMail): Promise<void> {
  await sql.query(
    `UPDATE inbound_mail SET claimed_until = NULL, outcome = $3,
       next_attempt_at = assent_now() + least(power(4, $4), 60) * interval '1 minute'
     WHERE id = $1 AND claim = $2 AND read_at IS NULL`,
    [id, claim, attempts >= STUCK_AFTER ? 'stuck' : null, attempts - 1],
  );
}

const CLAIM = `
WITH due AS MATERIALIZED (
  SELECT id FROM inbound_mail
   WHERE read_at IS NULL AND next_attempt_at <= (SELECT assent_now())
     AND (claimed_until IS NULL OR claimed_until < now())
   ORDER BY next_attempt_at, id LIMIT $1
   FOR UPDATE SKIP LOCKED
)
UPDATE inbound_mail AS mail SET claim = claim + 1, attempts = attempts + 1,
    claimed_until = now() + $2 * interval '1 ms'
  FROM due WHERE mail.id = due.id
  RETURNING mail.id, letter, recipient AS place, recipient LIKE 'bounce:%' AS "toReturnPath",
    envelope_from AS "envelopeFrom", envelope_to AS "envelopeTo",
    remote_address AS "remoteAddress", helo, received_at AS "receivedAt", raw, attempts, claim,
    (SELECT text FROM letter_text WHERE letter_text.letter = mail.letter) AS sent`;
