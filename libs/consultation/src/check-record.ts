import { createHash } from 'node:crypto';
import type { Sql } from '#platform';
import { referenceOf } from './record-response.js';
import { issuedReports } from './report/issue.js';
import { repliesAt } from './report/replies.js';
import type { Reply } from './report/replies.js';
import type { ResponseChannel, Standing } from './stakeholders.js';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_BYTES = 10;
const CODE_LETTERS = 16;

/** What proves to its author that a reply was counted: a code to ask with, and a hash of the words. */
export interface Proof {
  /** ABCD-EFGH-JKMN-PQRS: follows from the commitment of the words, so nobody can guess it. */
  readonly code: string;
  /** SHA-256 of the words that count, in UTF-8; null once they were lawfully erased. */
  readonly sha256: string | null;
}

const COUNTED = `LEFT JOIN LATERAL (SELECT words_commitment FROM response_reading
    WHERE response = r.id ORDER BY seq DESC LIMIT 1) h ON true
  JOIN private_text w ON w.commitment = coalesce(h.words_commitment, r.words_commitment)`;

/** The proof of one reply, for its own author. */
export async function proofOf(
  sql: Sql,
  consultation: string,
  reference: string,
): Promise<Proof | null> {
  const { rows } = await sql.query<{ code: Buffer; words: string | null }>(
    `SELECT check_code(r.words_commitment) AS code, w.text AS words FROM response r ${COUNTED}
      WHERE r.consultation_id = $1 AND r.number = $2`,
    [consultation, Number(reference.replace('R-', ''))],
  );
  const [row] = rows;
  return row === undefined ? null : { code: written(row.code), sha256: hashOf(row.words) };
}

/** What whoever holds the code of a reply may know of it: everything but its words. */
export interface CheckedRecord {
  readonly reference: string;
  readonly schoolName: string;
  readonly consultation: string;
  readonly receivedAt: Date;
  readonly channel: ResponseChannel;
  readonly late: boolean;
  readonly standing: Standing;
  /** The version that replaced it. */
  readonly replacedBy: string | null;
  readonly sha256: string | null;
  /** Whether words that the holder typed are the ones that count; null: none were typed. */
  readonly same: boolean | null;
  /** The newest report, and how the reply stood when it was made; null while none is issued. */
  readonly report: {
    readonly issuedAt: Date;
    readonly asOf: Date;
    /** How it stood then; null: it had not come. */
    readonly standing: Standing | null;
    readonly group: Reply['group'] | null;
  } | null;
}

interface Row {
  readonly id: string;
  readonly number: number;
  readonly consultation: string;
  readonly schoolName: string;
  readonly receivedAt: Date;
  readonly channel: ResponseChannel;
  readonly late: boolean;
  readonly standing: Standing;
  readonly newer: number | null;
  readonly words: string | null;
}

/** Looks a code up; null for one that is mistyped as for one that nobody was given. */
export async function checkRecord(
  sql: Sql,
  { code, words }: { readonly code: string; readonly words: string },
): Promise<CheckedRecord | null> {
  const bytes = read(code);
  if (bytes === null) return null;
  const { rows } = await sql.query<Row>(
    `SELECT r.id, r.number, r.consultation_id AS consultation, k.school_name AS "schoolName",
        r.received_at AS "receivedAt", r.channel, r.late, r.standing, w.text AS words,
        (SELECT n.number FROM response n WHERE n.supersedes = r.id) AS newer
       FROM response own
       JOIN response_standing r ON r.id = own.id
       JOIN consultation c ON c.id = r.consultation_id
       JOIN cases k ON k.id = c.case_id ${COUNTED}
      WHERE check_code(own.words_commitment) = $1`,
    [bytes],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { id, number, newer, words: counted, ...known } = row;
  return {
    ...known,
    reference: referenceOf(number),
    replacedBy: newer === null ? null : referenceOf(newer),
    sha256: hashOf(counted),
    same: words === '' || counted === null ? null : plain(words) === plain(counted),
    report: await inReport(sql, known.consultation, id),
  };
}

async function inReport(
  sql: Sql,
  consultation: string,
  response: string,
): Promise<CheckedRecord['report']> {
  const [issued] = await issuedReports(sql, consultation);
  if (issued === undefined) return null;
  const { issuedAt, asOf } = issued;
  const replies = await repliesAt(sql, consultation, asOf);
  const own = replies.find(({ id }) => id === response);
  const { standing = null, group = null } = own ?? {};
  return { issuedAt, asOf, standing, group };
}

const hashOf = (words: string | null): string | null =>
  words === null ? null : createHash('sha256').update(words, 'utf8').digest('hex');

/** Line breaks and spaces at the ends of lines come and go when words are copied from a mail. */
const plain = (words: string): string =>
  words
    .normalize('NFC')
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .join('\n')
    .trim();

/** Ten bytes as letters and figures that nobody mistakes for each other (Crockford’s base 32). */
function written(bytes: Buffer): string {
  let bits = BigInt(`0x${bytes.toString('hex')}`);
  let code = '';
  for (let at = 0; at < CODE_LETTERS; at += 1) {
    code = LETTERS[Number(bits & 31n)]! + code;
    bits >>= 5n;
  }
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

function read(code: string): Buffer | null {
  const typed = code
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (typed.length !== CODE_LETTERS) return null;
  let bits = 0n;
  for (const letter of typed) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  return Buffer.from(bits.toString(16).padStart(2 * CODE_BYTES, '0'), 'hex');
}
