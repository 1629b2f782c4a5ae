import { Refusal, now } from '#platform';
import type { Tx } from '#platform';
import { findConsultation, publication } from '#consultation';
import type { Places, ReportAsked } from '#consultation';
import type { DocumentKind, KeptFile } from '#evidence';
import { londonDate } from '#register';
import { requireCase } from './case-people.js';
import type { Office } from './office.js';
import { recordPapers, takeStep } from './take-step.js';
import type { Act, Done, Paper } from './take-step.js';

const { report } = publication;

/** The report as its clerk saw it before they issued it. */
export interface ReportSeen {
  readonly asOf: Date;
  readonly places: Places;
  /** The fingerprint of its figures. */
  readonly figures: string;
}

/**
 * Issues the consultation's report in one act: its page, its table and its data become documents of
 * the case, their hashes stand in the consultation's record, and the case moves on. What is issued
 * is what the clerk saw, byte for byte; refused as `invalid` where something changed meanwhile.
 */
export async function issueReport(office: Office, act: Act, seen: ReportSeen): Promise<Done> {
  const { actor, caseId } = act;
  await requireCase(office.pool, actor, caseId);
  const consultation = await findConsultation(office.pool, { caseId });
  if (consultation === null) throw new Refusal('not-now', { case: caseId });
  const asked = { consultation: consultation.id, asOf: seen.asOf, places: seen.places };
  const figures = await report.figures(office.pool, asked);
  const { html, csv, json } = report.render(figures);
  const fileName = `Consultation report ${figures.school}`;
  const files = {
    html: await office.documents.keep({ text: html, fileName, type: 'html' }),
    csv: await office.documents.keep({ text: csv, fileName, type: 'csv' }),
    json: await office.documents.keep({ text: json, fileName, type: 'json' }),
  };
  return takeStep(office, act, async (tx) => {
    await report.requireCurrent(tx, asked, seen.figures);
    const on = londonDate(await now(tx)).toString();
    const written = await fileAll(office, tx, act, { asked, files, on });
    return { event: { type: 'consultation.reported', on, report: written } };
  });
}

type Files = Readonly<Record<'html' | 'csv' | 'json', KeptFile>>;

async function fileAll(
  office: Office,
  tx: Tx,
  act: Act,
  { asked, files, on }: { readonly asked: ReportAsked; readonly files: Files; readonly on: string },
): Promise<string> {
  const { html, csv, json } = files;
  const ids = await recordPapers(office, tx, act, [
    paper(html, 'consultationReport', on, 'Consultation report'),
    paper(csv, 'consultationFigures', on, 'Figures of the consultation report, as a table (CSV)'),
    paper(json, 'consultationFigures', on, 'Figures of the consultation report, as data (JSON)'),
  ]);
  const named = (index: number, { sha256 }: KeptFile) => ({ id: ids[index]!, sha256 });
  await report.recordIssued(tx, act.actor, asked, {
    html: named(0, html),
    csv: named(1, csv),
    json: named(2, json),
  });
  return ids[0]!;
}

const paper = (file: KeptFile, kind: DocumentKind, dated: string, title: string): Paper => ({
  ...{ file, kind, dated, title },
  ...{ status: 'approved', confidentiality: 'board' },
});
