import type { CaseView, TimelineEntry } from '#cases';
import { day } from '../../http/dates.js';
import { parts } from '../../views/journey-words.js';
import { counted } from './moves.js';
import type { Counted } from './moves.js';

type Decided = Counted<'dfe.decided'>;

/** The Department's decisions, the latest first: who decided, why, and on what conditions. */
export function decisionsOf(view: CaseView, entries: readonly TimelineEntry[]) {
  const { decision } = view.snapshot.case.context;
  const all = counted(entries, 'dfe.decided').toReversed();
  return all.map((one, index) => ({
    ...decisionRow(view.id, one),
    conditions: index === 0 && decision !== undefined ? conditionsOf(view, one, entries) : [],
  }));
}

function decisionRow(caseId: string, { seq, event, texts, documents }: Decided) {
  const words = parts();
  const office = words.decidedBy[event.decidedBy] ?? event.decidedBy;
  const name = texts['decidedByName'] ?? null;
  return {
    outcome: words.dfeOutcomes[event.outcome] ?? event.outcome,
    on: event.on,
    by: name === null ? office : `${name}, ${office}`,
    reasons: (event.reasons ?? []).map((code) => ({
      text: words.decisionReasons[code] ?? code,
      details: texts[`reason-${code}`] ?? null,
    })),
    href: `/cases/${caseId}/timeline/${seq}`,
    letter: documents.map(({ id, title }) => ({ href: documentPath(caseId, id), text: title })),
  };
}

const documentPath = (caseId: string, id: string) => `/cases/${caseId}/documents/${id}`;

/** Each condition of the decision that counts, with the document that shows it met. */
function conditionsOf(
  view: CaseView,
  { event, texts }: Decided,
  entries: readonly TimelineEntry[],
) {
  const met = counted(entries, 'dfe.condition-met');
  const isMet = view.snapshot.case.context.decisionMet ?? {};
  return (event.conditions ?? []).map(({ id }, index) => {
    const shown = met.findLast((one) => one.event.condition === id);
    const paper = shown?.documents[0];
    return {
      number: index + 1,
      text: texts[id] ?? id,
      isMet: Object.hasOwn(isMet, id),
      on: shown === undefined ? null : day(shown.event.on),
      paper:
        paper === undefined ? null : { href: documentPath(view.id, paper.id), text: paper.title },
      href: `/cases/${view.id}/steps/${encodeURIComponent(`meet-dfe-condition:${id}`)}`,
    };
  });
}
