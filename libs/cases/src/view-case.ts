import type { Actor, Sql } from '#platform';
import { readDocuments, readStream, readTexts } from '#evidence';
import type { Document, Entry } from '#evidence';
import { tasks } from '#journey';
import type { Task } from '#journey';
import { caseStreams } from './case-streams.js';
import { streamOf } from './office.js';
import { readCase } from './read-case.js';
import type { CaseAtDoor } from './read-case.js';

/** A case with its steps, as the actor may see it. */
export interface CaseView extends CaseAtDoor {
  readonly tasks: readonly Task[];
}

/** The case and how each of its steps stands; refused as `not-found` when it is not theirs. */
export async function viewCase(sql: Sql, actor: Actor, caseId: string): Promise<CaseView> {
  const found = await readCase(sql, caseId, actor, []);
  const attempt = { now: found.now.toISOString(), actor };
  return { ...found, tasks: tasks(found.snapshot, attempt) };
}

/** An entry of the timeline: what the journal holds, with names and kept texts beside it. */
export interface TimelineEntry {
  readonly entry: Entry;
  readonly actorName: string;
  readonly onBehalfOf: string | null;
  readonly texts: Readonly<Record<string, string | null>>;
  readonly documents: readonly Document[];
  /** The later entry that corrected or struck this one. */
  readonly correctedBy: number | null;
}

/** A page of a case's entries, newest first; refused as `not-found` when it is not theirs. */
export async function timeline(
  sql: Sql,
  actor: Actor,
  caseId: string,
  page: { after?: number; limit?: number } = {},
): Promise<readonly TimelineEntry[]> {
  await readCase(sql, caseId, actor, []);
  const stream = streamOf(caseId);
  const entries = await readStream(sql, stream, { ...page, newestFirst: true });
  const [names, texts, documents, corrections] = await Promise.all([
    namesOf(sql, entries),
    readTexts(
      sql,
      entries.flatMap(({ texts: kept }) => Object.values(kept ?? {})),
    ),
    documentsOf(sql, caseId, entries),
    correctionsOf(sql, stream),
  ]);
  return entries.map((entry) => ({
    entry,
    actorName: names.get(entry.actor.person) ?? '',
    onBehalfOf: entry.onBehalfOf === undefined ? null : (names.get(entry.onBehalfOf) ?? null),
    texts: Object.fromEntries(
      Object.entries(entry.texts ?? {}).map(([name, key]) => [name, texts.get(key) ?? null]),
    ),
    documents: (entry.evidence ?? []).flatMap(({ document }) => documents.get(document) ?? []),
    correctedBy: corrections.get(entry.seq) ?? null,
  }));
}

/** The documents of a case and of its groups, oldest first, superseded ones included. */
export async function caseDocuments(
  sql: Sql,
  actor: Actor,
  caseId: string,
  ids?: readonly string[],
): Promise<readonly Document[]> {
  await readCase(sql, caseId, actor, []);
  const streams = await caseStreams(sql, caseId);
  return readDocuments(sql, { streams, ...(ids === undefined ? {} : { ids }) });
}

async function namesOf(sql: Sql, entries: readonly Entry[]): Promise<ReadonlyMap<string, string>> {
  const ids = entries
    .flatMap(({ actor, onBehalfOf }) => [actor.person, onBehalfOf])
    .filter((id): id is string => id !== undefined && id !== 'system');
  const { rows } = await sql.query<{ id: string; name: string }>(
    `SELECT id, name FROM person WHERE id = ANY ($1::uuid[])
     UNION ALL SELECT id, name FROM body WHERE id = ANY ($1::uuid[])`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function documentsOf(
  sql: Sql,
  caseId: string,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, Document>> {
  const ids = entries.flatMap(({ evidence }) => (evidence ?? []).map(({ document }) => document));
  if (ids.length === 0) return new Map();
  const found = await readDocuments(sql, { streams: await caseStreams(sql, caseId), ids });
  return new Map(found.map((document) => [document.id, document]));
}

/** Which entry corrected which; the last correction of an entry counts. */
async function correctionsOf(sql: Sql, stream: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql.query<{ seq: number; corrects: number }>(
    `SELECT seq, (entry -> 'data' ->> 'corrects')::int AS corrects FROM journal
      WHERE stream = $1 AND kind = 'correction' ORDER BY seq`,
    [stream],
  );
  return new Map(rows.map(({ seq, corrects }) => [corrects, seq]));
}
