import { hash } from 'node:crypto';
import { append } from '#evidence';
import { newId, now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { findConsultation, streamOf } from '../consultation.js';
import { readCsv } from '../read-csv.js';
import { recordResponse } from '../record-response.js';
import { surveyRows } from './survey-rows.js';
import type { SurveyMapping, SurveyRow, SurveyRows } from './survey-rows.js';

const LIMITS = { most: 5_000, of: 'replies', recordBytes: 200_000 } as const;

/** A survey's file that waits: first for its columns, then for the clerk's yes. */
export interface WaitingSurvey {
  readonly id: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly lines: readonly (readonly string[])[];
  readonly mapping: SurveyMapping | null;
}

/** What confirming a file would do: shown first, so that nothing comes as a surprise. */
export interface SurveyPreview extends SurveyRows {
  /** Lines of this survey that are replies already: never taken twice. */
  readonly known: readonly SurveyRow[];
  /** How many of those to be taken are late by the clock that decides. */
  readonly late: number;
}

export interface SurveyFile {
  readonly consultation: string;
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** Reads a file and keeps its cells, taking nothing of it yet. */
export async function keepSurvey(
  tx: Tx,
  actor: Actor,
  { consultation, fileName, bytes }: SurveyFile,
): Promise<string> {
  const lines = readCsv(bytes, LIMITS);
  if (lines.length < 2) {
    throw new Refusal('invalid', { faults: { file: 'The selected file has no replies in it' } });
  }
  const id = newId();
  await tx.query(
    `INSERT INTO response_import (id, consultation_id, file_name, sha256, lines, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, assent_now())`,
    [
      ...[id, consultation, fileName, hash('sha256', bytes, 'buffer')],
      ...[JSON.stringify(lines), actor.person],
    ],
  );
  return id;
}

/** A file that waits; null when it was taken or is another consultation's. */
export async function waitingSurvey(
  sql: Sql,
  consultation: string,
  id: string,
): Promise<WaitingSurvey | null> {
  const { rows } = await sql.query<WaitingSurvey>(
    `SELECT id, file_name AS "fileName", encode(sha256, 'hex') AS sha256, lines, mapping
       FROM response_import WHERE consultation_id = $1 AND id = $2`,
    [consultation, id],
  );
  return rows[0] ?? null;
}

/** Notes what a clerk says of the columns; it can be said again until the yes. */
export async function mapSurvey(
  tx: Tx,
  { consultation, id }: { readonly consultation: string; readonly id: string },
  mapping: SurveyMapping,
): Promise<void> {
  const { rowCount } = await tx.query(
    'UPDATE response_import SET mapping = $3 WHERE consultation_id = $1 AND id = $2',
    [consultation, id, JSON.stringify(mapping)],
  );
  if (rowCount === 0) throw new Refusal('not-found', { file: id });
}

/** What taking the file would do now; the file must have its mapping. */
export async function previewSurvey(
  sql: Sql,
  consultation: string,
  { lines, mapping }: WaitingSurvey,
): Promise<SurveyPreview> {
  if (mapping === null) throw new Refusal('not-now', { consultation });
  const read = surveyRows(lines, mapping);
  const { rows: taken } = await sql.query<{ id: string }>(
    'SELECT survey_id AS id FROM survey_response WHERE consultation_id = $1 AND survey = $2',
    [consultation, mapping.survey],
  );
  const ids = new Set(taken.map(({ id }) => id));
  const at = await now(sql);
  const { opensAt, closesAt } = (await findConsultation(sql, { id: consultation }))!;
  const fresh = read.rows.filter(({ id }) => !ids.has(id));
  const cameAt = (row: SurveyRow) => (mapping.clock === 'survey' ? new Date(row.statedAt!) : at);
  const isOutside = (row: SurveyRow) => cameAt(row) < opensAt! || cameAt(row) > at;
  const outside = fresh.filter(isOutside).map(({ row, statedAt }) => {
    const why = 'It came before the consultation opened, or in the future.';
    return { row, given: statedAt ?? '', why };
  });
  const rows = fresh.filter((row) => !isOutside(row));
  return {
    rows,
    doubled: read.doubled,
    known: read.rows.filter(({ id }) => ids.has(id)),
    faulty: [...read.faulty, ...outside].toSorted((a, b) => a.row - b.row),
    late: rows.filter((row) => cameAt(row) >= closesAt!).length,
  };
}

/** Takes what the preview showed, once; answers how many replies it made, or null: done before. */
export async function takeSurvey(
  tx: Tx,
  actor: Actor,
  consultation: string,
  id: string,
): Promise<number | null> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const waiting = await waitingSurvey(tx, consultation, id);
  if (waiting === null) return null;
  const { rows } = await previewSurvey(tx, consultation, waiting);
  await tx.query('DELETE FROM response_import WHERE id = $1', [id]);
  const { sha256, mapping } = waiting;
  const { survey, clock } = mapping!;
  const data = { survey, clock, file: sha256, replies: rows.length };
  const entry = { kind: 'act', type: 'consultation.survey-taken', actor, data } as const;
  const at = await now(tx);
  await append(tx, streamOf(consultation), entry, at);
  const people = await peopleByAddress(tx, consultation);
  for (const row of rows) {
    const { words, view, group, name, email, statedAt } = row;
    const consultee = email === null ? null : (people.get(email.toLowerCase()) ?? null);
    await recordResponse(tx, actor, {
      ...{ consultation, consultee, channel: 'survey', grade: 'entered', view, group, words },
      ...{ author: consultee === null ? (name ?? email) : null },
      receivedAt: clock === 'survey' ? new Date(statedAt!) : at,
      survey: { survey, id: row.id, statedAt, clock },
    });
  }
  return rows.length;
}

/** Those on the list whose address is nobody else's: a household is told apart by its keys alone. */
async function peopleByAddress(tx: Tx, consultation: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{ email: string; id: string }>(
    `SELECT lower(email) AS email, min(id::text) AS id FROM consultee
      WHERE consultation_id = $1 AND removed_at IS NULL AND email IS NOT NULL
      GROUP BY lower(email) HAVING count(*) = 1`,
    [consultation],
  );
  return new Map(rows.map(({ email, id }) => [email, id]));
}
