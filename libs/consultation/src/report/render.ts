import { csvOf } from './csv.js';
import type { ReportFigures } from './figures.js';
import { htmlOf } from './html.js';
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
