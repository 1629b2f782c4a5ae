import { z } from 'zod';
import { consultees, GROUPS, VIEWS, wording } from '#consultation';
import type { Consultation, DeskMail, OpenedMail } from '#consultation';
import { Refusal } from '#platform';
import type { Sql } from '#platform';
import { optionalText } from '../../http/answers.js';

/** Whose a mail is, by a clerk's judgement. */
export const PlaceForm = z.object({
  consultee: z.union([z.literal(''), z.uuid()]).default(''),
  author: optionalText(),
  group: z.union([z.literal(''), z.enum(GROUPS)]).default(''),
  view: z.union([z.literal(''), z.enum(VIEWS)]).default(''),
  words: optionalText({ max: 20_000 }),
});

/** What the form says, for the desk; a consultee of another consultation is nobody here. */
export async function placingOf(
  sql: Sql,
  consultation: Consultation,
  { consultee, author, group, view, words }: z.infer<typeof PlaceForm>,
) {
  if (consultee !== '' && (await consultees.find(sql, consultation.id, consultee)) === null) {
    throw new Refusal('not-found');
  }
  return {
    consultation,
    consultee: consultee || null,
    author: author || null,
    group: group || null,
    view: view || null,
    words: words || null,
  };
}

/** A mail at the desk, with the reason why it is there in words. */
export function mailInWords<M extends DeskMail | OpenedMail>(mail: M) {
  return { ...mail, reason: wording().deskReasons[mail.why] };
}
