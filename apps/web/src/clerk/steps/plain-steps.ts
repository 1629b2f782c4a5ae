import { bodyName, capital, parts } from '../../views/journey-words.js';
import { choiceField, choicesField, dateField, textField } from './field.js';
import type { Item } from './field.js';
import { papersOf, plainStep, question } from './plain-step.js';
import type { StepContext, StepForm } from './step-form.js';

const items = (words: Readonly<Record<string, string>>): readonly Item[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

const ofGroup = ({ view }: StepContext) => ({ group: view.snapshot.case.context.group?.group });

/** On this route the Secretary of State orders, and nobody applies. */
const isOrdered = ({ view }: StepContext) => view.snapshot.case.context.route === 'sponsored';

const ofDocument = ({ part }: StepContext) => ({ document: part });

/** The kinds of paper that each legal document is filed as. */
const kindOfDocument: Readonly<Record<string, string>> = {
  'land-questionnaire': 'landQuestionnaire',
  'title-plans': 'titlePlan',
  'supplemental-funding-agreement': 'supplementalFundingAgreement',
  'master-funding-agreement': 'masterFundingAgreement',
  'articles-of-association': 'articles',
  'commercial-transfer-agreement': 'commercialTransferAgreement',
  'lease-125-years': 'lease',
  'trust-modification-order': 'trustModificationOrder',
  'direction-to-transfer': 'directionToTransfer',
  'church-supplemental-agreement': 'churchSupplementalAgreement',
  'pfi-deed-of-variation': 'deedOfVariation',
  'pfi-lease': 'pfiSet',
  'pfi-principal-agreement': 'pfiSet',
  'pfi-school-agreement': 'pfiSet',
};

const documentPaper =
  (event: 'document.received' | 'document.signed') =>
  ({ part }: StepContext) =>
    papersOf(event, (kinds) => [kindOfDocument[part ?? ''] ?? kinds[0]!]);

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
  plainStep({
    task: 'record-dfe-decision',
    event: 'dfe.decided',
    fields: () => [
      choiceField('outcome', question('outcome'), items(parts().dfeOutcomes)),
      choiceField('decidedBy', question('decidedBy'), items(parts().decidedBy), 'select'),
    ],
    facts: (_, { outcome, decidedBy }) => ({ outcome, decidedBy }),
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
  plainStep({ task: 'inform-staff', event: 'tupe.informed' }),
  plainStep({ task: 'complete-tupe', event: 'tupe.completed' }),
  plainStep({
    task: 'set-opening-date',
    event: 'opening-date.set',
    fields: ({ view }) => [
      dateField('opens', question('opens')),
      ...(view.snapshot.case.context.opening === undefined
        ? []
        : [choicesField('reasons', question('reasons'), items(parts().dateReasons))]),
    ],
    facts: (_, { opens, reasons }) => ({ opens, reasons: reasons ?? [] }),
  }),
  plainStep({
    task: 'name-academy',
    event: 'academy.named',
    fields: () => [textField('name', question('name'), 100)],
    facts: (_, { name }) => ({ name }),
  }),
  plainStep({ task: 'sign-funding-agreement', event: 'funding-agreement.signed' }),
  plainStep({ task: 'confirm-insurance', event: 'insurance.confirmed' }),
  plainStep({ task: 'confirm-conditions', event: 'conditions.met' }),
  plainStep({ task: 'record-opening', event: 'school.opened' }),
  plainStep({
    task: 'receive-document',
    event: 'document.received',
    papers: documentPaper('document.received'),
    facts: ofDocument,
  }),
  plainStep({ task: 'clear-document', event: 'document.cleared', facts: ofDocument }),
  plainStep({
    task: 'sign-document',
    event: 'document.signed',
    papers: documentPaper('document.signed'),
    fields: ({ view, part }) => {
      const { parties, signedBy } = view.snapshot.documents[part ?? '']!.context;
      const awaited = parties.filter((party) => !signedBy.includes(party));
      const choices = awaited.map((value) => ({ value, text: parts().parties[value] ?? value }));
      return [choiceField('party', question('party'), choices)];
    },
    facts: ({ part }, { party }) => ({ document: part, party }),
  }),
  plainStep({ task: 'set-document-aside', event: 'document.set-aside', facts: ofDocument }),
];
