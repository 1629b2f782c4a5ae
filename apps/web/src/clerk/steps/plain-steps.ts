import { ruleSetOn } from '#journey';
import { textField } from './field.js';
import { papersOf, plainStep, question } from './plain-step.js';
import type { StepForm } from './step-form.js';

/** The steps that are a day, their papers and a few facts. */
export const plainSteps: readonly StepForm[] = [
  plainStep({ task: 'present-options', event: 'options.presented' }),
  plainStep({
    task: 'report-on-trust',
    event: 'diligence.reported',
    papers: () => papersOf('diligence.reported', () => ['dueDiligenceOfTrust']),
    facts: () => ({ of: 'trust' }),
  }),
  plainStep({
    task: 'report-on-school',
    event: 'diligence.reported',
    papers: () => papersOf('diligence.reported', () => ['dueDiligenceOfSchool']),
    facts: () => ({ of: 'school' }),
  }),
  plainStep({ task: 'assess-equality', event: 'equality.assessed' }),
  plainStep({ task: 'consult-foundation', event: 'foundation.consulted' }),
  plainStep({ task: 'get-trust-consent', event: 'trust.consented' }),
  plainStep({ task: 'report-consultation', event: 'consultation.reported' }),
  plainStep({ task: 'record-order', event: 'order.made' }),
  plainStep({ task: 'revoke-order', event: 'order.revoked' }),
  plainStep({
    task: 'name-academy',
    event: 'academy.named',
    fields: () => [textField('name', question('name'), 100)],
    facts: (_, { name }) => ({ name }),
  }),
  plainStep({ task: 'sign-funding-agreement', event: 'funding-agreement.signed' }),
  plainStep({ task: 'confirm-insurance', event: 'insurance.confirmed' }),
  plainStep({
    task: 'move-rules-on',
    event: 'rules.moved-on',
    facts: ({ today }) => ({ to: ruleSetOn(today) }),
  }),
  plainStep({ task: 'withdraw-case', event: 'case.withdrawn' }),
];
