import { z } from 'zod';

/**
 * What somebody says, as they typed or pasted it. Signs that cannot be shown (a word processor's
 * line feeds among them) become line breaks or go; nothing else of it is touched or refused.
 */
export function ownWords(most: number, more = '') {
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
    .refine((words) => [...words].length <= most, {
      error: `Your words must be ${most.toLocaleString('en-GB')} characters or fewer.${more}`,
    });
}
