import { z } from 'zod';
import { GROUPS, responses, VIEWS } from '#consultation';
import type { Group, Question, View } from '#consultation';
import { choice, choices } from '../http/answers.js';
import { ownWords } from '../http/own-words.js';
import { answerFields } from '../views/answer-fields.js';

// Fits the largest form (100 kB) in any script.
export const MOST_WORDS = 10_000;

/** Every form of a reply says whose it is and which draft it showed. */
const marks = { invitation: z.uuid(), version: z.coerce.number().int().min(0) };

interface Said {
  readonly view: View | null;
  readonly group: Group | null;
}

/** What the form of a reply says: the answers to the questions stand under their fields' names. */
export interface Answered extends Said, Readonly<Record<string, unknown>> {
  readonly invitation: string;
  readonly version: number;
  readonly words: string;
}

const words = ownWords(MOST_WORDS, ' You can send the rest by e-mail.');

/** The whole of a reply on one page; two of its answers are needed. */
export const answerForm = (list: readonly Question[]) =>
  z.object({
    ...marks,
    view: choice(VIEWS, 'Select your view, or “I have no opinion”.'),
    words,
    group: choice(GROUPS, 'Select who you are.'),
    ...answerFields(list),
  }) as unknown as z.ZodType<Answered>;

/** One of these, or nothing yet. */
const unsaid = <const V extends string>(values: readonly V[]) =>
  z
    .union([z.literal(''), z.enum(values)])
    .optional()
    .transform((value) => value || null);

/** The same while it is being written. */
export const unfinishedForm = (list: readonly Question[]) =>
  z.object({
    ...marks,
    ...{ view: unsaid(VIEWS), words, group: unsaid(GROUPS) },
    ...answerFields(list),
  }) as unknown as z.ZodType<Answered>;

export const sendForm = (together: readonly string[]) =>
  z.object({
    ...marks,
    publish: choice(responses.kinds.publish, 'Select whether your words may be printed.'),
    /** Only where several schools ask together. */
    schools: choices(together, ''),
  });

export const WithdrawForm = z.object({ invitation: z.uuid(), reply: z.uuid() });

export const ChangeForm = z.object({ invitation: z.uuid() });
