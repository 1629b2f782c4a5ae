import type { Settings } from '#platform';
import type { LetterValues } from './render-letter.js';
import { templateNamed } from './template.js';

/** As much of a letter as its sender and its addresses follow from. */
export interface EnvelopeOf {
  readonly template: string;
  readonly values: LetterValues;
  readonly key: string;
}

/** From whom a letter comes, and where an answer and a failure go; both hold the letter's key. */
export interface LetterEnvelope {
  readonly from: { readonly name: string; readonly address: string };
  /** Null where no answer is wanted. */
  readonly replyTo: string | null;
  readonly returnPath: string;
}

/** The envelope of a letter, as it is sent and as it is shown before. */
export function envelopeOf(
  { template, values, key }: EnvelopeOf,
  { mailFrom, mailDomain }: Pick<Settings, 'mailFrom' | 'mailDomain'>,
): LetterEnvelope {
  const { reply, answersMail } = templateNamed(template);
  const school = values['schoolName'];
  return {
    from: { name: school ? `${school} through Assent` : 'Assent', address: mailFrom },
    replyTo: reply ? `reply+${key}@${mailDomain}` : null,
    returnPath: answersMail ? '' : `bounce+${key}@${mailDomain}`,
  };
}
