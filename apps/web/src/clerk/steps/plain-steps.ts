import { ruleSetOn } from '#journey';
import { parts } from '../../views/journey-words.js';
import { choiceField, textField } from './field.js';
import { papersOf, plainStep, question } from './plain-step.js';
import type { StepContext, StepForm } from './step-form.js';

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
  plainStep({ task: 'record-order', event: 'order.made' }),
  plainStep({ task: 'revoke-order', event: 'order.revoked' }),
  plainStep({ task: 'inform-staff', event: 'tupe.informed' }),
  plainStep({ task: 'complete-tupe', event: 'tupe.completed' }),
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
    task: 'move-rules-on',
    event: 'rules.moved-on',
    facts: ({ today }) => ({ to: ruleSetOn(today) }),
  }),
  plainStep({ task: 'withdraw-case', event: 'case.withdrawn' }),
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
