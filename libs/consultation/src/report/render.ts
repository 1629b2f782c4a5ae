import { csvOf } from './csv.js';
import type { ReportFigures } from './figures.js';
import { htmlOf } from './html.js';
import { modelOf } from './tables.js';

/** A report as files; the same figures are always the same bytes. */
export interface RenderedReport {
  readonly html: string;
  readonly csv: string;
  readonly json: string;
}

export function render(figures: ReportFigures): RenderedReport {
  const model = modelOf(figures);
  return {
    html: htmlOf(model),
    csv: csvOf(model),
    json: `${JSON.stringify(figures, null, 2)}\n`,
  };
}
