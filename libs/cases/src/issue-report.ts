import { Refusal, now } from '#platform';
import type { Tx } from '#platform';
import { findConsultation, publication } from '#consultation';
import type { Places, ReportAsked, ReportFiles, ReportForm } from '#consultation';
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
 * Issues the consultation's report in one act: its page, papers, table and data become documents of
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
  const written = { ...report.render(figures), ...(await report.papers(figures)) };
  const fileName = `Consultation report ${figures.school}`;
  const files = {} as Record<ReportForm, KeptFile>;
  for (const type of report.forms)
    files[type] = await office.documents.keep({ content: written[type], fileName, type });
  return takeStep(office, act, async (tx) => {
    await report.requireCurrent(tx, asked, seen.figures);
    const on = londonDate(await now(tx)).toString();
    const written = await fileAll(office, tx, act, { asked, files, on });
    return { event: { type: 'consultation.reported', on, report: written } };
  });
}

/** What each form of the report is on the record; the page is the report that the case names. */
const PAPERS: Readonly<Record<ReportForm, readonly [DocumentKind, string]>> = {
  html: ['consultationReport', 'Consultation report'],
  pdf: ['consultationReport', 'Consultation report, to print (PDF)'],
  docx: ['consultationReport', 'Consultation report, as a Word document'],
  csv: ['consultationFigures', 'Figures of the consultation report, as a table (CSV)'],
  json: ['consultationFigures', 'Figures of the consultation report, as data (JSON)'],
};

type Files = Readonly<Record<ReportForm, KeptFile>>;

async function fileAll(
  office: Office,
  tx: Tx,
  act: Act,
  { asked, files, on }: { readonly asked: ReportAsked; readonly files: Files; readonly on: string },
): Promise<string> {
  const papers = report.forms.map((form): Paper => {
    const [kind, title] = PAPERS[form];
    const facts = { status: 'approved', confidentiality: 'board' } as const;
    return { ...facts, file: files[form], kind, dated: on, title };
  });
  const ids = await recordPapers(office, tx, act, papers);
  const named = report.forms.map((form, at) => [
    ...[form, { id: ids[at]!, sha256: files[form].sha256 }],
  ]);
  const recorded = Object.fromEntries(named) as ReportFiles;
  await report.recordIssued(tx, act.actor, asked, recorded);
  return recorded.html.id;
}
