import { Refusal } from '#platform';
import { completionSteps } from './completion-steps.js';
import { departmentSteps } from './department-steps.js';
import { documentSteps } from './document-steps.js';
import { ownSteps } from './own-steps.js';
import { plainSteps } from './plain-steps.js';
import { resolutionStep } from './resolution-step.js';
import { staffSteps } from './staff-steps.js';
import type { StepForm } from './step-form.js';

const forms: ReadonlyMap<string, StepForm> = new Map(
  [
    ...plainSteps,
    ...ownSteps,
    ...departmentSteps,
    ...completionSteps,
    ...staffSteps,
    ...documentSteps,
    resolutionStep('resolve-to-apply', 'apply'),
    resolutionStep('decide-finally', 'final'),
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
