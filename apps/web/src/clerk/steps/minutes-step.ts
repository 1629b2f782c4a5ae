import { filedMinutes } from '../board/minutes.js';
import type { CaseView } from '#cases';
import type { MinutesApproved, Purpose } from '#journey';
import { papersOf, plainStep } from './plain-step.js';
import type { StepContext, StepForm } from './step-form.js';

/**
 * The minutes of a decision, as a later meeting approved or signed them. They take the place of the
 * version before, which stays with a link; the step is about a decision: 'approve-minutes:apply'.
 */
const minutesStep = (task: string, standing: MinutesApproved['standing']): StepForm => ({
  ...plainStep({
    task,
    event: 'minutes.approved',
    papers: (context) => papersOfMinutes(context, standing),
    facts: ({ part }) => ({ purpose: part, standing }),
  }),
  isAbout: (view: CaseView, part) => filedMinutes(view, part as Purpose) !== null,
});

function papersOfMinutes(
  { view, part, everyDocument }: StepContext,
  standing: MinutesApproved['standing'],
) {
  const versions = filedMinutes(view, part as Purpose, everyDocument) ?? [];
  const latest = versions.at(-1);
  return papersOf('minutes.approved').map((paper) => ({
    ...paper,
    status: standing,
    supersedes: latest?.id ?? null,
    // A version that came with a form which was wrong elsewhere need not be sent again.
    among: versions.slice(1).flatMap(({ id, status }) => (status === standing ? [id] : [])),
  }));
}

export const minutesSteps: readonly StepForm[] = [
  minutesStep('approve-minutes', 'approved'),
  minutesStep('sign-minutes', 'signed'),
];
