import { append } from '#evidence';
import { content, now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { referenceOf } from '../record-response.js';
import { csvCell } from '../report/csv.js';
import type { Group, ResponseForm, View } from '../stakeholders.js';
import { holdConsultation } from '../understanding/code-frame.js';
import { wording } from '../wording.js';

/** A reply as anybody may read it: its copy, and its author's name only where they allowed it. */
export interface PublishedReply {
  readonly number: number;
  readonly reference: string;
  readonly receivedAt: Date;
  readonly late: boolean;
  readonly view: View | null;
  readonly form: ResponseForm;
  readonly signatories: number | null;
  readonly group: Group | null;
  readonly name: string | null;
  readonly words: string;
  /** How many replies have the same words, this one included; they are shown once. */
  readonly alike: number;
}

export interface PublishedFilter {
  readonly group?: Group | 'unknown';
  readonly view?: View | 'not-asked';
  /** Words that the copy has. */
  readonly text?: string;
}

// The one place from which replies reach the public. Only copies are read, searched and compared, and
// only those that a person called ready, of the words that count now, and that are not erased.
const SHOWN = `
SELECT r.number, r.received_at AS "receivedAt", r.late, r.view, r.form, r.signatories,
    coalesce(r.group_name, e.group_name) AS "group",
    CASE r.publish WHEN 'named' THEN coalesce(e.name, a.text) END AS name, c.text AS words
  FROM response_standing r
  LEFT JOIN consultee e ON e.id = r.consultee
  LEFT JOIN private_text a ON a.commitment = r.author_commitment
  LEFT JOIN LATERAL (SELECT words_commitment FROM response_reading
    WHERE response = r.id ORDER BY seq DESC LIMIT 1) h ON true
  JOIN private_text w ON w.commitment = coalesce(h.words_commitment, r.words_commitment)
  JOIN LATERAL (SELECT * FROM response_copy
    WHERE response = r.id ORDER BY seq DESC LIMIT 1) k ON true
  JOIN private_text c ON c.commitment = k.copy_commitment
 WHERE r.consultation_id = $1 AND r.standing = 'counted' AND r.publish IN ('named', 'unnamed')
   AND k.ready AND k.words_commitment = w.commitment AND w.text IS NOT NULL AND c.text IS NOT NULL`;

const FOLDED = `
WITH shown AS (${SHOWN}),
  wanted AS (
    SELECT *, count(*) OVER alike AS alike, row_number() OVER (alike ORDER BY number DESC) AS place
      FROM shown
     WHERE ($2::text IS NULL OR coalesce("group", 'unknown') = $2)
       AND ($3::text IS NULL OR coalesce(view, 'not-asked') = $3)
       AND ($4::text IS NULL OR strpos(lower(words), lower($4)) > 0)
    WINDOW alike AS (PARTITION BY md5(words), view, "group", name, late, form,
      signatories))
SELECT number, "receivedAt", late, view, form, signatories, "group", name, words,
    alike::int AS alike FROM wanted
 WHERE place = 1 AND ($5::int IS NULL OR number < $5) ORDER BY number DESC LIMIT $6`;

/** A page of what anybody may read, the latest first; null while nothing is published. */
export async function publishedReplies(
  sql: Sql,
  consultation: string,
  page: {
    readonly filter?: PublishedFilter;
    readonly before?: number | undefined;
    readonly most: number;
  },
): Promise<readonly PublishedReply[] | null> {
  if (!(await areShown(sql, consultation))) return null;
  const { group, view, text } = page.filter ?? {};
  const { rows } = await sql.query<Omit<PublishedReply, 'reference'>>(FOLDED, [
    ...[consultation, group ?? null, view ?? null, text ?? null],
    ...[page.before ?? null, page.most],
  ]);
  return rows.map((row) => ({ ...row, reference: referenceOf(row.number) }));
}

interface CsvWords {
  readonly columns: readonly string[];
  readonly late: string;
  readonly unknown: string;
  readonly notAsked: string;
  readonly unnamed: string;
}

/** All of it as a table, each reply by itself; null while nothing is published. */
export async function publishedCsv(sql: Sql, consultation: string): Promise<string | null> {
  if (!(await areShown(sql, consultation))) return null;
  const { rows } = await sql.query<Omit<PublishedReply, 'reference' | 'alike'>>(
    `${SHOWN} ORDER BY r.number`,
    [consultation],
  );
  const words = content<CsvWords>('public/replies');
  const { groups, views } = wording();
  const lines = rows.map(({ number, receivedAt, late, group, view, name, words: said }) => [
    ...[referenceOf(number), londonDay(receivedAt), late ? words.late : ''],
    ...[
      group === null ? words.unknown : groups[group],
      view === null ? words.notAsked : views[view],
    ],
    ...[name ?? words.unnamed, said],
  ]);
  const table = [words.columns, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\r\n`);
  return `\uFEFF${table.join('')}`;
}

const londonDay = (instant: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(instant);

/** Whether the clerk has published the copies and not taken them back. */
export async function areShown(sql: Sql, consultation: string): Promise<boolean> {
  const { rows } = await sql.query<{ shown: boolean }>(
    'SELECT shown FROM published_replies WHERE consultation_id = $1 ORDER BY seq DESC LIMIT 1',
    [consultation],
  );
  return rows[0]?.shown ?? false;
}

/** How far the copies are, of the replies that count. */
export interface CopyCounts {
  readonly counted: number;
  /** Whose authors let them be published. */
  readonly allowed: number;
  readonly named: number;
  /** Of those allowed, how many have a ready copy of the words that count now. */
  readonly ready: number;
  readonly shown: boolean;
}

export async function copyCounts(sql: Sql, consultation: string): Promise<CopyCounts> {
  const { rows } = await sql.query<Omit<CopyCounts, 'shown'>>(
    `SELECT count(*)::int AS counted,
        count(*) FILTER (WHERE r.publish IN ('named', 'unnamed'))::int AS allowed,
        count(*) FILTER (WHERE r.publish = 'named')::int AS named,
        (SELECT count(*)::int FROM (${SHOWN}) s) AS ready
       FROM response_standing r
      WHERE r.consultation_id = $1 AND r.standing = 'counted'`,
    [consultation],
  );
  return { ...rows[0]!, shown: await areShown(sql, consultation) };
}

/** Whose authors let their reply be published, and whether they did so with their name. */
export async function permissionsOf(
  sql: Sql,
  consultation: string,
): Promise<ReadonlyMap<string, 'named' | 'unnamed' | 'no'>> {
  const { rows } = await sql.query<{ id: string; publish: 'named' | 'unnamed' | 'no' }>(
    `SELECT id, coalesce(publish, 'no') AS publish FROM response WHERE consultation_id = $1`,
    [consultation],
  );
  return new Map(rows.map(({ id, publish }) => [id, publish]));
}

/** Lets everybody read the copies, or nobody any more. Refuses `not-now` before the closing. */
export async function showReplies(
  tx: Tx,
  actor: Actor,
  { consultation, shown }: { readonly consultation: string; readonly shown: boolean },
): Promise<void> {
  await holdConsultation(tx, consultation);
  const { rows } = await tx.query<{ open: boolean }>(
    'SELECT closes_at > assent_now() AS open FROM consultation WHERE id = $1',
    [consultation],
  );
  if (rows[0]!.open) throw new Refusal('not-now', { consultation });
  if ((await areShown(tx, consultation)) === shown) return;
  const at = await now(tx);
  const type = shown ? 'consultation.replies-published' : 'consultation.replies-taken-back';
  const entry = { kind: 'act', type, actor, data: {} } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO published_replies (consultation_id, seq, shown, by, at, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5
       FROM published_replies WHERE consultation_id = $1`,
    [consultation, shown, actor.person, at, seq],
  );
}
