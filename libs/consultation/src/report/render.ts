import { csvOf } from './csv.js';
import { docxOf } from './docx.js';
import type { ReportFigures } from './figures.js';
import { htmlOf } from './html.js';
import { pdfOf } from './pdf.js';
import { modelOf } from './model.js';
import { published } from './publish.js';

/** A report as everybody may read it, as files; the same figures are always the same bytes. */
export interface RenderedReport {
  readonly html: string;
  readonly csv: string;
  readonly json: string;
}

export function render(figures: ReportFigures): RenderedReport {
  const shown = published(figures);
  const model = modelOf(shown);
  return {
    html: htmlOf(model),
    csv: csvOf(model),
    json: `${JSON.stringify(shown, null, 2)}\n`,
  };
}

/** The same as papers to print, to hand round and to work on. */
export interface ReportPapers {
  readonly pdf: Buffer;
  readonly docx: Buffer;
}

export async function papersOf(figures: ReportFigures): Promise<ReportPapers> {
  const model = modelOf(published(figures));
  return { pdf: await pdfOf(model), docx: await docxOf(model) };
}
