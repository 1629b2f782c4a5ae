import { z } from 'zod';
import { nameRepresentative } from '#cases';
import { choiceField, textField } from './field.js';
import { papersOf, plainStep, question, whenField } from './plain-step.js';
import type { StepContext, StepForm } from './step-form.js';

const named = ({ view }: StepContext): readonly string[] =>
  view.snapshot.case.context.representatives?.representatives ?? [];

/** Those who stand for the staff, as a choice. */
const representatives = (context: StepContext) =>
  named(context).map((value) => ({
    value,
    text: context.view.bodies.find(({ body }) => body === value)?.name ?? value,
  }));

/** An address that can be left out, for somebody who is written to on paper. */
function address() {
  const { fault } = question('representativeEmail');
  return z
    .string({ error: fault })
    .trim()
    .max(254, fault)
    .pipe(z.union([z.literal(''), z.email({ error: fault })], { error: fault }))
    .default('');
}

/** Asked for where there is no other; so it has no fault of its own. */
function postalField() {
  const { fault: _, ...words } = question('representativePost');
  return { ...textField('postal', words, 500), rows: 4 };
}

const nameStep: StepForm = {
  task: 'name-representatives',
  event: 'tupe.representatives-named',
  fields: () => [
    textField('name', question('representative'), 120),
    textField('person', question('representativePerson'), 120),
    { ...textField('email', question('representativeEmail')), schema: address() },
    postalField(),
    whenField(false),
  ],
  papers: () => [],
  holds: {
    at: 'postal',
    error: question('representativePost').fault!,
    of: ({ email, postal }) => Boolean(email) || Boolean(postal),
  },
  preview: (context, { on }) => ({
    type: 'tupe.representatives-named',
    on: on!,
    representatives: [...named(context), 'one-more'],
  }),
  take: (office, act, _, { name, person, email, postal, on }) =>
    nameRepresentative(office, act, {
      name: name!,
      person: person!,
      email: email || null,
      postalAddress: postal || null,
      on: on!,
    }),
};

/** Informing and consulting staff on their transfer, apart from the consultation of section 5. */
export const staffSteps: readonly StepForm[] = [
  plainStep({ task: 'receive-measures', event: 'tupe.measures-received' }),
  nameStep,
  plainStep({
    task: 'inform-staff',
    event: 'tupe.informed',
    facts: (context) => ({ representatives: named(context) }),
  }),
  plainStep({
    task: 'log-staff-reply',
    event: 'tupe.replied',
    fields: (context) => [
      choiceField('representative', question('whoReplied'), representatives(context)),
      textField('words', question('replyInShort'), 2000),
    ],
    papers: () => papersOf('tupe.replied'),
    facts: (_, { representative }) => ({ representative }),
    texts: (_, { words }): Readonly<Record<string, string>> => (words ? { words } : {}),
  }),
  plainStep({ task: 'receive-liability', event: 'tupe.liability-received' }),
  plainStep({ task: 'complete-tupe', event: 'tupe.completed' }),
];
