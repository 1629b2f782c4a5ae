import type { Sql } from '#platform';
import { messageIdOf } from './message-id.js';
import { keyWithHash } from './reply-key.js';
import type { LetterValues } from './render-letter.js';

/** A letter that one sender has taken for a while. */
export interface ClaimedLetter {
  readonly id: string;
  readonly template: string;
  readonly toName: string;
  readonly toAddress: string;
  readonly consultee: string | null;
  readonly values: LetterValues;
  readonly lane: number;
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly expiresAt: Date | null;
  /** The fencing number: a mark with an older one is refused. */
  readonly claim: number;
  readonly messageId: string;
  readonly key: string;
  /** The product's time at the claim. */
  readonly now: Date;
}

export interface ClaimOptions {
  readonly most: number;
  /** Letters of this lane and of those that go before it. */
  readonly uptoLane: number;
  readonly leaseMs: number;
  readonly secretKeys: readonly string[];
  readonly mailDomain: string;
}

type Row = Omit<ClaimedLetter, 'messageId' | 'key'> & {
  messageId: string | null;
  hash: Buffer | null;
};

/**
 * Takes letters that are due, the urgent first, for as long as the lease. The lease runs in real
 * time, since a newcomer may move the product's clock while a letter is on its way.
 */
export async function claimLetters(sql: Sql, options: ClaimOptions): Promise<ClaimedLetter[]> {
  const { rows } = await sql.query<Row>({ name: 'claim-letters', text: CLAIM }, [
    options.most,
    options.uptoLane,
    options.leaseMs,
  ]);
  const letters = rows.map((row) => withKey(row, options));
  const fresh = letters.filter(
    ({ letter, row }) => letter.messageId !== row.messageId || !row.hash,
  );
  if (fresh.length > 0) await keepKeys(sql, fresh);
  return letters.map(({ letter }) => letter).sort((a, b) => a.lane - b.lane);
}

/** Lengthens the lease of what is still being sent; false when another sender has some of it. */
export async function renewClaims(
  sql: Sql,
  letters: readonly ClaimedLetter[],
  leaseMs: number,
): Promise<boolean> {
  const { rows } = await sql.query<{ ours: boolean }>(
    `WITH held AS (SELECT * FROM unnest($1::uuid[], $2::integer[]) AS held (id, claim)),
     renewed AS (
       UPDATE letter SET claimed_until = now() + $3 * interval '1 ms' FROM held
        WHERE letter.id = held.id AND letter.claim = held.claim AND claimed_until IS NOT NULL)
     SELECT bool_and(letter.claim = held.claim) AS ours FROM held JOIN letter USING (id)`,
    [letters.map(({ id }) => id), letters.map(({ claim }) => claim), leaseMs],
  );
  return rows[0]!.ours;
}

/** Gives back what was not tried, as if it had never been taken. */
export async function releaseClaims(sql: Sql, letters: readonly ClaimedLetter[]): Promise<void> {
  if (letters.length === 0) return;
  await sql.query(
    `UPDATE letter SET claimed_until = NULL, attempts = attempts - 1
       FROM unnest($1::uuid[], $2::integer[]) AS held (id, claim)
      WHERE letter.id = held.id AND letter.claim = held.claim`,
    [letters.map(({ id }) => id), letters.map(({ claim }) => claim)],
  );
}

const CLAIM = `
WITH due AS MATERIALIZED (
  SELECT id FROM letter
   WHERE status IN ('queued', 'deferred') AND lane <= $2
     AND next_attempt_at <= (SELECT assent_now())
     AND (not_before IS NULL OR not_before <= (SELECT assent_now()))
     AND (claimed_until IS NULL OR claimed_until < now())
   ORDER BY lane, next_attempt_at LIMIT $1
   FOR UPDATE SKIP LOCKED
)
UPDATE letter SET claim = claim + 1, attempts = attempts + 1,
    claimed_until = now() + $3 * interval '1 ms'
  FROM due WHERE letter.id = due.id
  RETURNING letter.id, template, to_name AS "toName", to_address AS "toAddress", consultee, values, lane,
    attempts, greatest(queued_at, not_before) AS "queuedAt", expires_at AS "expiresAt", claim,
    message_id AS "messageId", reply_key_hash AS hash, (SELECT assent_now()) AS now`;

interface Keyed {
  readonly letter: ClaimedLetter;
  readonly row: Row;
  readonly hash: Buffer;
}

function withKey(row: Row, { secretKeys, mailDomain }: ClaimOptions): Keyed {
  const { hash: kept, ...rest } = row;
  const { key, hash } = keyWithHash(secretKeys, row.id, kept);
  const messageId = row.messageId ?? messageIdOf(secretKeys[0]!, row.id, mailDomain);
  return { letter: { ...rest, key, messageId }, row, hash };
}

/** Before the letter leaves, so that no answer can be faster than what it is found by. */
async function keepKeys(sql: Sql, fresh: readonly Keyed[]): Promise<void> {
  await sql.query(
    `UPDATE letter SET reply_key_hash = made.hash, message_id = made.message_id
       FROM unnest($1::uuid[], $2::bytea[], $3::text[]) AS made (id, hash, message_id)
      WHERE letter.id = made.id`,
    [
      fresh.map(({ letter }) => letter.id),
      fresh.map(({ hash }) => hash),
      fresh.map(({ letter }) => letter.messageId),
    ],
  );
}
