import { boardRoom } from '#cases';
import type { CaseView } from '#cases';
import type { Document } from '#evidence';
import type { Purpose } from '#journey';
import { standingOf, versionsOf } from '../documents-model.js';
import { boardWords } from './board-words.js';

const { rememberedAs } = boardRoom;

export const PURPOSES = Object.keys(rememberedAs) as readonly Purpose[];

/**
 * The versions of the minutes of the board's latest vote of this kind, oldest first; null where it
 * has not voted. Without the case's documents, only whether it has.
 */
export function filedMinutes(
  { snapshot }: CaseView,
  purpose: Purpose,
  documents: readonly Document[] = [],
): readonly Document[] | null {
  if (!PURPOSES.includes(purpose)) return null;
  const vote = snapshot.case.context[rememberedAs[purpose]];
  if (vote === undefined) return null;
  const first = documents.find(({ id }) => id === vote.minutes);
  return first === undefined ? [] : versionsOf(documents, first);
}

/** The minutes of each of the board's latest votes: how far they are, and what comes next. */
export function minutesRows(view: CaseView, documents: readonly Document[]) {
  return PURPOSES.flatMap((purpose) => {
    const versions = filedMinutes(view, purpose, documents);
    const latest = versions?.at(-1);
    if (latest === undefined) return [];
    const next = { draft: 'approve-minutes', approved: 'sign-minutes', signed: null }[
      latest.status
    ];
    return [
      {
        of: boardWords().minutesOf[purpose],
        standing: standingOf(latest),
        isDraft: latest.status === 'draft',
        href: `/cases/${view.id}/documents/${latest.id}`,
        earlier: (versions ?? []).slice(0, -1).map((one) => ({
          href: `/cases/${view.id}/documents/${one.id}`,
          standing: standingOf(one),
        })),
        next:
          next === null
            ? null
            : {
                href: `/cases/${view.id}/steps/${encodeURIComponent(`${next}:${purpose}`)}`,
                text: boardWords().nextMinutes[next as 'approve-minutes' | 'sign-minutes'],
              },
      },
    ];
  });
}
