import { createHmac } from 'node:crypto';
import type { Sql } from '#platform';

const OURS = /^<?([0-9a-f]{32})\.[0-9a-f]{20}@[^<>@\s]+>?$/;

/** A letter's Message-ID, the same at every attempt; it tells the letter and cannot be made up. */
export function messageIdOf(secret: string, letterId: string, domain: string): string {
  const proof = createHmac('sha256', secret).update(`message-id\0${letterId}`).digest('hex');
  return `<${letterId.replaceAll('-', '')}.${proof.slice(0, 20)}@${domain}>`;
}

/** The letter that a mail refers to, where its address says nothing. The sender is still unproven. */
export async function findByMessageIds(
  sql: Sql,
  messageIds: readonly string[],
): Promise<string | null> {
  const ours = messageIds.filter((id) => OURS.test(id));
  if (ours.length === 0) return null;
  const whole = ours.map((id) => `<${id.replace(/[<>]/g, '')}>`);
  const { rows } = await sql.query<{ id: string }>(
    `SELECT l.id FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS named (id, message_id, place)
      JOIN letter l ON l.id = named.id AND l.message_id = named.message_id
      ORDER BY named.place LIMIT 1`,
    [ours.map((id) => OURS.exec(id)![1]), whole],
  );
  return rows[0]?.id ?? null;
}
