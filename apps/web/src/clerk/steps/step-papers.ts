import type { FastifyRequest } from 'fastify';
import { filePapers } from '#cases';
import type { Act, Office, Paper } from '#cases';
import type { Document, KeptFile } from '#evidence';
import { nonceOf } from '../../http/answers.js';
import { readForm } from '../../http/read-form.js';
import { kindName } from '../document-words.js';
import type { PaperField, StepContext } from './step-form.js';

/** The name of the box for a new file, and of the list of those that are there, of a paper. */
export const fileField = (as: string): string => `file_${as}`;
export const haveField = (as: string): string => `have_${as}`;
const NEW_FILE = /^(file|have)_/;

/** A form as it came, with its new papers filed on the case under the answers of their lists. */
export async function readWithPapers(
  office: Office,
  context: StepContext,
  request: FastifyRequest,
  papers: readonly PaperField[],
): Promise<Record<string, string | string[]>> {
  const { fields, files } = await readForm(
    request,
    async ({ field, name, content }) => ({
      field,
      kept: await office.documents.receive({ fileName: name, content }),
    }),
    { files: Math.max(papers.length, 1) },
  );
  if (files.length === 0) return fields;
  const wanted = files.flatMap(({ field, kept }) => {
    const paper = papers.find(({ as }) => as === field.replace(NEW_FILE, ''));
    return paper === undefined ? [] : [{ paper, kept }];
  });
  const act: Omit<Act, 'seenVersion'> = {
    actor: context.actor,
    caseId: context.view.id,
    form: {
      nonce: nonceOf(fields),
      person: context.actor.person,
      content: wanted.map(({ paper, kept }) => [paper.as, kept.sha256]),
    },
  };
  const filed = await filePapers(
    office,
    act,
    wanted.map(({ paper, kept }) => paperOf(paper, kept)),
  );
  const chosen = wanted.map(({ paper }, index) => [haveField(paper.as), filed.documents[index]!]);
  return { ...fields, ...Object.fromEntries(chosen) };
}

function paperOf(
  { kinds, status = 'approved', supersedes = null }: PaperField,
  file: KeptFile,
): Paper {
  const kind = kinds[0]!;
  return {
    file,
    kind,
    title: kindName(kind),
    dated: null,
    status,
    supersedes,
    confidentiality: 'board',
  };
}

/** The case's documents that would do for a paper, newest first. */
export function fitting(
  { documents }: StepContext,
  { kinds, among }: PaperField,
): readonly Document[] {
  return documents
    .filter(({ id, kind }) => kinds.includes(kind) && (among?.includes(id) ?? true))
    .toReversed();
}
