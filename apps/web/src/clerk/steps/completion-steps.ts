import { z } from 'zod';
import { content } from '#platform';
import { departmentTasks, ownProofs } from '#completion';
import type { Ask, TaskDefinition } from '#completion';
import { choiceField, dateField, numberField, textField } from './field.js';
import type { Field, Question } from './field.js';
import { papersOf, plainStep, question } from './plain-step.js';
import type { Answers, StepContext, StepForm } from './step-form.js';

type AskWords = Question & { readonly among?: Readonly<Record<string, string>> };

const askWords = (name: string): AskWords =>
  content<{ asks: Readonly<Record<string, AskWords>> }>('completion/tasks').asks[name]!;

const definitionOf = (part: string | null): TaskDefinition | undefined =>
  departmentTasks.find(({ id }) => id === part);

/** The tasks to which something can be added; the others are shown by what the case has anyway. */
const takesPapers = (part: string): boolean =>
  ownProofs(definitionOf(part) ?? { proofs: [] }).kinds.length > 0;

function fieldOf({ name, kind, among = [] }: Ask): Field {
  const words = askWords(name);
  if (kind === 'date') return dateField(name, words);
  if (kind === 'number') return numberField(name, words, 9_999);
  const items = among.map((value) => ({ value, text: words.among?.[value] ?? value }));
  return choiceField(name, words, items);
}

function urnField(): Field {
  const { fault, ...words } = question('academyUrn');
  const schema = z
    .string({ error: fault })
    .trim()
    .regex(/^\d{6}$/, fault);
  return { ...textField('urn', words), width: 10, inputmode: 'numeric', schema };
}

const ownOf = ({ part }: StepContext) => ownProofs(definitionOf(part)!);

function shownBy(context: StepContext, answers: Answers): object {
  const id = String(answers['evidence']);
  const paper = context.documents.find((document) => document.id === id);
  const given = ownOf(context).asks.map(({ name }) => [name, String(answers[name])] as const);
  return {
    task: context.part,
    evidence: [id],
    kinds: paper === undefined ? [] : [paper.kind],
    answers: Object.fromEntries(given),
  };
}

/** Shows one of the Department's tasks, sets it aside on advice, or confirms that all are met. */
export const completionSteps: readonly StepForm[] = [
  {
    ...plainStep({
      task: 'show-task',
      event: 'task.shown',
      fields: (context) => ownOf(context).asks.map(fieldOf),
      papers: (context) => papersOf('task.shown', () => ownOf(context).kinds),
      facts: shownBy,
    }),
    isAbout: (_, part) => takesPapers(part),
  },
  {
    ...plainStep({
      task: 'set-task-aside',
      event: 'task.set-aside',
      facts: ({ part }) => ({ task: part }),
    }),
    isAbout: (_, part) => definitionOf(part)?.canBeSetAside === true,
  },
  plainStep({ task: 'confirm-conditions', event: 'conditions.met' }),
  plainStep({
    task: 'record-opening',
    event: 'school.opened',
    fields: () => [urnField()],
    facts: (_, { urn }) => ({ urn }),
  }),
];
