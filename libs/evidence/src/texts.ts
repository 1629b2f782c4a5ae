import { createHash, randomBytes } from 'node:crypto';
import type { Sql, Tx } from '#platform';

const SALT_BYTES = 16;

/** A personal text beside the record: the entry holds the commitment (hex), a row holds the rest. */
export interface CommittedText {
  readonly commitment: string;
  readonly salt: Buffer;
  readonly text: string;
}

/**
 * Commits to a text without telling it: SHA-256(salt ‖ UTF-8 text) under a fresh random salt, so
 * that nobody can find the text by guessing once text and salt are erased.
 */
export function commitText(text: string): CommittedText {
  if (text.includes('\0')) throw new TypeError('Postgres cannot hold a NUL character.');
  const salt = randomBytes(SALT_BYTES);
  const commitment = createHash('sha256').update(salt).update(text, 'utf8').digest('hex');
  return { commitment, salt, text };
}

/** Keeps committed texts, in the transaction that records the entries which name them. */
export async function storeTexts(tx: Tx, committed: readonly CommittedText[]): Promise<void> {
  if (committed.length === 0) return;
  await tx.query(
    `INSERT INTO private_text (commitment, salt, text)
     SELECT decode(commitment, 'hex'), salt, text
       FROM unnest($1::text[], $2::bytea[], $3::text[]) AS t (commitment, salt, text)`,
    [
      committed.map(({ commitment }) => commitment),
      committed.map(({ salt }) => salt),
      committed.map(({ text }) => text),
    ],
  );
}

/** The texts behind commitments, by commitment; null where the text was lawfully erased. */
export async function readTexts(
  sql: Sql,
  commitments: readonly string[],
): Promise<Map<string, string | null>> {
  if (commitments.length === 0) return new Map();
  const { rows } = await sql.query<{ commitment: string; text: string | null }>(
    `SELECT encode(commitment, 'hex') AS commitment, text FROM private_text
      WHERE commitment IN (SELECT decode(c, 'hex') FROM unnest($1::text[]) AS c)`,
    [commitments],
  );
  return new Map(rows.map(({ commitment, text }) => [commitment, text]));
}
