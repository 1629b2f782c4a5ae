import { hash } from 'node:crypto';
import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';
import { figures } from './figures.js';
import type { ReportAsked, ReportFigures } from './figures.js';
import type { Places } from './percent.js';

/** The fingerprint of everything that a report says. */
export const fingerprint = (of: ReportFigures): string => hash('sha256', JSON.stringify(of), 'hex');

/**
 * Holds the consultation's row and looks whether a report as of an instant still says all there is.
 * Refuses `invalid` where something came or was decided meanwhile.
 */
export async function requireCurrent(tx: Tx, asked: ReportAsked, seen: string): Promise<void> {
  const { consultation } = asked;
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
  const then = await figures(tx, asked);
  const today = await figures(tx, { ...asked, asOf: await now(tx) });
  const isSame = fingerprint({ ...today, asOf: then.asOf }) === fingerprint(then);
  if (!isSame || fingerprint(then) !== seen) {
    const faults = { figures: 'Something changed since you opened this page. Read it again.' };
    throw new Refusal('invalid', { faults });
  }
}

/** A report that was issued here, with its three documents. */
export interface IssuedReport {
  readonly number: number;
  readonly asOf: Date;
  readonly places: Places;
  readonly issuedAt: Date;
  readonly html: string;
  readonly csv: string;
  readonly json: string;
}

export interface ReportFiles {
  readonly html: { readonly id: string; readonly sha256: string };
  readonly csv: { readonly id: string; readonly sha256: string };
  readonly json: { readonly id: string; readonly sha256: string };
}

/** Writes down that a report was issued, with the hash of each of its files. */
export async function recordIssued(
  tx: Tx,
  actor: Actor,
  { consultation, asOf, places }: ReportAsked,
  { html, csv, json }: ReportFiles,
): Promise<void> {
  const at = await now(tx);
  const data = {
    ...{ asOf: asOf.toISOString(), places },
    ...{ html: html.sha256, csv: csv.sha256, json: json.sha256 },
  };
  const entry = { kind: 'act', type: 'consultation.report-issued', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_report
       (consultation_id, number, as_of, places, html, csv, json, issued_by, issued_at, record_seq)
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9
       FROM consultation_report WHERE consultation_id = $1`,
    [consultation, asOf, places, html.id, csv.id, json.id, actor.person, at, seq],
  );
}

/** The reports that were issued here, the newest first. */
export async function issuedReports(
  sql: Sql,
  consultation: string,
): Promise<readonly IssuedReport[]> {
  const { rows } = await sql.query<IssuedReport>(
    `SELECT number, as_of AS "asOf", places, issued_at AS "issuedAt", html, csv, json
       FROM consultation_report WHERE consultation_id = $1 ORDER BY number DESC`,
    [consultation],
  );
  return rows;
}
