import { content } from '#platform';
import { bodyName, capital, parts } from '../../views/journey-words.js';
import { choiceField, choicesField, textField } from './field.js';
import type { Item } from './field.js';
import { papersOf, plainStep, question } from './plain-step.js';
import type { StepContext, StepForm } from './step-form.js';

const items = (words: Readonly<Record<string, string>>): readonly Item[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

const ofGroup = ({ view }: StepContext) => ({ group: view.snapshot.case.context.group?.group });

/** On this route the Secretary of State orders, and nobody applies. */
const isOrdered = ({ view }: StepContext) => view.snapshot.case.context.route === 'sponsored';

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
  plainStep({
    task: 'report-consultation',
    event: 'consultation.reported',
    notes: () => [content<Readonly<Record<string, string>>>('clerk/step-notes')['report-here']!],
  }),
  plainStep({
    task: 'record-consulted',
    event: 'order.consulted',
    fields: ({ view }) => {
      const bodies = Object.keys(view.snapshot.consents).map((value) => ({
        value,
        text: capital(bodyName(value, view.bodies)),
      }));
      return [choicesField('bodies', question('bodiesConsulted'), bodies)];
    },
    facts: (_, { bodies }) => ({ bodies }),
  }),
  plainStep({
    task: 'record-order',
    event: 'order.made',
    fields: (context) =>
      isOrdered(context)
        ? [choiceField('basis', question('basis'), items(parts().orderBases))]
        : [],
    facts: (context, { basis }) => ({ basis: isOrdered(context) ? basis : 's.4(1)(a)' }),
  }),
  plainStep({ task: 'present-formation', event: 'formation.presented' }),
  plainStep({ task: 'review-group', event: 'group.reviewed', facts: ofGroup }),
  plainStep({ task: 'leave-group', event: 'group.left', facts: ofGroup }),
  plainStep({ task: 'record-incorporation', event: 'trust.incorporated' }),
  plainStep({
    task: 'name-academy',
    event: 'academy.named',
    fields: () => [textField('name', question('name'), 100)],
    facts: (_, { name }) => ({ name }),
  }),
  plainStep({ task: 'sign-funding-agreement', event: 'funding-agreement.signed' }),
  plainStep({ task: 'confirm-insurance', event: 'insurance.confirmed' }),
];
