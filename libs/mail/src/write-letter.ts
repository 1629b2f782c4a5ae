import { newId } from '#platform';
import type { Sql, Tx } from '#platform';
import { parseAddress } from './address.js';
import { missingValues } from './render-letter.js';
import type { LetterValues } from './render-letter.js';
import { templateNamed } from './template.js';

/** One letter to one person. Without a usable address it is held for printing. */
export interface LetterDraft {
  readonly template: string;
  readonly to: {
    readonly name: string;
    readonly address: string | null;
    readonly person?: string | null;
    readonly consultee?: string | null;
  };
  /**
   * `toName` is filled in. A consultee's link is always their own page; to others `link` is a path
   * of ours (`/cases/…`) or a whole address.
   */
  readonly values: LetterValues;
  readonly caseId?: string | null;
  readonly consultationId?: string | null;
  readonly mailingId?: string | null;
  readonly cause?: { readonly stream: string; readonly seq: number } | null;
  readonly notBefore?: Date | null;
  readonly expiresAt?: Date | null;
  /** Waits until a person releases it. */
  readonly held?: boolean;
}

/** A letter as `write_letters(json)` takes it. */
export interface LetterRow {
  readonly id: string;
  readonly case_id: string | null;
  readonly consultation_id: string | null;
  readonly mailing_id: string | null;
  readonly cause_stream: string | null;
  readonly cause_seq: number | null;
  readonly template: string;
  readonly to_name: string;
  readonly to_address: string | null;
  readonly person: string | null;
  readonly consultee: string | null;
  readonly values: LetterValues;
  readonly lane: number;
  readonly status: 'queued' | 'held';
  readonly not_before: string | null;
  readonly expires_at: string | null;
  readonly expires_in: string | null;
}

/**
 * The row of a letter, for the one statement in which the door writes everything
 * (`SELECT write_letters($1::json)`). Throws when the template or one of its values is missing.
 */
export function letterRow(draft: LetterDraft): LetterRow {
  const template = templateNamed(draft.template);
  const given: LetterValues = { ...draft.values, toName: draft.to.name };
  // Such links hold the letter's key, which only the sender computes.
  const stopLink = template.mayStop ? { stopLink: 'to come' } : {};
  const link = draft.to.consultee || template.reply ? { link: 'to come' } : {};
  const assumed = { ...link, ...stopLink, ...given };
  const missing = missingValues(template, assumed);
  if (missing.length > 0) {
    throw new Error(`Letter "${template.name}" was given no value for ${missing.join(', ')}.`);
  }
  return {
    id: newId(),
    case_id: draft.caseId ?? null,
    consultation_id: draft.consultationId ?? null,
    mailing_id: draft.mailingId ?? null,
    cause_stream: draft.cause?.stream ?? null,
    cause_seq: draft.cause?.seq ?? null,
    template: template.name,
    to_name: draft.to.name,
    to_address: draft.to.address === null ? null : parseAddress(draft.to.address),
    person: draft.to.person ?? null,
    consultee: draft.to.consultee ?? null,
    values: given,
    lane: template.lane,
    status: draft.held ? 'held' : 'queued',
    not_before: draft.notBefore?.toISOString() ?? null,
    expires_at: draft.expiresAt?.toISOString() ?? null,
    expires_in: template.expires,
  };
}

/** Writes letters in the transaction that causes them; answers their ids. Then call `wakeSender`. */
export async function writeLetters(tx: Tx, drafts: readonly LetterDraft[]): Promise<string[]> {
  const rows = drafts.map(letterRow);
  await insertLetters(tx, rows);
  return rows.map((row) => row.id);
}

/** How many were new: a consultee has one letter of a mailing, however often it is expanded. */
export async function insertLetters(sql: Sql, rows: readonly LetterRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { rows: answer } = await sql.query<{ written: number }>({
    name: 'write-letters',
    text: 'SELECT write_letters($1::json) AS written',
    values: [JSON.stringify(rows)],
  });
  return answer[0]!.written;
}
