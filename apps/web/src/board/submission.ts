import { content, fill } from '#platform';
import { caseDocuments, filePapers, submitApplication } from '#cases';
import type { Act, Done, Office } from '#cases';
import type { Document, KeptFile } from '#evidence';
import type { OnBoard } from './on-board.js';

/** What the chair is about to submit; the form is known by its hash from the moment it was shown. */
export interface Submission {
  readonly reference: string;
  readonly form: string;
  readonly formHash: string;
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly missing: string;
}
export interface Declaration {
  readonly statements: readonly Statement[];
  readonly warned: Statement;
  readonly effects: readonly string[];
  readonly next: readonly string[];
}

export const SUBMISSION_TASK = 'submit-application';

export const declaration = (): Declaration => content<Declaration>('board/declaration');

/** The statements of the declaration about this school and this trust. */
export function statementsFor({ view }: OnBoard): readonly Statement[] {
  const facts = { school: view.schoolName, trust: view.trustName ?? 'the trust' };
  return declaration().statements.map((one) => ({ ...one, text: fill(one.text, facts) }));
}

/** The application forms on the case that nothing has superseded, newest first. */
export async function applicationForms(
  office: Office,
  { actor, view }: OnBoard,
): Promise<readonly Document[]> {
  const all = await caseDocuments(office.pool, actor, view.id);
  return all
    .filter(({ kind, supersededBy }) => kind === 'applicationForm' && supersededBy === null)
    .toReversed();
}

/** Files a form that the chair brought, on the case; answers its document. */
export async function fileForm(
  office: Office,
  { actor, view }: OnBoard,
  nonce: string,
  file: KeptFile,
): Promise<string> {
  const form = { nonce, person: actor.person, content: ['applicationForm', file.sha256] };
  const paper = {
    file,
    kind: 'applicationForm',
    title: 'Application form',
    dated: null,
    status: 'signed',
    confidentiality: 'board',
  } as const;
  const act = { actor, caseId: view.id, form };
  const { documents } = await filePapers(office, act, [paper]);
  return documents[0]!;
}

/** Submits: the declaration as it was shown, and the name under it, stay with the entry. */
export async function submit(
  office: Office,
  act: Act,
  { reference, form }: Submission,
  signed: { readonly name: string; readonly statements: readonly string[] },
): Promise<Done> {
  const texts = { signatory: signed.name, declaration: signed.statements.join('\n') };
  return submitApplication(office, act, { reference, form, texts });
}
