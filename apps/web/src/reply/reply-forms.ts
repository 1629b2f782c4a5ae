import { z } from 'zod';
import { GROUPS, VIEWS } from '#consultation';
import { choice } from '../http/answers.js';

// Fits the largest form (100 kB) in any script.
export const MOST_WORDS = 10_000;

/** Every form of a reply says whose it is and which draft it showed. */
const marks = { invitation: z.uuid(), version: z.coerce.number().int().min(0) };

export const ViewForm = z.object({
  ...marks,
  view: choice(VIEWS, 'Select your view, or “I have no opinion”.'),
});

export const WordsForm = z.object({ ...marks, words: ownWords() });

export const GroupForm = z.object({
  ...marks,
  group: choice(GROUPS, 'Select who you are.'),
});

export const SendForm = z.object(marks);

export const WithdrawForm = z.object({ invitation: z.uuid(), reply: z.uuid() });

export const ChangeForm = z.object({ invitation: z.uuid() });

/**
 * What somebody says, as they typed or pasted it. Signs that cannot be shown (a word processor's
 * line feeds among them) become line breaks or go; nothing else of it is touched or refused.
 */
function ownWords() {
  return z
    .string()
    .default('')
    .transform((words) =>
      words
        .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
        .replace(/[^\P{Cc}\n\t]/gu, '')
        .toWellFormed()
        .trim(),
    )
    .refine((words) => [...words].length <= MOST_WORDS, {
      error: `Your words must be ${MOST_WORDS.toLocaleString('en-GB')} characters or fewer. You can send the rest by e-mail.`,
    });
}
