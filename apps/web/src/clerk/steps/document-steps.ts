import { furtherDocuments } from '#journey';
import { parts } from '../../views/journey-words.js';
import { choiceField, choicesField, textField } from './field.js';
import { papersOf, plainStep, question } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

type DocumentEventType = 'document.received' | 'document.signed' | 'document.sealed';

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
  'deed-of-variation': 'deedOfVariation',
  subleases: 'lease',
  'third-party-leases': 'lease',
  'tenancy-at-will': 'lease',
  'pfi-deed-of-variation': 'deedOfVariation',
  'pfi-lease': 'pfiSet',
  'pfi-principal-agreement': 'pfiSet',
  'pfi-school-agreement': 'pfiSet',
};

const documentPaper =
  (event: DocumentEventType) =>
  ({ part }: StepContext) =>
    papersOf(event, (kinds) => [kindOfDocument[part ?? ''] ?? kinds[0]!]);

/** The parties of a document that have not signed it yet. */
function awaitedParties({ view, part }: StepContext) {
  const { parties, signedBy } = view.snapshot.documents[part ?? '']!.context;
  return parties
    .filter((party) => !signedBy.includes(party))
    .map((value) => ({ value, text: parts().parties[value] ?? value }));
}

/** What advice can still say of: not what is on the case and no advice takes away. */
const inQuestion = ({ view }: StepContext) =>
  furtherDocuments().filter(
    ({ id, optional }) => optional || !Object.hasOwn(view.snapshot.documents, id),
  );

/** All that the conversion needs: what stays on the case, and what was chosen of the rest. */
function neededDocuments(context: StepContext, answers: Answers) {
  const needed: readonly string[] = answers['needed'] ?? [];
  const further = inQuestion(context);
  const fixed = Object.entries(context.view.snapshot.documents)
    .filter(([id]) => !further.some((one) => one.id === id))
    .map(([id, { context: facts }]) => ({ id, parties: facts.parties }));
  const chosen = further
    .filter(({ id }) => needed.includes(id))
    .map(({ id, parties }) => ({ id, parties }));
  return [...fixed, ...chosen];
}

/** The life of each legal document: which are needed, and each from its draft to its publication. */
export const documentSteps: readonly StepForm[] = [
  plainStep({
    task: 'settle-instruments',
    event: 'instruments.settled',
    fields: (context) => {
      const named = inQuestion(context).map(({ id }) => ({
        value: id,
        text: parts().documents[id] ?? id,
      }));
      return [choicesField('needed', question('needed'), named)];
    },
    facts: (context, answers) => ({ documents: neededDocuments(context, answers) }),
  }),
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
    fields: (context) => [
      choiceField('party', question('party'), awaitedParties(context)),
      textField('signatory', question('signatory'), 120),
    ],
    facts: ({ part }, { party }) => ({ document: part, party }),
    texts: (_, { signatory }): Readonly<Record<string, string>> => (signatory ? { signatory } : {}),
  }),
  plainStep({
    task: 'seal-document',
    event: 'document.sealed',
    papers: documentPaper('document.sealed'),
    facts: ofDocument,
  }),
  plainStep({ task: 'publish-document', event: 'document.published', facts: ofDocument }),
  plainStep({ task: 'set-document-aside', event: 'document.set-aside', facts: ofDocument }),
];
