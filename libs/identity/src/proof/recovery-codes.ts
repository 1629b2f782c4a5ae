import { randomBytes } from 'node:crypto';
import type { Sql, Tx } from '#platform';
import { base32 } from '../base32.js';
import { hashOf } from '../session.js';
import { tellChange } from './told.js';

const CODES = 10;
/** 120 bits: a plain hash is enough only from 112 on (ASVS 6.5.2), and nobody types them often. */
const CODE_BYTES = 15;

/** Ten new codes, shown this once: only their hashes are kept, and earlier ones no longer count. */
export async function makeCodes(tx: Tx, person: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () => base32(randomBytes(CODE_BYTES)));
  await tx.query(
    `UPDATE recovery_code SET replaced_at = now()
      WHERE person = $1 AND used_at IS NULL AND replaced_at IS NULL`,
    [person],
  );
  await tx.query(`INSERT INTO recovery_code (person, code_hash) SELECT $1, unnest($2::bytea[])`, [
    person,
    codes.map((code) => hashOf(code)),
  ]);
  await tellChange(tx, person, 'codesMade');
  return codes.map((code) => code.match(/.{4}/g)!.join('-'));
}

/** Uses up a code, however its groups are typed; false when it is none, or was used. */
export async function useCode(
  tx: Tx,
  { person, code }: { person: string; code: string },
): Promise<boolean> {
  const typed = code.toLowerCase().replace(/[^a-z2-7]/g, '');
  const { rowCount } = await tx.query(
    `UPDATE recovery_code SET used_at = now()
      WHERE person = $1 AND code_hash = $2 AND used_at IS NULL AND replaced_at IS NULL`,
    [person, hashOf(typed)],
  );
  if (rowCount !== 1) return false;
  await tellChange(tx, person, 'codeUsed', { left: String(await codesLeft(tx, person)) });
  return true;
}

export async function codesLeft(sql: Sql, person: string): Promise<number> {
  const { rows } = await sql.query<{ left: number }>(
    `SELECT count(*)::int AS left FROM recovery_code
      WHERE person = $1 AND used_at IS NULL AND replaced_at IS NULL`,
    [person],
  );
  return rows[0]!.left;
}
