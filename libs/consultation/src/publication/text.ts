import { hash } from 'node:crypto';
import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { sections } from './sections.js';
import type { SourcedFact } from './sections.js';

/** What a section says: its own words or facts, or where it stands in a document of the case. */
export type Said =
  | { readonly words: string }
  | { readonly facts: readonly SourcedFact[] }
  | { readonly document: string; readonly place: string };
export type SaidBySection = Readonly<Record<string, Said>>;

/** One version of what a consultation tells people. */
export interface ConsultationText {
  readonly version: number;
  readonly sections: SaidBySection;
  readonly sha256: string;
  readonly writtenAt: Date;
  readonly publishedAt: Date | null;
}

/** What the record of a case says of a text: which version, and which sections it lacks. */
export interface TextFacts {
  /** 0 where nothing was written. */
  readonly version: number;
  readonly sha256: string | null;
  readonly missing: readonly string[];
}

const COLUMNS = `t.version, t.sections::json AS sections, encode(t.sha256, 'hex') AS sha256,
  t.written_at AS "writtenAt", p.published_at AS "publishedAt"`;
const FROM = `consultation_text t LEFT JOIN consultation_text_published p USING
  (consultation_id, version)`;

/** The newest version, published or not; null where nothing was written. */
export async function newest(sql: Sql, consultation: string): Promise<ConsultationText | null> {
  const { rows } = await sql.query<ConsultationText>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE consultation_id = $1 ORDER BY version DESC LIMIT 1`,
    [consultation],
  );
  return rows[0] ?? null;
}

/** Every version that people could read, the newest first. */
export async function publishedVersions(
  sql: Sql,
  consultation: string,
): Promise<readonly ConsultationText[]> {
  const { rows } = await sql.query<ConsultationText>(
    `SELECT ${COLUMNS} FROM ${FROM}
      WHERE consultation_id = $1 AND p.published_at IS NOT NULL ORDER BY version DESC`,
    [consultation],
  );
  return rows;
}

export interface SectionWritten {
  readonly consultation: string;
  /** The version that the writer saw; 0: none. */
  readonly seen: number;
  readonly section: string;
  /** Null takes the section out again. */
  readonly said: Said | null;
}

/**
 * Keeps a section as a new version of the text; facts are a list, never running words. What somebody else wrote in the same section
 * meanwhile is not overwritten unseen, and a consultation that has closed keeps what it said.
 */
export async function write(tx: Tx, actor: Actor, written: SectionWritten): Promise<void> {
  const { consultation, section, said } = written;
  const found = sections().find(({ id }) => id === section);
  if (found === undefined) throw new Refusal('not-found', { section });
  const isList = found.lists === 'facts';
  if (said !== null && ('words' in said ? isList : 'facts' in said && !isList)) {
    throw new Refusal('invalid', { section });
  }
  const at = await hold(tx, consultation);
  const last = await newest(tx, consultation);
  // The same form sent again, or two people who wrote the same: it stands already.
  if (isSame(last?.sections[section], said ?? undefined)) return;
  if (!isSame(last?.sections[section], await seenBy(tx, written))) throw changedMeanwhile();
  const next = ordered({ ...last?.sections, [section]: said ?? undefined });
  await writeVersion(tx, actor, { consultation, last, next }, at);
}

/** Keeps a text as the next version, where it says anything else than the last one. */
export async function writeVersion(
  tx: Tx,
  actor: Actor,
  { consultation, last, next }: NextVersion,
  given?: Date,
): Promise<void> {
  const text = JSON.stringify(next);
  if (text === JSON.stringify(last?.sections ?? {})) return;
  await tx.query(
    `INSERT INTO consultation_text (consultation_id, version, sections, sha256, written_by, written_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      ...[consultation, (last?.version ?? 0) + 1, text],
      ...[hash('sha256', text, 'buffer'), actor.person, given ?? (await now(tx))],
    ],
  );
}

interface NextVersion {
  readonly consultation: string;
  readonly last: ConsultationText | null;
  readonly next: SaidBySection;
}

const changedMeanwhile = () =>
  new Refusal('invalid', {
    faults: {
      words: 'Somebody else changed this section meanwhile. Read it below and save again.',
    },
  });

async function seenBy(
  tx: Tx,
  { consultation, seen, section }: SectionWritten,
): Promise<Said | undefined> {
  const { rows } = await tx.query<{ sections: SaidBySection }>(
    `SELECT sections::json AS sections FROM consultation_text
      WHERE consultation_id = $1 AND version = $2`,
    [consultation, seen],
  );
  return rows[0]?.sections[section];
}

/** Holds the consultation's row: versions have no gap, and none comes after the closing. */
async function hold(tx: Tx, consultation: string): Promise<Date> {
  const { rows } = await tx.query<{ closed: boolean }>(
    `SELECT closed_at IS NOT NULL OR closes_at <= assent_now() AS closed FROM consultation
      WHERE id = $1 FOR UPDATE`,
    [consultation],
  );
  if (rows[0] === undefined) throw new Refusal('not-found', { consultation });
  if (rows[0].closed) throw new Refusal('not-now', { consultation });
  return now(tx);
}

const isSame = (one: Said | undefined, other: Said | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** In the order of the list, each section with its keys in one order: the same text, the same hash. */
function ordered(said: Readonly<Record<string, Said | undefined>>): SaidBySection {
  return Object.fromEntries(
    sections().flatMap(({ id }) => (said[id] === undefined ? [] : [[id, said[id]]])),
  );
}

/**
 * Lets people read the newest version from now on, once, and records its hash. A version that takes
 * out what they could read is refused.
 */
export async function publish(
  tx: Tx,
  actor: Actor,
  { consultation, document }: { readonly consultation: string; readonly document: string },
): Promise<void> {
  const at = await hold(tx, consultation);
  const text = await newest(tx, consultation);
  if (text === null || text.publishedAt !== null) return;
  const [before] = await publishedVersions(tx, consultation);
  const { version, sha256 } = text;
  const missing = missingIn(text.sections, document);
  const had = before === undefined ? missing : missingIn(before.sections, document);
  if (missing.some((id) => !had.includes(id))) throw new Refusal('not-now', { missing });
  const data = { version, sha256, missing };
  const entry = { kind: 'act', type: 'consultation.text-published', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_text_published
       (consultation_id, version, published_by, published_at, record_seq)
     VALUES ($1, $2, $3, $4, $5)`,
    [consultation, version, actor.person, at, seq],
  );
}

/**
 * The required sections that people would not find, in words or in the document that they are given;
 * while nobody has chosen that document (null), a place in any will do.
 */
export function missingIn(said: SaidBySection, document: string | null): readonly string[] {
  const isThere = (one: Said | undefined) =>
    one !== undefined && (!('document' in one) || document === null || one.document === document);
  return sections()
    .filter(({ id, required }) => required && !isThere(said[id]))
    .map(({ id }) => id);
}

/** What is to be said of the newest text beside a consultation document. */
export async function factsOf(
  sql: Sql,
  consultation: string,
  document: string | null,
): Promise<TextFacts> {
  const text = await newest(sql, consultation);
  const missing = missingIn(text?.sections ?? {}, document);
  return { version: text?.version ?? 0, sha256: text?.sha256 ?? null, missing };
}
