import { hash } from 'node:crypto';
import { append, readTexts } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { referenceOf } from '../record-response.js';
import type { Publish } from '../stakeholders.js';

export const ANSWERS = ['accepted', 'partly', 'not'] as const;
/** What the board does about a theme. */
export type BoardAnswer = (typeof ANSWERS)[number];

/** You said, we did: one thing that replies say, and what the board does about it. */
export interface Theme {
  readonly title: string;
  /** What was said, in the clerk's words. */
  readonly said: string;
  readonly does: BoardAnswer;
  readonly why: string;
  /** Whether it touches people whom the Equality Act protects. */
  readonly equality: boolean;
  /** Whether it suggests another way than the proposal. */
  readonly alternative: boolean;
  /** The replies on which it rests, by their ids, in the order of their numbers. */
  readonly responses: readonly string[];
  /** What of them is quoted: places in their words. */
  readonly quotes: readonly Quote[];
}

/** What a reply's author may have answered for its words to be printed; not asked is no permission. */
export const MAY_BE_QUOTED: readonly (Publish | null)[] = ['named', 'unnamed'];

interface Quote {
  readonly response: string;
  /** The commitment of the words, in which the quotation begins at `from`. */
  readonly words: string;
  readonly from: number;
  readonly length: number;
}

export interface WrittenTheme extends Theme {
  readonly number: number;
  readonly version: number;
  /** The quotations that can still be read. */
  readonly quoted: readonly { readonly response: string; readonly words: string }[];
}

export interface ThemeGiven extends Omit<Theme, 'quotes' | 'responses'> {
  readonly consultation: string;
  /** Null: another one. */
  readonly number: number | null;
  /** The version that the writer saw; 0: none. */
  readonly seen: number;
  /** The numbers of the replies on which it rests. */
  readonly replies: readonly number[];
  /** Words to quote, each exactly as one of these replies has it. */
  readonly quotes: readonly string[];
}

type KeptTheme = Omit<Theme, 'alternative'> & Partial<Pick<Theme, 'alternative'>>;

/** The themes as they stood at an instant, without those taken out. */
export async function themesAt(
  sql: Sql,
  consultation: string,
  asOf: Date | null = null,
): Promise<readonly WrittenTheme[]> {
  const { rows } = await sql.query<{ number: number; version: number; theme: KeptTheme | null }>(
    `SELECT DISTINCT ON (number) number, version, body::json AS theme FROM consultation_theme
      WHERE consultation_id = $1 AND ($2::timestamptz IS NULL OR written_at <= $2)
      ORDER BY number, version DESC`,
    [consultation, asOf],
  );
  const kept = rows.flatMap(({ theme, ...of }) => (theme === null ? [] : [{ ...theme, ...of }]));
  const texts = await readTexts(
    sql,
    kept.flatMap(({ quotes }) => quotes.map(({ words }) => words)),
  );
  return kept.map((theme) => ({
    ...theme,
    // A theme written before this could be said suggests nothing.
    alternative: theme.alternative ?? false,
    quoted: theme.quotes.flatMap(({ response, words, from, length }) => {
      const text = texts.get(words);
      return text == null ? [] : [{ response, words: text.slice(from, from + length) }];
    }),
  }));
}

/**
 * Keeps a theme as a new version and records its hash. Refuses `invalid` for a reply that does not
 * count, words that no chosen reply has or may be quoted with, and `not-now` while a report that was issued here stands.
 */
export async function writeTheme(tx: Tx, actor: Actor, given: ThemeGiven): Promise<number> {
  const { consultation, number, replies, quotes, title, said, does, why } = given;
  await hold(tx, consultation);
  const chosen = await chosenReplies(tx, consultation, replies);
  const theme: Theme = {
    ...{ title, said, does, why, equality: given.equality, alternative: given.alternative },
    responses: chosen.map(({ id }) => id),
    quotes: quotes.map((quote) => placeOf(quote, chosen)),
  };
  return keep(tx, actor, { consultation, number, seen: given.seen, theme });
}

/** Takes a theme out again; its versions stay. */
export async function takeOutTheme(
  tx: Tx,
  actor: Actor,
  given: { readonly consultation: string; readonly number: number; readonly seen: number },
): Promise<void> {
  await hold(tx, given.consultation);
  await keep(tx, actor, { ...given, theme: null });
}

/** Holds the consultation's row: numbers have no gap, and a report is of what it shows. */
async function hold(tx: Tx, consultation: string): Promise<void> {
  const { rows } = await tx.query<{ launched: boolean; issued: boolean }>(
    `SELECT launched_at IS NOT NULL AS launched,
        EXISTS (SELECT FROM consultation_report r JOIN cases k ON k.id = c.case_id
          WHERE r.consultation_id = c.id AND r.html::text
            = k.snapshot #>> '{case,context,consultationReport,report}') AS issued
       FROM consultation c WHERE c.id = $1 FOR UPDATE OF c`,
    [consultation],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation });
  if (!rows[0].launched || rows[0].issued) throw new Refusal('not-now', { consultation });
}

interface Chosen {
  readonly id: string;
  readonly number: number;
  readonly publish: Publish | null;
  /** The commitment of the words that count. */
  readonly commitment: string;
  readonly text: string | null;
}

async function chosenReplies(
  tx: Tx,
  consultation: string,
  numbers: readonly number[],
): Promise<readonly Chosen[]> {
  const { rows } = await tx.query<Chosen>(
    `SELECT r.id, r.number, r.publish, encode(w.commitment, 'hex') AS commitment, w.text
       FROM response_standing r
       LEFT JOIN LATERAL (SELECT words_commitment FROM response_reading
         WHERE response = r.id ORDER BY seq DESC LIMIT 1) h ON true
       JOIN private_text w ON w.commitment = coalesce(h.words_commitment, r.words_commitment)
      WHERE r.consultation_id = $1 AND r.standing = 'counted' AND r.number = ANY ($2::int[])
      ORDER BY r.number`,
    [consultation, numbers],
  );
  const missing = numbers.filter((number) => !rows.some((row) => row.number === number));
  if (missing.length > 0) {
    const named = missing.map(referenceOf).join(', ');
    throw faulty({ replies: `These are no replies that count: ${named}.` });
  }
  return rows;
}

function placeOf(quote: string, chosen: readonly Chosen[]): Quote {
  const having = chosen.filter(({ text }) => text?.includes(quote));
  const allowed = having.find(({ publish }) => MAY_BE_QUOTED.includes(publish));
  if (allowed !== undefined) {
    const { id, commitment, text } = allowed;
    const from = text!.indexOf(quote);
    return { response: id, words: commitment, from, length: quote.length };
  }
  if (having.length > 0) {
    const named = having.map(({ number }) => referenceOf(number)).join(', ');
    throw faulty({ quotes: `Whoever wrote ${named} has not said that it may be printed.` });
  }
  throw faulty({ quotes: `None of the replies has these words: “${quote.slice(0, 80)}”.` });
}

const faulty = (faults: Readonly<Record<string, string>>) => new Refusal('invalid', { faults });

interface Kept {
  readonly consultation: string;
  readonly number: number | null;
  readonly seen: number;
  readonly theme: Theme | null;
}

async function keep(
  tx: Tx,
  actor: Actor,
  { consultation, number: wanted, seen, theme }: Kept,
): Promise<number> {
  const { rows } = await tx.query<{ number: number; last: number }>(
    `SELECT coalesce($2, max(number) + 1, 1) AS number,
        coalesce(max(version) FILTER (WHERE number = $2), 0) AS last
       FROM consultation_theme WHERE consultation_id = $1`,
    [consultation, wanted],
  );
  const { number, last } = rows[0]!;
  if (wanted !== null && last === 0) throw new Refusal('not-found', { number });
  if (last !== seen) {
    throw faulty({ title: 'Somebody else changed this theme meanwhile. Open it again.' });
  }
  const body = JSON.stringify(theme);
  const sha256 = hash('sha256', body, 'hex');
  const at = await now(tx);
  const version = last + 1;
  const data = { number, version, sha256 };
  const entry = { kind: 'act', type: 'consultation.theme-written', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_theme
       (consultation_id, number, version, body, sha256, written_by, written_at, record_seq)
     VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8)`,
    [consultation, number, version, body, sha256, actor.person, at, seq],
  );
  return number;
}
