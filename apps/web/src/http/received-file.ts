import { Refusal } from '#platform';
import type { Office } from '#cases';
import type { KeptFile } from '#evidence';
import type { IncomingFile } from './read-form.js';

export type Received = { readonly file: KeptFile } | { readonly fault: string };

/** A file that cannot be taken is a fault of its field, so that the rest of the form is not lost. */
export async function receiveFile(
  office: Office,
  { content, name }: IncomingFile,
): Promise<Received> {
  try {
    return { file: await office.documents.receive({ content, fileName: name }) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'too-large') throw error;
    const isEmpty = error.facts['reason'] === 'empty';
    const fault = isEmpty
      ? 'The file is empty. Choose another.'
      : 'Choose a PDF, a Word or OpenDocument text, or a picture.';
    return { fault };
  }
}

/** The file of a form; refused as `invalid` where there is none, or it could not be taken. */
export function receivedFile(received: Received | undefined): KeptFile {
  if (received === undefined) {
    throw new Refusal('invalid', { faults: { file: 'Choose the file.' } });
  }
  if ('fault' in received) throw new Refusal('invalid', { faults: { file: received.fault } });
  return received.file;
}
