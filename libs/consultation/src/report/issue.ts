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
  const today = await unlessCompared(figures(tx, { ...asked, asOf: await now(tx) }));
  const isSame = today !== null && fingerprint({ ...today, asOf: then.asOf }) === fingerprint(then);
  if (!isSame || fingerprint(then) !== seen) {
    const faults = { figures: 'Something changed since you opened this page. Read it again.' };
    throw new Refusal('invalid', { faults });
  }
}

export const FORMS = ['html', 'pdf', 'docx', 'csv', 'json'] as const;
/** The forms in which a report is issued. */
export type ReportForm = (typeof FORMS)[number];

/** Null while replies that came meanwhile are still being compared with the others. */
export async function unlessCompared(asked: Promise<ReportFigures>): Promise<ReportFigures | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.facts['campaigns'] !== undefined) return null;
    throw error;
  }
}

/** A report that was issued here, with its documents; an old one has no papers. */
export interface IssuedReport extends Readonly<Record<'html' | 'csv' | 'json', string>> {
  readonly number: number;
  readonly asOf: Date;
  readonly places: Places;
  readonly issuedAt: Date;
  readonly pdf: string | null;
  readonly docx: string | null;
  /** False: its step was struck out of the case, and another may be issued. */
  readonly stands: boolean;
}

export type ReportFiles = Readonly<
  Record<ReportForm, { readonly id: string; readonly sha256: string }>
>;

/** Writes down that a report was issued, with the hash of each of its files. */
export async function recordIssued(
  tx: Tx,
  actor: Actor,
  { consultation, asOf, places }: ReportAsked,
  files: ReportFiles,
): Promise<void> {
  const at = await now(tx);
  const hashes = Object.fromEntries(FORMS.map((form) => [form, files[form].sha256]));
  const data = { asOf: asOf.toISOString(), places, ...hashes };
  const entry = { kind: 'act', type: 'consultation.report-issued', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_report
       (consultation_id, number, as_of, places, issued_by, issued_at, record_seq, ${FORMS.join(', ')})
     SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
       FROM consultation_report WHERE consultation_id = $1`,
    [
      ...[consultation, asOf, places, actor.person, at, seq],
      ...FORMS.map((form) => files[form].id),
    ],
  );
}

/** The papers that are the same report as a page of it; none where it was made elsewhere. */
export async function otherForms(
  sql: Sql,
  consultation: string,
  page: string,
): Promise<readonly string[]> {
  const issued = await issuedReports(sql, consultation);
  const { pdf = null, docx = null } = issued.find(({ html }) => html === page) ?? {};
  return [pdf, docx].flatMap((form) => form ?? []);
}

/** The reports that were issued here, the newest first. */
export async function issuedReports(
  sql: Sql,
  consultation: string,
): Promise<readonly IssuedReport[]> {
  const { rows } = await sql.query<IssuedReport>(
    `SELECT r.number, r.as_of AS "asOf", r.places, r.issued_at AS "issuedAt",
        ${FORMS.map((form) => `r.${form}`).join(', ')}, r.html::text
          IS NOT DISTINCT FROM k.snapshot #>> '{case,context,consultationReport,report}' AS stands
       FROM consultation_report r JOIN consultation c ON c.id = r.consultation_id
       JOIN cases k ON k.id = c.case_id
      WHERE r.consultation_id = $1 ORDER BY r.number DESC`,
    [consultation],
  );
  return rows;
}
