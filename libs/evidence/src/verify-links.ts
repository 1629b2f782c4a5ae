import type { Sql } from '#platform';
import type { Entry } from './entry.js';
import type { Fault } from './fault.js';
import { DOCUMENT_RECORDED } from './record-document.js';

/** One thing outside the journal that an entry leans on. */
interface Link {
  readonly stream: string;
  readonly seq: number;
  readonly name: string;
  readonly id: string;
  readonly sha256: string;
  /** Whether the entry is the document's own. */
  readonly recorded: boolean;
}

/** Whether each personal text that an entry names is the one committed to, or was erased. */
export async function verifyTexts(sql: Sql, entries: readonly Entry[]): Promise<readonly Fault[]> {
  const links = entries.flatMap(textsOf);
  if (links.length === 0) return [];
  const { rows } = await sql.query<Broken>(
    `SELECT nth, p.commitment IS NULL AS missing
       FROM unnest($1::bytea[]) WITH ORDINALITY AS named (commitment, nth)
       LEFT JOIN private_text p USING (commitment)
      WHERE p.commitment IS NULL
         OR sha256(p.salt || convert_to(p.text, 'UTF8')) <> p.commitment`,
    [links.map(({ sha256 }) => Buffer.from(sha256, 'hex'))],
  );
  return rows.map(({ nth, missing }) => {
    const { stream, seq, name } = links[Number(nth) - 1]!;
    const what = missing ? 'is missing, and was not erased' : 'was changed';
    return { stream, seq, what: `the text “${name}” of entry ${seq} ${what}` };
  });
}

/**
 * Whether each document that an entry leans on is there, with the bytes it had then; and whether
 * one that the entry itself recorded still belongs to it.
 */
export async function verifyEvidence(
  sql: Sql,
  entries: readonly Entry[],
): Promise<readonly Fault[]> {
  const links = entries.flatMap(evidenceOf);
  if (links.length === 0) return [];
  const { rows } = await sql.query<Broken>(
    `SELECT nth, d.id IS NULL AS missing
       FROM unnest($1::text[], $2::bytea[], $3::text[], $4::integer[])
            WITH ORDINALITY AS named (id, sha256, stream, seq, nth)
       LEFT JOIN document d
         ON d.id = CASE WHEN pg_input_is_valid(named.id, 'uuid') THEN named.id::uuid END
      WHERE d.id IS NULL OR d.sha256 <> named.sha256
         OR ('documents:' || d.stream, d.record_seq) <> (named.stream, named.seq)`,
    [
      links.map(({ id }) => id),
      links.map(({ sha256 }) => Buffer.from(sha256, 'hex')),
      links.map(({ stream, recorded }) => (recorded ? stream : null)),
      links.map(({ seq, recorded }) => (recorded ? seq : null)),
    ],
  );
  return rows.map(({ nth, missing }) => {
    const { stream, seq, name, id } = links[Number(nth) - 1]!;
    const what = missing ? 'is missing' : 'is not the one that was filed';
    return { stream, seq, what: `document ${id}, the ${name} of entry ${seq}, ${what}` };
  });
}

/** `nth` counts the links from one, as text because Postgres counts in 64 bits. */
interface Broken {
  readonly nth: string;
  readonly missing: boolean;
}

function textsOf({ stream, seq, texts = {} }: Entry): Link[] {
  return Object.entries(texts).map(([name, sha256]) => {
    return { stream, seq, name, id: '', sha256, recorded: false };
  });
}

function evidenceOf({ stream, seq, type, evidence = [] }: Entry): Link[] {
  const recorded = type === DOCUMENT_RECORDED;
  return evidence.map(({ document, sha256, as }) => {
    return { stream, seq, name: as, id: document, sha256, recorded };
  });
}
