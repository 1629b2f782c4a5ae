import type { TimelineEntry } from '#cases';
import type { EventType, JourneyEvent } from '#journey';

/** An event of the case as it counts today, with what people wrote and the papers that show it. */
export interface Counted<T extends EventType> {
  readonly seq: number;
  readonly event: Extract<JourneyEvent, { type: T }>;
  /** Who recorded it, by name; '' where nobody did. */
  readonly by: string;
  readonly texts: Readonly<Record<string, string | null>>;
  readonly documents: TimelineEntry['documents'];
}

/** The events of a kind that count, oldest first: corrected ones as they stand, struck ones gone. */
export function counted<T extends EventType>(
  entries: readonly TimelineEntry[],
  type: T,
): readonly Counted<T>[] {
  const bySeq = new Map(entries.map((one) => [one.entry.seq, one]));
  return entries
    .filter(({ entry }) => entry.kind === 'move' && entry.type === type)
    .toSorted((one, other) => one.entry.seq - other.entry.seq)
    .flatMap(({ entry, actorName, texts, documents, correctedBy }) => {
      const correction = correctedBy === null ? undefined : bySeq.get(correctedBy);
      const asRecorded = { type, on: entry.on, ...entry.data };
      const event = correction === undefined ? asRecorded : correction.entry.data['event'];
      if (event === null) return [];
      const counts = event as unknown as Counted<T>['event'];
      return [{ seq: entry.seq, event: counts, by: actorName, texts, documents }];
    });
}
