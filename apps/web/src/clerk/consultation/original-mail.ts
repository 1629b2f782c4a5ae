import { z } from 'zod';
import { rawMail } from '#mail';
import { Refusal } from '#platform';
import { attachment } from '../../http/page.js';
import type { Attachment } from '../../http/page.js';

/** Which of a mail's files is asked for, by its place; without it, the mail as it came. */
export const ORIGINAL_OF = {
  schema: z.strictObject({ file: z.coerce.number().int().min(0).max(1_000).optional() }),
};
export type OriginalOf = z.infer<(typeof ORIGINAL_OF)['schema']>;

const NAMELESS = 'file';

/** A mail as it came, or one of its files; never shown in a page, whatever it says that it is. */
export async function originalMail(
  raw: Buffer | null,
  name: string,
  { file: place }: OriginalOf,
): Promise<Attachment> {
  if (raw === null) throw new Refusal('not-found');
  if (place === undefined) return attachment(`${name}.eml`, 'message/rfc822', raw);
  const file = await rawMail.file(raw, place);
  if (file === null) throw new Refusal('not-found');
  const content = Buffer.from(file.content);
  return attachment(file.filename || NAMELESS, 'application/octet-stream', content);
}
