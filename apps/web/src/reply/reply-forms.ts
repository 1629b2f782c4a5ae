import { z } from 'zod';
import { GROUPS, responses, VIEWS } from '#consultation';
import type { Question } from '#consultation';
import { choice, choices } from '../http/answers.js';
import { ownWords } from '../http/own-words.js';
import { answerFields } from '../views/answer-fields.js';

// Fits the largest form (100 kB) in any script.
export const MOST_WORDS = 10_000;

/** Every form of a reply says whose it is and which draft it showed. */
const marks = { invitation: z.uuid(), version: z.coerce.number().int().min(0) };

export const ViewForm = z.object({
  ...marks,
  view: choice(VIEWS, 'Select your view, or “I have no opinion”.'),
});

export const WordsForm = z.object({
  ...marks,
  words: ownWords(MOST_WORDS, ' You can send the rest by e-mail.'),
});

export const questionsForm = (list: readonly Question[]) =>
  z.object({ ...marks, ...answerFields(list) });

export const GroupForm = z.object({
  ...marks,
  group: choice(GROUPS, 'Select who you are.'),
});

export const sendForm = (together: readonly string[]) =>
  z.object({
    ...marks,
    publish: choice(responses.kinds.publish, 'Select whether your words may be printed.'),
    /** Only where several schools ask together. */
    schools: choices(together, ''),
  });

export const WithdrawForm = z.object({ invitation: z.uuid(), reply: z.uuid() });

export const ChangeForm = z.object({ invitation: z.uuid() });
