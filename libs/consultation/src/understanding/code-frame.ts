import { hash } from 'node:crypto';
import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';

/** Something that replies speak of. */
export interface Code {
  /** What people call it among themselves; it never changes. */
  readonly code: string;
  readonly title: string;
  /** When it fits, so that two people give it alike. */
  readonly meaning: string;
  /** False: it is given no more; what it was given to stays. */
  readonly inUse: boolean;
}

/** The codes of a consultation, in the order in which they came. */
export interface CodeFrame {
  /** 0 where there is none yet. */
  readonly version: number;
  readonly codes: readonly Code[];
}

/** The newest frame. */
export const newestFrame = (sql: Sql, consultation: string): Promise<CodeFrame> =>
  frameAt(sql, consultation, null);

/** The frame as it stood at an instant; null: as it stands. */
export async function frameAt(
  sql: Sql,
  consultation: string,
  asOf: Date | null,
): Promise<CodeFrame> {
  const { rows } = await sql.query<CodeFrame>(
    `SELECT version, codes::json AS codes FROM code_frame
      WHERE consultation_id = $1 AND ($2::timestamptz IS NULL OR written_at <= $2)
      ORDER BY version DESC LIMIT 1`,
    [consultation, asOf],
  );
  return rows[0] ?? { version: 0, codes: [] };
}

export interface CodeWritten extends Code {
  readonly consultation: string;
  /** False: the code must be there already. */
  readonly isNew: boolean;
}

/** Adds a code or says another title or meaning of it, as a new version of the frame. */
export async function writeCode(tx: Tx, actor: Actor, written: CodeWritten): Promise<void> {
  const { consultation, isNew, code, title, meaning, inUse } = written;
  await holdConsultation(tx, consultation);
  const { version, codes } = await newestFrame(tx, consultation);
  const at = codes.findIndex((one) => one.code === code);
  if (isNew && at >= 0) {
    throw new Refusal('invalid', { faults: { code: 'Enter a code that is not in use yet.' } });
  }
  if (!isNew && at < 0) throw new Refusal('not-found', { code });
  const next = { code, title, meaning, inUse };
  await keep(tx, actor, consultation, {
    version: version + 1,
    codes: at < 0 ? [...codes, next] : codes.with(at, next),
  });
}

/** Codes and codings of a consultation come one after the other. */
export async function holdConsultation(tx: Tx, consultation: string): Promise<void> {
  const { rows } = await tx.query<{ launched: boolean }>(
    'SELECT launched_at IS NOT NULL AS launched FROM consultation WHERE id = $1 FOR UPDATE',
    [consultation],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation });
  if (!rows[0].launched) throw new Refusal('not-now', { consultation });
}

async function keep(
  tx: Tx,
  actor: Actor,
  consultation: string,
  { version, codes }: CodeFrame,
): Promise<void> {
  const at = await now(tx);
  const text = JSON.stringify(codes);
  const sha256 = hash('sha256', text, 'hex');
  const data = { version, sha256 };
  const entry = { kind: 'act', type: 'consultation.codes-written', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO code_frame
       (consultation_id, version, codes, sha256, written_by, written_at, record_seq)
     VALUES ($1, $2, $3, decode($4, 'hex'), $5, $6, $7)`,
    [consultation, version, text, sha256, actor.person, at, seq],
  );
}
