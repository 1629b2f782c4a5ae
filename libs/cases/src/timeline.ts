import { Refusal } from '#platform';
import type { Actor, Sql } from '#platform';
import { documentsOfEvidence } from '#evidence';
import type { Document, Entry } from '#evidence';
import { papersOfCase } from './case-papers.js';
import { scopeOf, theirs } from './theirs.js';
import type { Scope } from './theirs.js';

/** An entry of the timeline: what the journal holds, with names and kept texts beside it. */
export interface TimelineEntry {
  readonly entry: Entry;
  readonly actorName: string;
  readonly onBehalfOf: string | null;
  /** By the name under which the entry commits to it; null where it was lawfully erased. */
  readonly texts: Readonly<Record<string, string | null>>;
  readonly documents: readonly Document[];
  /** The bodies that an entry on the duties of a school names by their ids. */
  readonly bodyNames: Readonly<Record<string, string>>;
  /** The later entry that corrected or struck this one. */
  readonly correctedBy: number | null;
}

const LARGEST_PAGE = 1000;

/** The name of what an entry names by id; the service itself has none. */
const NAMED = (table: 'person' | 'body', id: string) =>
  `(SELECT name FROM ${table} WHERE id = CASE WHEN ${id} <> 'system' THEN (${id})::uuid END)`;

/**
 * An SQL expression: the newest so many entries of the case `c` before this one, as JSON; the last
 * correction of an entry counts. The limit is part of the text: a plan that does not know it is made
 * anew each time.
 */
const entriesOfCase = (limit: number, before: string): string => `(
  SELECT coalesce(json_agg(entries), '[]') FROM (
    SELECT shown.entry, ${NAMED('person', `it.actor ->> 'person'`)} AS "actorName",
      CASE WHEN it."onBehalfOf" IS NOT NULL THEN coalesce(
        ${NAMED('body', 'it."onBehalfOf"')},
        ${NAMED('person', 'it."onBehalfOf"')}) END AS "onBehalfOf", correction.seq AS "correctedBy",
      CASE WHEN it.texts IS NOT NULL THEN (
        SELECT json_object_agg(named.key, kept.text)
          FROM json_each_text(it.texts) AS named
          JOIN private_text kept ON kept.commitment = decode(named.value, 'hex')) END AS texts,
      CASE WHEN it.type = 'duties.settled' THEN (
        SELECT json_object_agg(b.id, b.name)
          FROM json_array_elements(it.data -> 'consents') owed
          JOIN body b ON b.id = (owed ->> 'body')::uuid) END AS "bodyNames",
      ${documentsOfEvidence('it.evidence', `'case:' || c.id`)} AS documents
    FROM (
      SELECT j.seq, j.entry FROM journal j
       WHERE j.stream = 'case:' || c.id AND j.seq < ${before}
       ORDER BY j.seq DESC LIMIT ${limit}) shown
    -- Its text is read once, not for every field.
    CROSS JOIN LATERAL json_to_record(shown.entry) AS it (
      type text, actor json, "onBehalfOf" text, texts json, data json, evidence json)
    LEFT JOIN (
      SELECT (j.entry #>> '{data,corrects}')::int AS corrected, max(j.seq) AS seq FROM journal j
       WHERE j.stream = 'case:' || c.id AND j.kind = 'correction'
       GROUP BY 1) correction ON correction.corrected = shown.seq
    ORDER BY shown.seq DESC) entries)`;

const page = (scope: Scope, limit: number) => ({
  name: `timeline-page ${scope} ${limit}`,
  text: `SELECT ${entriesOfCase(limit, 'coalesce($3::integer, 2147483647)')} AS entries
    FROM cases c WHERE c.id = $1 AND ${theirs(scope, '$2')}`,
});

/** An entry as it is read; a name or a text that nobody has is null. */
export interface ReadEntry extends Omit<
  TimelineEntry,
  'actorName' | 'texts' | 'bodyNames' | 'documents'
> {
  readonly actorName: string | null;
  readonly texts: Readonly<Record<string, string | null>> | null;
  readonly bodyNames: Readonly<Record<string, string>> | null;
  readonly documents: readonly OwnDocument[] | null;
}

/** A document of the case itself; an instant in JSON is text. */
type OwnDocument = Omit<Document, 'recordedAt'> & { readonly recordedAt: string };

/** A page of a case's entries, newest first; refused as `not-found` when it is not theirs. */
export async function timeline(
  sql: Sql,
  actor: Actor,
  caseId: string,
  { after, limit = 50 }: { after?: number; limit?: number } = {},
): Promise<readonly TimelineEntry[]> {
  const { rows } = await sql.query<{ entries: readonly ReadEntry[] }>({
    ...page(scopeOf(actor), Math.min(limit, LARGEST_PAGE)),
    values: [caseId, actor.body, after ?? null],
  });
  if (rows.length === 0) throw new Refusal('not-found', { case: caseId });
  return asTimeline(sql, caseId, rows[0]!.entries);
}

/** For a statement on a case `c` that reads its newest entries beside it. */
export const newestEntries = (limit: number): string => entriesOfCase(limit, '2147483647');

/** Entries as they were read, with what the case's groups hold of their documents. */
export async function asTimeline(
  sql: Sql,
  caseId: string,
  read: readonly ReadEntry[],
): Promise<readonly TimelineEntry[]> {
  const shared = await sharedDocuments(sql, caseId, read);
  return read.map(({ entry, actorName, texts, bodyNames, documents, ...row }) => ({
    ...row,
    entry,
    actorName: actorName ?? '',
    texts: texts ?? {},
    bodyNames: bodyNames ?? {},
    documents: documentIds(entry).flatMap((id) => {
      const own = documents?.find((document) => document.id === id);
      if (own === undefined) return shared.get(id) ?? [];
      return { ...own, recordedAt: new Date(own.recordedAt) };
    }),
  }));
}

const documentIds = ({ evidence = [] }: Entry): readonly string[] =>
  evidence.map(({ document }) => document);

/** What a group holds is looked up only where something is not the case's own. */
async function sharedDocuments(
  sql: Sql,
  caseId: string,
  read: readonly ReadEntry[],
): Promise<ReadonlyMap<string, Document>> {
  const missing = read.flatMap(({ entry, documents }) =>
    documentIds(entry).filter((id) => !documents?.some((own) => own.id === id)),
  );
  if (missing.length === 0) return new Map();
  const found = await papersOfCase(sql, caseId, missing);
  return new Map(found.map((document) => [document.id, document]));
}
