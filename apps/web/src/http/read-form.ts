import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#platform';
import { BadRequest } from './bad-request.js';

export interface IncomingFile {
  /** The name of the field. */
  readonly field: string;
  /** As the sender's machine called it, without folders; still to be cleaned. */
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

export interface FormWithFiles<F> {
  /** Fields that come before the file in the form, and after it. */
  readonly fields: Record<string, string | string[]>;
  /** What `receive` answered for each file that was chosen, in order. */
  readonly files: F[];
}

/**
 * Reads a multipart form as it arrives: every file goes through `receive` as a stream and is never
 * held in memory. An empty file box is no file. Too large, too many: `too-large`; whatever `receive`
 * throws ends the reading.
 */
export async function readForm<F>(
  request: FastifyRequest,
  receive: (file: IncomingFile, fields: Record<string, string | string[]>) => Promise<F>,
  { files: most = 1 }: { files?: number } = {},
): Promise<FormWithFiles<F>> {
  if (!request.isMultipart()) throw new BadRequest(415);
  const form: FormWithFiles<F> = { fields: {}, files: [] };
  for await (const part of request.parts({ limits: { files: most } })) {
    if (part.type === 'field') {
      addField(form.fields, part.fieldname, part.value);
      continue;
    }
    const { fieldname: field, filename: name, mimetype: type, file: content } = part;
    if (name === '') {
      content.resume();
      continue;
    }
    form.files.push(await receive({ field, name, type, content }, form.fields));
    // busboy cuts a file at the limit and goes on: what was received is not what was sent.
    if (content.truncated) throw new Refusal('too-large');
  }
  return form;
}

function addField(fields: Record<string, string | string[]>, name: string, value: unknown): void {
  if (typeof value !== 'string' || name === '__proto__') throw new BadRequest(400);
  const earlier = fields[name];
  fields[name] = earlier === undefined ? value : [earlier, value].flat();
}
