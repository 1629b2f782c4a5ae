import type { OpenedBy, ProvedBy, SessionLine } from '#identity';
import { browserWords, type BrowserWords } from './browser-words.js';

export interface AccountWords extends BrowserWords {
  readonly openedBy: Readonly<Record<OpenedBy, string>>;
  readonly provedBy: Readonly<Record<ProvedBy, string>>;
  readonly neverProved: string;
  readonly endedOne: string;
  readonly endedOthers: string;
}

/** The sessions of a person as rows of their account. */
export function sessionRows(
  words: AccountWords,
  lines: readonly SessionLine[],
  own: string,
): readonly object[] {
  return lines.map(({ id, openedBy, createdAt, seenAt, userAgent, provedBy, provedAt }) => ({
    id,
    isOwn: id === own,
    browser: browserWords(words, userAgent),
    openedBy: words.openedBy[openedBy],
    openedAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    provedBy: provedBy === null ? words.neverProved : words.provedBy[provedBy],
    provedAt: provedAt?.toISOString() ?? null,
  }));
}
