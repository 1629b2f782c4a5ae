import { createHmac } from 'node:crypto';
import type { Sql } from '#platform';

const OURS = /^<?([0-9a-z]{25})\.([0-9a-z]{10})@[^<>@\s]+>?$/;

/**
 * A letter's Message-ID, the same at every attempt; it tells the letter and cannot be made up. It
 * is short, because some mail systems lose a header that had to be folded.
 */
export function messageIdOf(secret: string, letterId: string, domain: string): string {
  const id = BigInt(`0x${letterId.replaceAll('-', '')}`)
    .toString(36)
    .padStart(25, '0');
  const proof = createHmac('sha256', secret).update(`message-id\0${letterId}`).digest('hex');
  const short = BigInt(`0x${proof}`).toString(36).padStart(50, '0').slice(-10);
  return `<${id}.${short}@${domain}>`;
}

/** The letter that a mail refers to, where its address says nothing. The sender is still unproven. */
export async function findByMessageIds(
  sql: Sql,
  messageIds: readonly string[],
): Promise<string | null> {
  const ours = messageIds.map(letterOf).filter((found) => found !== null);
  if (ours.length === 0) return null;
  const { rows } = await sql.query<{ id: string }>(
    `SELECT l.id FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS named (id, message_id, place)
      JOIN letter l ON l.id = named.id AND l.message_id = named.message_id
      ORDER BY named.place LIMIT 1`,
    [ours.map(({ id }) => id), ours.map(({ whole }) => whole)],
  );
  return rows[0]?.id ?? null;
}

function letterOf(messageId: string): { id: string; whole: string } | null {
  const parts = OURS.exec(messageId);
  if (!parts) return null;
  let number = 0n;
  for (const digit of parts[1]!) number = number * 36n + BigInt(parseInt(digit, 36));
  const id = number.toString(16).padStart(32, '0');
  return id.length === 32 ? { id, whole: `<${messageId.replace(/[<>]/g, '')}>` } : null;
}
