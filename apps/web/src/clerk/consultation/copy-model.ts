import { responses } from '#consultation';
import type { CopiedResponse, Offered } from '#consultation';
import { inWords } from './response-words.js';

const { copies } = responses;

interface Place {
  readonly start: number;
  readonly end: number;
}

/** A place in the words as a form carries it. */
export const placeOf = ({ start, end }: Place): string => `${start}-${end}`;

export const placesIn = (given: readonly string[]): readonly Place[] =>
  given.map((place) => {
    const [start, end] = place.split('-').map(Number);
    return { start: start!, end: end! };
  });

export type Permission = 'named' | 'unnamed' | 'no';
export const PERMISSIONS: Readonly<Record<Permission, string>> = {
  named: 'Its author lets it be published with their name.',
  unnamed: 'Its author lets it be published without their name.',
  no: 'Its author has not said that it may be published.',
};

const CONTEXT = 30;

export interface CopyShown {
  readonly offered: Offered;
  readonly permission: Permission;
  readonly person: string;
}

/** The page on which a clerk makes the copy of a reply. */
export function copyModel(reply: CopiedResponse, { offered, permission, person }: CopyShown) {
  const { reasons, kinds } = copies.words();
  const { copy, words } = reply;
  const spans = copy?.spans ?? [];
  const pieces = copies.pieces(words, spans).map(({ text, span }) => ({
    ...{ text, span },
    reason: span === null ? null : reasons[spans[span]!.reason].shown,
  }));
  return {
    response: inWords(reply),
    copy,
    seen: copy?.seq ?? 0,
    permission: PERMISSIONS[permission],
    pieces,
    taken: pieces.filter(({ span }) => span !== null),
    mayLook: copy?.ready === true && copy.by !== person && copy.look === null,
    suggestedItems: offered.suggestions.map(({ start, end, text, kind }) => ({
      value: placeOf({ start, end }),
      text,
      hint: `${kinds[kind]}: ${aroundOf(words, { start, end })}`,
    })),
    sentenceItems: offered.parts.map((part) => ({ value: placeOf(part), text: part.text })),
    reasonItems: copies.reasons.map((value) => ({ value, text: reasons[value].label })),
  };
}

/** Some words before and after; what is cut is marked. */
function aroundOf(words: string, { start, end }: Place): string {
  const [from, to] = [Math.max(0, start - CONTEXT), end + CONTEXT];
  const said = words.slice(from, to).replaceAll(/\s+/g, ' ').trim().toWellFormed();
  return `${from > 0 ? '…' : ''}${said}${to < words.length ? '…' : ''}`;
}
