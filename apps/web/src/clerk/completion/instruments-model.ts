import type { CaseView, TimelineEntry } from '#cases';
import { ending, furtherDocuments } from '#journey';
import type { DocumentPart, Ending } from '#journey';
import { capital, parts } from '../../views/journey-words.js';
import { counted } from './moves.js';
import type { Counted } from './moves.js';

type Signed = Counted<'document.signed'>;

const COLOURS: Readonly<Record<DocumentPart['value'], string>> = {
  awaited: 'grey',
  received: 'yellow',
  cleared: 'blue',
  signed: 'green',
  sealed: 'green',
  published: 'green',
  notNeeded: 'grey',
};

/** What can be recorded next of a document, by where it stands. */
const NEXT: Readonly<Record<DocumentPart['value'], readonly string[]>> = {
  awaited: ['receive-document', 'set-document-aside'],
  received: ['clear-document', 'receive-document'],
  cleared: ['sign-document', 'receive-document'],
  signed: ['seal-document'],
  sealed: ['publish-document'],
  published: [],
  notNeeded: ['receive-document'],
};

/** What is left of it once the school is an academy. */
const AFTER_OPENING: readonly string[] = ['seal-document', 'publish-document'];

/** Whether a step on a document can come in a case that has ended in this way, or has not. */
const mayCome = (task: string, end: Ending | null): boolean =>
  end === null || (end === 'converted' && AFTER_OPENING.includes(task));

/** Each legal document of the case: how it stands, and the signature of each of its parties. */
export function instrumentsOf(view: CaseView, entries: readonly TimelineEntry[]) {
  const signatures = counted(entries, 'document.signed');
  const drafts = counted(entries, 'document.received');
  const end = ending(view.snapshot);
  return Object.entries(view.snapshot.documents).map(([id, part]) => {
    const draft = drafts.findLast(({ event }) => event.document === id);
    const ofDraft = signatures.filter(
      ({ seq, event }) => event.document === id && seq > (draft?.seq ?? 0),
    );
    return {
      id,
      title: parts().documents[id] ?? id,
      status: {
        text: parts().documentStates[part.value] ?? part.value,
        colour: COLOURS[part.value],
      },
      isNeeded: part.value !== 'notNeeded',
      parties: part.context.parties.map((party) => partyRow(view.id, party, ofDraft)),
      next: NEXT[part.value]
        .filter((task) => mayCome(task, end))
        .filter((task) => task !== 'sign-document' || part.context.parties.length > 0)
        .filter((task) => task !== 'set-document-aside' || isOptional(id))
        .map((task) => ({ task, href: stepPath(view.id, `${task}:${id}`) })),
    };
  });
}

const isOptional = (id: string): boolean =>
  furtherDocuments().some((one) => one.id === id && one.optional);

function partyRow(caseId: string, party: string, signatures: readonly Signed[]) {
  const signed = signatures.findLast(({ event }) => event.party === party);
  const paper = signed?.documents[0];
  return {
    name: capital(parts().parties[party] ?? party),
    isSigned: signed !== undefined,
    signatory: signed?.texts['signatory'] ?? null,
    on: signed?.event.on ?? null,
    paper:
      paper === undefined
        ? null
        : { text: paper.title, href: `/cases/${caseId}/documents/${paper.id}` },
  };
}

export const stepPath = (caseId: string, task: string): string =>
  `/cases/${caseId}/steps/${encodeURIComponent(task)}`;
