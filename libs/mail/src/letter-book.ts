import { Refusal } from '#platform';
import type { Settings, Sql } from '#platform';
import { envelopeOf } from './letter-envelope.js';
import { keyWithHash } from './reply-key.js';
import { linkOf, renderLetter, stopLinkOf } from './render-letter.js';
import type { LetterValues } from './render-letter.js';
import type { LetterRow } from './write-letter.js';

export interface LetterLine {
  readonly letter: string;
  readonly template: string;
  readonly toName: string;
  readonly toAddress: string | null;
  readonly channel: 'email' | 'print';
  readonly status: string;
  readonly writtenAt: Date;
  /** The last fact of its delivery and when it was; null while nothing has happened. */
  readonly fact: string | null;
  readonly factAt: Date | null;
  /** The mail server's own words. */
  readonly answer: string | null;
}

export interface PrintedLetter {
  readonly toName: string;
  readonly postalAddress: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const LINE = `
SELECT l.id AS letter, l.template, l.to_name AS "toName", l.to_address AS "toAddress", l.channel,
    l.status, l.written_at AS "writtenAt", f.fact, f.at AS "factAt", f.detail ->> 'answer' AS answer
  FROM letter l LEFT JOIN LATERAL (
    SELECT * FROM letter_fact WHERE letter = l.id ORDER BY seq DESC LIMIT 1
  ) f ON true`;

/** Letters that did not reach anybody: a person has to see to each. */
async function failed(sql: Sql, caseId: string): Promise<LetterLine[]> {
  const { rows } = await sql.query<LetterLine>(
    `${LINE} WHERE l.case_id = $1 AND l.status IN ('failed', 'bounced') ORDER BY l.written_at, l.id`,
    [caseId],
  );
  return rows;
}

/**
 * Whether a letter `l` has been on its way out for over a day: the mail server puts it off, or nobody
 * sends. No fault is on record, so nobody would look.
 */
const IS_STUCK = `(l.status IN ('queued', 'deferred') AND l.channel = 'email'
  AND greatest(l.queued_at, l.not_before) < assent_now() - interval '1 day')`;

/** Letters that have been on their way out for over a day. */
async function stuck(sql: Sql, caseId: string): Promise<LetterLine[]> {
  const { rows } = await sql.query<LetterLine>(
    `${LINE} WHERE l.case_id = $1 AND ${IS_STUCK} ORDER BY l.written_at, l.id`,
    [caseId],
  );
  return rows;
}

/** A case's letters, the latest first; `before` is the last one of the page above. */
async function ofCase(
  sql: Sql,
  caseId: string,
  page: { readonly before?: LetterLine; readonly most?: number } = {},
): Promise<LetterLine[]> {
  const { rows } = await sql.query<LetterLine>(
    `${LINE} WHERE l.case_id = $1 AND ($2::timestamptz IS NULL OR (l.written_at, l.id) < ($2, $3))
      ORDER BY l.written_at DESC, l.id DESC LIMIT $4`,
    [caseId, page.before?.writtenAt ?? null, page.before?.letter ?? null, page.most ?? 50],
  );
  return rows;
}

/** Letters that wait for somebody to print and post them. */
async function toPrint(sql: Sql, caseId: string): Promise<LetterLine[]> {
  const { rows } = await sql.query<LetterLine>(
    `${LINE} WHERE l.case_id = $1 AND l.channel = 'print' AND l.status = 'held'
      ORDER BY l.written_at, l.id`,
    [caseId],
  );
  return rows;
}

/** Everything that happened to a letter, in order. */
async function facts(
  sql: Sql,
  letterId: string,
): Promise<{ fact: string; at: Date; detail: Record<string, unknown> }[]> {
  const { rows } = await sql.query<{ fact: string; at: Date; detail: Record<string, unknown> }>(
    'SELECT fact, at, detail FROM letter_fact WHERE letter = $1 ORDER BY seq',
    [letterId],
  );
  return rows;
}

/** A letter's words as they were sent, with `{key}` in the place of its key. */
async function text(sql: Sql, letterId: string): Promise<{ subject: string; text: string } | null> {
  const { rows } = await sql.query<{ subject: string; text: string }>(
    'SELECT subject, text FROM letter_text WHERE letter = $1',
    [letterId],
  );
  return rows[0] ?? null;
}

/** A letter on paper, with its own link for whoever can type it. Then mark it `printed`. */
async function print(
  sql: Sql,
  letterId: string,
  settings: Pick<Settings, 'secretKeys'> & { readonly publicBaseUrl: string },
): Promise<PrintedLetter> {
  const { rows } = await sql.query<{
    template: string;
    toName: string;
    consultee: string | null;
    values: LetterValues;
    hash: Buffer | null;
  }>(
    `SELECT template, to_name AS "toName", consultee, values, reply_key_hash AS hash FROM letter WHERE id = $1`,
    [letterId],
  );
  const letter = rows[0];
  if (!letter) throw new Refusal('not-found');
  const { key, hash } = keyWithHash(settings.secretKeys, letterId, letter.hash);
  await sql.query('UPDATE letter SET reply_key_hash = $2 WHERE id = $1', [letterId, hash]);
  const link = linkOf(letter, key, settings.publicBaseUrl);
  const stopLink = stopLinkOf(key, settings.publicBaseUrl);
  const values = { ...letter.values, link, stopLink };
  const { subject, text: words, html } = renderLetter(letter.template, values);
  const postalAddress = letter.values['postalAddress'] ?? null;
  return { toName: letter.toName, postalAddress, subject, text: words, html };
}

/** A letter's words before it is written: what an act would send. */
function preview({ template, values }: LetterRow): { subject: string; text: string } {
  const { subject, text: words } = renderLetter(template, values);
  return { subject, text: words };
}

/** A letter as its reader will get it, with dots in the place of its key. */
export interface LetterSeen {
  readonly from: { readonly name: string; readonly address: string };
  readonly toName: string;
  /** Null: it is printed. */
  readonly toAddress: string | null;
  readonly postalAddress: string | null;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const MASKED_KEY = '…';

/** What the row of a letter would become, down to its sender and where an answer to it goes. */
function asRead(
  row: LetterRow,
  settings: Pick<Settings, 'mailFrom' | 'mailDomain'> & { readonly publicBaseUrl: string },
): LetterSeen {
  const { template, values: given, to_name: toName, to_address: toAddress, consultee } = row;
  const link = linkOf({ consultee, values: given }, MASKED_KEY, settings.publicBaseUrl);
  const stopLink = stopLinkOf(MASKED_KEY, settings.publicBaseUrl);
  const { subject, text: words, html } = renderLetter(template, { ...given, link, stopLink });
  const { from, replyTo } = envelopeOf({ template, values: given, key: MASKED_KEY }, settings);
  const postalAddress = given['postalAddress'] ?? null;
  return { from, toName, toAddress, postalAddress, replyTo, subject, text: words, html };
}

/** What people look up about letters. */
export const letterBook = {
  failed,
  stuck,
  isStuck: IS_STUCK,
  ofCase,
  toPrint,
  facts,
  text,
  print,
  preview,
  asRead,
};
