import type { CaseView, TimelineEntry } from '#cases';
import type { Academy } from '#completion';
import { parts } from '../../views/journey-words.js';
import { counted } from './moves.js';

/** The date of the opening and how it came to be: each earlier date, who moved it and why. */
export function datesOf({ id, snapshot }: CaseView, entries: readonly TimelineEntry[]) {
  const { opening } = snapshot.case.context;
  const words = parts();
  const history = counted(entries, 'opening-date.set').map(
    ({ seq, event, by, texts }, index, all) => ({
      before: all[index - 1]?.event.opens ?? null,
      opens: event.opens,
      on: event.on,
      by,
      standing: words.dateStandings[event.standing ?? 'provisional'],
      reasons: event.reasons.map((code) => ({
        text: words.dateReasons[code] ?? code,
        note: texts[`reason-${code}`] ?? null,
      })),
      href: `/cases/${id}/timeline/${seq}`,
    }),
  );
  return {
    opens: opening?.opens ?? null,
    standing: opening === undefined ? null : words.dateStandings[opening.standing ?? 'provisional'],
    isConfirmed: opening?.standing === 'confirmed',
    history: history.toReversed(),
    href: `/cases/${id}/steps/set-opening-date`,
  };
}

/** The academy by its own number, as the register knows it or does not know it yet. */
export function openedOf({ snapshot }: CaseView, academy: Academy | null) {
  const { opened, urn } = snapshot.case.context;
  if (opened === undefined) return null;
  return {
    on: opened.on,
    closedUrn: urn,
    urn: opened.urn ?? null,
    academy: academy === null ? null : { name: academy.name, openDate: academy.openDate },
    isSameDay: academy === null || academy.openDate === null || academy.openDate === opened.on,
  };
}
