import type { Office } from '#cases';
import type { Visitor } from '#identity';
import { seeOther } from '../http/page.js';
import { keep, nextPage, readDecision } from './decision-draft.js';
import type { DecisionDraft } from './decision-draft.js';
import { onConsent, requireSamePapers } from './on-consent.js';
import type { OnConsent } from './on-consent.js';

/** The draft of a decision, as long as the papers are those on which the officer began. */
export async function drafted(
  office: Office,
  who: Visitor,
  { id, consent, draft }: { id: string; consent: string; draft: string },
) {
  const on = await onConsent(office, who, id, consent);
  const answers = await readDecision(office, on, draft);
  requireSamePapers(on, answers.papersHash);
  return { on, answers };
}

/** Keeps what was answered, and leads to a page of the decision; else to the first not answered. */
export async function goOn(
  office: Office,
  on: OnConsent,
  answers: DecisionDraft,
  to = nextPage(answers),
) {
  return seeOther(`${on.path}/decide/${await keep(office, on, answers)}/${to}`);
}
