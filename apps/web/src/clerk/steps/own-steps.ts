import { Refusal, content, fill } from '#platform';
import { askConsent, chooseTrust, clerkDesk, furtherPapers, newTrust, takeStep } from '#cases';
import type { CaseView } from '#cases';
import { findTrusts } from '#register';
import { events } from '#journey';
import type { ArticlesModel, JourneyEvent } from '#journey';
import { kindNames, policyWords } from '../../views/policy-words.js';
import { bodyName, capital, parts } from '../../views/journey-words.js';
import { newerPolicy } from '../consents/newer-policy.js';
import { meetingsOf } from '../consents/policy-of-consent.js';
import { consultationSteps } from './consultation-steps.js';
import { choiceField, choicesField, textField } from './field.js';
import { question, whenField } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

const notes = () => content<Readonly<Record<string, string>>>('clerk/step-notes');

/** Choosing the trust from the register: a search first, then one of what it found. */
export const trustStep: StepForm = {
  task: 'choose-trust',
  event: 'trust.chosen',
  search: 'Name, number or town of the trust',
  fields: async ({ sql, query }) => {
    if (query === '') return [];
    const { found } = await findTrusts(sql, { q: query, limit: 10 });
    const items = found.map(({ uid, name, town, typeName }) => ({
      value: uid,
      text: name,
      hint: [typeName, town, `Group ${uid}`].filter(Boolean).join(' · '),
    }));
    return items.length === 0
      ? []
      : [choiceField('trust', question('trust'), items), whenField(false)];
  },
  papers: () => [],
  notes: ({ view }) =>
    view.snapshot.case.context.trust === undefined ? [] : [notes()['change-of-trust']!],
  preview: (_, { trust, on }) => ({
    type: 'trust.chosen',
    on: on!,
    trust: { uid: trust!, name: trust! },
  }),
  take: (office, act, _, { trust, on }) => chooseTrust(office, act, { uid: trust!, on: on! }),
};

/** Naming the trust that the schools form themselves; the register cannot know it yet. */
const newTrustStep: StepForm = {
  task: 'name-new-trust',
  event: 'trust.chosen',
  fields: () => [textField('name', question('newTrust'), 120), whenField(false)],
  papers: () => [],
  notes: ({ view }) => {
    const { group, trust } = view.snapshot.case.context;
    return [
      ...(group?.kind === 'formation' && group.name !== undefined
        ? [fill(notes()['name-of-group']!, { name: group.name })]
        : []),
      ...(trust === undefined ? [] : [notes()['change-of-trust']!]),
    ];
  },
  preview: (_, { name, on }) => ({ type: 'trust.chosen', on: on!, trust: newTrust.called(name!) }),
  take: (office, act, _, { name, on }) => newTrust.name(office, act, { name: name!, on: on! }),
};

/** Choosing the articles; beside each stands what the policies of the bodies say of it. */
const articlesStep: StepForm = {
  task: 'choose-articles',
  event: 'articles.chosen',
  fields: ({ view }) => {
    const items = Object.entries(parts().articlesModels).map(([value, text]) => {
      const said = acceptanceOf(view, value as ArticlesModel);
      return { value, text, ...(said === '' ? {} : { hint: said }) };
    });
    return [choiceField('articles', question('articles'), items), whenField(false)];
  },
  papers: () => [],
  notes: ({ view }) =>
    view.snapshot.case.context.articles === undefined ? [] : [notes()['change-of-articles']!],
  preview: (_, answers) => articlesChosen(answers),
  take: (office, act, _, answers) =>
    takeStep(office, act, () => ({ event: articlesChosen(answers) })),
};

const articlesChosen = ({ articles, on }: Answers): JourneyEvent => ({
  type: 'articles.chosen',
  on: on!,
  model: articles! as ArticlesModel,
});

/** Whether each body whose policy counts on the case accepts these articles, in words. */
function acceptanceOf({ snapshot, bodies }: CaseView, model: ArticlesModel): string {
  const { accepts: words } = policyWords();
  return Object.entries(snapshot.consents)
    .flatMap(([id, { context }]) => {
      const said = context.policy?.accepts[model];
      if (said === undefined) return [];
      const facts = { body: capital(bodyName(id, bodies)), accepts: words[said] };
      return [fill(notes()['policy-says']!, facts)];
    })
    .join(' · ');
}

/** What the body's own policy says of a request, and when its committee meets next. */
async function notesBeforeAsking({ sql, view, part }: StepContext): Promise<readonly string[]> {
  const consent = part ?? '';
  const policy = view.snapshot.consents[consent]?.context.policy;
  const required = (policy?.required ?? []).map((kind) => kindNames()[kind] ?? kind);
  const days = policy?.silenceRefusesAfterDays;
  const [meeting] = await meetingsOf(sql, view, consent);
  return [
    fill(notes()['ask-body']!, { body: bodyName(consent, view.bodies) }),
    ...(required.length === 0 ? [] : [fill(notes()['ask-papers']!, { required })]),
    ...(meeting === undefined ? [] : [fill(notes()['ask-meeting']!, meeting)]),
    ...(typeof days === 'number' ? [fill(notes()['ask-silence']!, { days })] : []),
  ];
}

const kindsOf = (ids: readonly string[], documents: StepContext['documents']) =>
  documents.filter(({ id }) => ids.includes(id)).map(({ kind }) => kind);

/** The papers of the case that can be sent with such an event, and the words that go with them. */
function sending(
  type: 'consent.requested' | 'consent.more-given' | 'consent.papers-given',
  { documents }: StepContext,
  { sent = [], message = 'message' }: { sent?: readonly string[]; message?: string } = {},
) {
  const kinds: readonly string[] = events[type].evidence[0].kinds;
  const papers = documents
    .filter(({ id, kind }) => kinds.includes(kind) && !sent.includes(id))
    .map(({ id, title }) => ({ value: id, text: title }));
  return [
    choicesField('papers', question('papers'), papers),
    textField('message', question(message), 4000),
  ];
}

/** Asking a body for its consent, or giving it what it asked for, on papers of the case. */
function consentStep(task: string, type: 'consent.requested' | 'consent.more-given'): StepForm {
  return {
    task,
    event: type,
    fields: (context) => sending(type, context),
    papers: () => [],
    notes: notesBeforeAsking,
    preview: ({ view, part, documents }, { papers }) => ({
      type,
      on: view.now.toISOString(),
      consent: part ?? '',
      papers: papers!,
      papersHash: '',
      kinds: kindsOf(papers!, documents),
    }),
    take: (office, act, { part }, { papers, message }) =>
      (type === 'consent.requested' ? askConsent : furtherPapers.giveMore)(office, act, {
        consent: part ?? '',
        papers: papers!,
        message: message!,
      }),
  };
}

/** Giving a body that consented in principle new papers for its final decision. */
const papersStep: StepForm = {
  task: 'give-papers',
  event: 'consent.papers-given',
  fields: (context) =>
    sending('consent.papers-given', context, {
      sent: papersSent(context),
      message: 'aboutPapers',
    }),
  papers: () => [],
  notes: ({ view, part }) => [
    fill(notes()['give-papers']!, { body: bodyName(part ?? '', view.bodies) }),
  ],
  preview: ({ view, part }, { papers }) => ({
    type: 'consent.papers-given',
    on: view.now.toISOString(),
    consent: part ?? '',
    papers: papers!,
    papersHash: '',
  }),
  take: (office, act, { part }, { papers, message }) =>
    furtherPapers.givePapers(office, act, {
      consent: part ?? '',
      papers: papers!,
      message: message!,
    }),
};

const papersSent = ({ view, part }: StepContext): readonly string[] =>
  view.snapshot.consents[part ?? '']?.context.papers ?? [];

/** Moving a consent to the version of its body’s policy that counts today. */
const policyStep: StepForm = {
  task: 'move-policy-on',
  event: 'consent.policy-applied',
  fields: () => [whenField(false)],
  papers: () => [],
  notes: policyNotes,
  preview: async ({ sql, view, part }) => {
    const consent = part ?? '';
    const body = view.bodies.find((on) => on.part === consent)?.body;
    const { snapshot } = view;
    const on = view.now.toISOString();
    const at = { snapshot, consent, on };
    const event = body === undefined ? null : await clerkDesk.newestPolicy(sql, { ...at, body });
    if (event === null) throw new Refusal('not-now', { event: 'consent.policy-applied' });
    return event;
  },
  take: (office, act, { part }) => clerkDesk.moveToPolicy(office, act, { consent: part ?? '' }),
};

/** What a newer policy changes, and what follows. */
async function policyNotes({ sql, view, part }: StepContext): Promise<readonly string[]> {
  const newer = await newerPolicy(sql, view, part ?? '');
  if (newer === null) return [notes()['policy-same']!];
  const changes = newer.changes.map((change) => fill(notes()['policy-changes']!, change));
  return [...changes, ...newer.follows];
}

/** Keeping the earlier version of its body’s policy for a consent, for a reason. */
const keepStep: StepForm = {
  task: 'keep-policy',
  event: 'consent.policy-kept',
  fields: () => [textField('reason', question('keepReason'), 2000)],
  papers: () => [],
  notes: policyNotes,
  preview: async ({ sql, view, part }) => {
    const event = await clerkDesk.keptPolicy(sql, view, part ?? '');
    if (event === null) throw new Refusal('not-now', { event: 'consent.policy-kept' });
    return event;
  },
  take: (office, act, { part }, { reason }) =>
    clerkDesk.keepPolicy(office, act, { consent: part ?? '', reason: reason! }),
};

/** The steps that are more than a day and its papers. */
export const ownSteps: readonly StepForm[] = [
  trustStep,
  newTrustStep,
  articlesStep,
  consentStep('request-consent', 'consent.requested'),
  consentStep('give-more', 'consent.more-given'),
  papersStep,
  policyStep,
  keepStep,
  ...consultationSteps,
];
