import type { Pool } from 'pg';
import { faultPoint, inTransaction, newId } from '#platform';
import type { Tx } from '#platform';
import type { LetterValues } from './render-letter.js';
import { wakeSender } from './wake.js';
import { insertLetters, letterRow } from './write-letter.js';

/** The act of writing to many: one row now, a letter to each when a worker has the time. */
export interface MailingDraft {
  readonly template: string;
  /** Whom it is for, in the words of whoever answers `Recipients`. */
  readonly audience: unknown;
  readonly values: LetterValues;
  readonly createdBy: string;
  readonly caseId?: string | null;
  readonly consultationId?: string | null;
  readonly cause?: { readonly stream: string; readonly seq: number } | null;
  readonly notBefore?: Date | null;
  /** What it is a part of, in the words of whoever ordered it, and which part. */
  readonly sending?: string | null;
  readonly wave?: number | null;
}

export interface Mailing extends MailingDraft {
  readonly id: string;
}

/** One person of a mailing's audience; without an address, a letter to print. */
export interface Recipient {
  readonly consultee: string;
  readonly name: string;
  readonly address: string | null;
  readonly person?: string | null;
  readonly values?: LetterValues;
}

/** Who is in a mailing's audience, asked inside the transaction that writes the letters. */
export type Recipients = (tx: Tx, mailing: Mailing) => Promise<readonly Recipient[]>;

const AT_ONCE = 500;

/** Writes a mailing in the transaction that causes it; a worker expands it. */
export async function writeMailing(tx: Tx, draft: MailingDraft): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO mailing (id, case_id, consultation_id, cause_stream, cause_seq, template, audience,
       values, created_by, not_before, sending, wave)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      draft.caseId ?? null,
      draft.consultationId ?? null,
      draft.cause?.stream ?? null,
      draft.cause?.seq ?? null,
      draft.template,
      JSON.stringify(draft.audience),
      JSON.stringify(draft.values),
      draft.createdBy,
      draft.notBefore ?? null,
      draft.sending ?? null,
      draft.wave ?? null,
    ],
  );
  return id;
}

/** Turns every mailing that waits into letters; safe to repeat and to do in several processes. */
export async function expandMailings(pool: Pool, recipients: Recipients): Promise<number> {
  let expanded = 0;
  while (await inTransaction(pool, (tx) => expandNext(tx, recipients))) {
    expanded += 1;
    wakeSender(pool);
  }
  return expanded;
}

async function expandNext(tx: Tx, recipients: Recipients): Promise<boolean> {
  const mailing = await takeNext(tx);
  if (!mailing) return false;
  const all = await recipients(tx, mailing);
  let written = 0;
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const rows = all.slice(from, from + AT_ONCE).map((to) => letterOf(mailing, to));
    written += await insertLetters(tx, rows);
  }
  faultPoint('mailing.after-letters');
  await tx.query('UPDATE mailing SET expanded_at = assent_now(), counts = $2 WHERE id = $1', [
    mailing.id,
    JSON.stringify({
      recipients: all.length,
      written,
      toPrint: all.filter(({ address }) => address === null).length,
    }),
  ]);
  return true;
}

async function takeNext(tx: Tx): Promise<Mailing | undefined> {
  const { rows } = await tx.query<Mailing & { stream: string | null; seq: number | null }>(
    `SELECT id, case_id AS "caseId", consultation_id AS "consultationId", cause_stream AS stream,
       cause_seq AS seq, template, audience, values, created_by AS "createdBy",
       not_before AS "notBefore"
     FROM mailing WHERE expanded_at IS NULL ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  const row = rows[0];
  if (!row) return undefined;
  const { stream, seq, ...mailing } = row;
  return { ...mailing, cause: stream === null || seq === null ? null : { stream, seq } };
}

function letterOf(mailing: Mailing, to: Recipient) {
  return letterRow({
    template: mailing.template,
    to,
    values: { ...mailing.values, ...to.values },
    caseId: mailing.caseId,
    consultationId: mailing.consultationId,
    mailingId: mailing.id,
    cause: mailing.cause,
    notBefore: mailing.notBefore,
  });
}
