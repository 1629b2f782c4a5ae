import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#platform';
import { boardAct } from './on-board.js';
import type { OnBoard } from './on-board.js';
import { caseDocuments } from '#cases';
import type { BoardAct, Office, ShownBy } from '#cases';
import type { DocumentKind } from '#evidence';
import { readForm } from '../../http/read-form.js';
import { kindName } from '../document-words.js';
import { receiveFile, receivedFile } from '../../http/received-file.js';
import type { Received } from '../../http/received-file.js';

/** The field of a paper that is on the case already; a new file stands beside it. */
export const PAPER = { document: z.union([z.literal(''), z.uuid()]).default('') };

/** A form of the board that a paper shows, as it came. */
export interface ShownForm {
  readonly fields: Readonly<Record<string, string | string[]>>;
  readonly received: Received | undefined;
}

export async function readShown(office: Office, request: FastifyRequest): Promise<ShownForm> {
  const { fields, files } = await readForm(request, (file) => receiveFile(office, file));
  return { fields, received: files[0] };
}

/** The paper of the form: the new file where one came, else the one that was chosen. */
export function shownBy(
  { received }: ShownForm,
  document: string,
  { kind, title = kindName(kind), dated }: { kind: DocumentKind; title?: string; dated: string },
): ShownBy {
  if (received === undefined && document !== '') return { document };
  if (received === undefined) {
    throw new Refusal('invalid', { faults: { file: 'Choose the paper, or add it as a file.' } });
  }
  const paper = { kind, title, dated, status: 'approved', confidentiality: 'board' } as const;
  return { paper: { file: receivedFile(received), ...paper } };
}

/** An act on the board whose form came with a file; the same form with another file is another. */
export function shownAct(on: OnBoard, { fields, received }: ShownForm): BoardAct {
  const act = boardAct(on, fields);
  if (received === undefined || 'fault' in received) return act;
  const content = { ...fields, sha256: received.file.sha256 };
  return { ...act, form: { ...act.form, content } };
}

/** What the form offers of the papers of these kinds that are on the case, the newest first. */
export async function papersFor(office: Office, on: OnBoard, kinds: readonly DocumentKind[]) {
  const documents = await caseDocuments(office.pool, on.actor, on.view.id);
  return documents
    .filter(({ kind, supersededBy }) => supersededBy === null && kinds.includes(kind))
    .map(({ id, title, fileName }) => ({ value: id, text: title, hint: fileName }))
    .toReversed();
}
