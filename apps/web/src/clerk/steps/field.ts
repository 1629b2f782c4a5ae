import { z } from 'zod';
import {
  choice,
  choices,
  dateIn,
  optionalText,
  text,
  timeOfDay,
  wholeNumber,
} from '../../http/answers.js';
import { day, dayTime } from '../../http/dates.js';

/** One question of a step: how it is shown, how its answer is read, and how it is shown again. */
export interface Field {
  readonly kind:
    'input' | 'textarea' | 'folded' | 'hidden' | 'radios' | 'checkboxes' | 'select' | 'date';
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly items?: readonly Item[];
  readonly width?: number;
  readonly inputmode?: string;
  readonly inline?: boolean;
  readonly rows?: number;
  /** A heading that stands above the question, where a new part of the form begins. */
  readonly section?: string;
  readonly schema: z.ZodType;
  readonly inWords: (answer: never) => string;
}

export interface Item {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
}

/** The words of a question: content/clerk/steps.json. */
export interface Question {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string;
}

export const dateField = (name: string, { label, hint, fault }: Question): Field => ({
  kind: 'date',
  name,
  label,
  ...(hint === undefined ? {} : { hint }),
  schema: dateIn(fault ?? 'Enter the date.'),
  inWords: (answer: string) => day(answer),
});

/** A day that may be left out. */
export const optionalDateField = (name: string, question: Question): Field => {
  const field = dateField(name, question);
  const empty = z.object({ day: EMPTY, month: EMPTY, year: EMPTY }).transform(() => '');
  return {
    ...field,
    schema: z
      .union([empty, field.schema], { error: question.fault ?? 'Enter the date.' })
      .default(''),
    inWords: (answer: string) => (answer === '' ? 'None' : day(answer)),
  };
};

/** A time of day that may be left out. */
export const optionalTimeField = (name: string, question: Question): Field => {
  const field = timeField(name, question);
  return {
    ...field,
    schema: z.union([EMPTY, field.schema], { error: question.fault ?? NO_TIME }).default(''),
    inWords: (answer: string) => (answer === '' ? 'None' : (field.inWords as TimeInWords)(answer)),
  };
};

type TimeInWords = (answer: string) => string;

const EMPTY = z.string().trim().length(0);

export const textField = (name: string, { label, hint, fault }: Question, max = 200): Field => ({
  kind: max > 200 ? 'textarea' : 'input',
  name,
  label,
  rows: 5,
  ...(hint === undefined ? {} : { hint }),
  schema: fault === undefined ? optionalText({ max }) : text(fault, { max }),
  inWords: (answer: string) => (answer === '' ? 'None' : answer),
});

/** What was chosen on the page before, carried on and shown again at the check. */
export const chosenField = (name: string, { label }: Question, item: Item): Field => ({
  kind: 'hidden',
  name,
  label,
  items: [item],
  schema: z.literal(item.value),
  inWords: () => item.text,
});

/** A text that few need: folded under its label until somebody opens it. */
export const foldedField = (name: string, label: string, max = 2000): Field => ({
  kind: 'folded',
  name,
  label,
  rows: 3,
  schema: optionalText({ max }),
  inWords: (answer: string) => (answer === '' ? 'Not a reason' : answer),
});

export const numberField = (name: string, { label, hint, fault }: Question, max = 99): Field => ({
  kind: 'input',
  name,
  label,
  width: 3,
  inputmode: 'numeric',
  ...(hint === undefined ? {} : { hint }),
  schema: wholeNumber(fault ?? 'Enter a whole number.', { min: 0, max }),
  inWords: (answer: number) => String(answer),
});

const NO_TIME = 'Enter a time, like 5pm.';

export const timeField = (name: string, { label, hint, fault }: Question): Field => ({
  kind: 'input',
  name,
  label,
  width: 10,
  ...(hint === undefined ? {} : { hint }),
  schema: timeOfDay(fault ?? NO_TIME),
  inWords: (answer: string) => dayTime(`2026-01-01T${answer}:00Z`).split(' at ')[1] ?? answer,
});

export const choiceField = (
  name: string,
  { label, hint, fault }: Question,
  items: readonly Item[],
  kind: 'radios' | 'select' = 'radios',
): Field => ({
  kind,
  name,
  label,
  items,
  ...(hint === undefined ? {} : { hint }),
  schema: choice(
    items.map(({ value }) => value),
    fault ?? 'Choose one.',
  ),
  inWords: (answer: string) => items.find(({ value }) => value === answer)?.text ?? answer,
});

export const choicesField = (
  name: string,
  { label, hint, fault }: Question,
  items: readonly Item[],
): Field => ({
  kind: 'checkboxes',
  name,
  label,
  items,
  ...(hint === undefined ? {} : { hint }),
  schema: choices(
    items.map(({ value }) => value),
    fault ?? '',
  ),
  inWords: (answer: readonly string[]) =>
    items
      .filter(({ value }) => answer.includes(value))
      .map((item) => item.text)
      .join('; ') || 'None',
});

/** The same question, as the first of a part of the form. */
export const under = (section: string, field: Field): Field => ({ ...field, section });

export const yesNo = (name: string, question: Question): Field => ({
  ...choiceField(name, question, [
    { value: 'yes', text: 'Yes' },
    { value: 'no', text: 'No' },
  ]),
  inline: true,
});
