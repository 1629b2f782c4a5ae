import type { Task } from '#journey';

/**
 * The order in which an ordinary case takes its steps: what a clerk would do first among all that
 * could be done. The steps themselves come from the journey; this only chooses among the open ones.
 */
const USUAL_ORDER = [
  'review-group',
  'present-options',
  'choose-trust',
  'name-new-trust',
  'choose-articles',
  'consult-foundation',
  'give-more',
  'request-consent',
  'report-on-trust',
  'report-on-school',
  'assess-equality',
  'present-formation',
  'resolve-to-apply',
  'get-trust-consent',
  'launch-consultation',
  'report-consultation',
  'submit-application',
  'record-dfe-decision',
  'record-consulted',
  'record-order',
  'decide-finally',
  'receive-measures',
  'name-representatives',
  'inform-staff',
  'record-incorporation',
  'set-opening-date',
  'name-academy',
  'receive-document',
  'clear-document',
  'receive-liability',
  'complete-tupe',
  'settle-instruments',
  'meet-dfe-condition',
  'sign-funding-agreement',
  'sign-document',
  'confirm-insurance',
  'confirm-conditions',
  'record-opening',
];

/** The clerk's next step: the first of the usual order that can be done now; null when none can. */
export function nextStep(tasks: readonly Task[]): Task | null {
  const open = tasks.filter(({ status, by }) => status === 'ready' && by.includes('clerk'));
  return open.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

function rank({ words }: Task): number {
  const place = USUAL_ORDER.indexOf(words);
  return place === -1 ? USUAL_ORDER.length : place;
}
