import { Refusal } from '#platform';
import type { CaseView } from '#cases';
import { completionSteps } from './completion-steps.js';
import { courseSteps } from './course-steps.js';
import { departmentSteps } from './department-steps.js';
import { documentSteps } from './document-steps.js';
import { ledgerStep } from './ledger-step.js';
import { minutesSteps } from './minutes-step.js';
import { askOverrideStep } from './override-step.js';
import { ownSteps } from './own-steps.js';
import { plainSteps } from './plain-steps.js';
import { settleStep } from './settle-step.js';
import { postponeStep } from './postpone-step.js';
import { resolutionStep } from './resolution-step.js';
import { staffSteps } from './staff-steps.js';
import type { StepForm } from './step-form.js';

const forms: ReadonlyMap<string, StepForm> = new Map(
  [
    ...plainSteps,
    ...ownSteps,
    settleStep,
    ...departmentSteps,
    ...completionSteps,
    ...staffSteps,
    ...documentSteps,
    askOverrideStep,
    ...courseSteps,
    resolutionStep('resolve-to-apply', 'apply'),
    resolutionStep('decide-finally', 'final'),
    ledgerStep,
    postponeStep,
    ...minutesSteps,
  ].map((form) => [form.task, form]),
);

/** The names of every step that a clerk can take, for the spec that compares them with the tasks. */
export const stepNames = (): readonly string[] => [...forms.keys()];

/** A step by the id of its task: 'order.made' has one name, a consent's is 'request-consent:trustee'. */
export function stepForm(taskId: string): { form: StepForm; part: string | null } {
  const [words = '', part = null] = taskId.split(':');
  const form = forms.get(words);
  if (form === undefined) throw new Refusal('not-found', { task: taskId });
  return { form, part };
}

/** Whether a step of a case can be about this part of it. */
export function isAbout(form: StepForm, view: CaseView, part: string): boolean {
  if (form.isAbout !== undefined) return form.isAbout(view, part);
  const { consents, documents } = view.snapshot;
  const isNamed = Object.hasOwn(consents, part) || Object.hasOwn(documents, part);
  return isNamed || view.tasks.some((task) => task.part === part);
}
