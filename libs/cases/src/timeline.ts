import { Refusal } from '#platform';
import type { Actor, Sql } from '#platform';
import { readDocuments } from '#evidence';
import type { Document, Entry } from '#evidence';
import { papersOfCase } from './case-papers.js';
import { streamOf } from './office.js';
import { IS_THEIRS } from './theirs.js';

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

/** A page of so many entries; the last correction of an entry counts. */
const read = (limit: number) => ({
  // The limit is part of the text: a plan that does not know it is made anew each time.
  name: `timeline-page ${limit}`,
  text: `SELECT shown.entry, ${NAMED('person', `entry #>> '{actor,person}'`)} AS "actorName",
      CASE WHEN entry ->> 'onBehalfOf' IS NOT NULL THEN coalesce(
        ${NAMED('body', `entry ->> 'onBehalfOf'`)},
        ${NAMED('person', `entry ->> 'onBehalfOf'`)}) END AS "onBehalfOf", correction.seq AS "correctedBy",
      CASE WHEN entry -> 'texts' IS NOT NULL THEN (
        SELECT json_object_agg(named.key, kept.text)
          FROM json_each_text(entry -> 'texts') AS named
          JOIN private_text kept ON kept.commitment = decode(named.value, 'hex')) END AS texts,
      CASE WHEN entry ->> 'type' = 'duties.settled' THEN (
        SELECT json_object_agg(b.id, b.name)
          FROM json_array_elements(entry #> '{data,consents}') owed
          JOIN body b ON b.id = (owed ->> 'body')::uuid) END AS "bodyNames"
    FROM cases c
    LEFT JOIN LATERAL (
      SELECT j.seq, j.entry FROM journal j
       WHERE j.stream = 'case:' || c.id AND j.seq < coalesce($4::integer, 2147483647)
       ORDER BY j.seq DESC LIMIT ${limit}) shown ON true
    LEFT JOIN LATERAL (
      SELECT (j.entry #>> '{data,corrects}')::int AS corrected, max(j.seq) AS seq FROM journal j
       WHERE j.stream = 'case:' || c.id AND j.kind = 'correction'
       GROUP BY 1) correction ON correction.corrected = shown.seq
   WHERE c.id = $1 AND ${IS_THEIRS} ORDER BY shown.seq DESC`,
});

interface ReadRow extends Omit<
  TimelineEntry,
  'entry' | 'actorName' | 'texts' | 'bodyNames' | 'documents'
> {
  readonly entry: Entry | null;
  readonly actorName: string | null;
  readonly texts: Readonly<Record<string, string | null>> | null;
  readonly bodyNames: Readonly<Record<string, string>> | null;
}

/** A page of a case's entries, newest first; refused as `not-found` when it is not theirs. */
export async function timeline(
  sql: Sql,
  actor: Actor,
  caseId: string,
  { after, limit = 50 }: { after?: number; limit?: number } = {},
): Promise<readonly TimelineEntry[]> {
  const { rows } = await sql.query<ReadRow>({
    ...read(Math.min(limit, LARGEST_PAGE)),
    values: [caseId, actor.body, actor.role, after ?? null],
  });
  if (rows.length === 0) throw new Refusal('not-found', { case: caseId });
  const shown = rows.filter((row): row is ReadRow & { entry: Entry } => row.entry !== null);
  const documents = await documentsOf(
    sql,
    caseId,
    shown.map(({ entry }) => entry),
  );
  return shown.map(({ entry, actorName, onBehalfOf, texts, bodyNames, correctedBy }) => ({
    entry,
    actorName: actorName ?? '',
    onBehalfOf,
    texts: texts ?? {},
    bodyNames: bodyNames ?? {},
    documents: (entry.evidence ?? []).flatMap(({ document }) => documents.get(document) ?? []),
    correctedBy,
  }));
}

async function documentsOf(
  sql: Sql,
  caseId: string,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, Document>> {
  const ids = entries.flatMap(({ evidence }) => (evidence ?? []).map(({ document }) => document));
  if (ids.length === 0) return new Map();
  const own = await readDocuments(sql, { streams: [streamOf(caseId)], ids });
  // What a group holds is looked up only where something is not the case's own.
  const found = own.length < new Set(ids).size ? await papersOfCase(sql, caseId, ids) : own;
  return new Map(found.map((document) => [document.id, document]));
}
