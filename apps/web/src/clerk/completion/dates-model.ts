import type { CaseView, TimelineEntry } from '#cases';
import { parts } from '../../views/journey-words.js';
import { counted } from './moves.js';

/** The date of the opening and how it came to be: each earlier date with the reasons for the move. */
export function datesOf({ id, snapshot }: CaseView, entries: readonly TimelineEntry[]) {
  const { opening } = snapshot.case.context;
  const words = parts();
  const history = counted(entries, 'opening-date.set').map(({ seq, event, texts }, index, all) => ({
    before: all[index - 1]?.event.opens ?? null,
    opens: event.opens,
    on: event.on,
    standing: words.dateStandings[event.standing ?? 'provisional'],
    reasons: event.reasons.map((code) => ({
      text: words.dateReasons[code] ?? code,
      note: texts[`reason-${code}`] ?? null,
    })),
    href: `/cases/${id}/timeline/${seq}`,
  }));
  return {
    opens: opening?.opens ?? null,
    standing: opening === undefined ? null : words.dateStandings[opening.standing ?? 'provisional'],
    isConfirmed: opening?.standing === 'confirmed',
    history: history.toReversed(),
    href: `/cases/${id}/steps/set-opening-date`,
  };
}
