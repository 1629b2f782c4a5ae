import type { CaseView } from '#cases';
import type { Document } from '#evidence';
import type { CaseFacts, Purpose } from '#journey';
import { versionsOf } from '../documents-model.js';

/** Where the case remembers the board's latest vote of each kind. */
const rememberedAs = {
  explore: 'resolvedToExplore',
  apply: 'resolvedToApply',
  launch: 'resolvedToLaunch',
  final: 'finalDecision',
  rescind: 'rescinded',
} as const satisfies Readonly<Record<Purpose, keyof CaseFacts>>;

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
