import { content, fill } from '#platform';
import type { CaseBody, TimelineEntry } from '#cases';
import { events } from '#journey';
import type { EventType, Region } from '#journey';
import { day } from '../http/dates.js';
import { ROLE_WORDS } from '../http/navigation.js';
import { parts, wordsOfEvent } from '../views/journey-words.js';

export interface TimelineRow {
  readonly id: string;
  readonly seq: number;
  readonly title: string;
  readonly by: string;
  readonly at: string;
  /** When it happened, where that was not the day on which it was recorded. */
  readonly happened: string | null;
  readonly text: string | null;
  readonly papers: readonly { readonly text: string; readonly href: string }[];
  readonly href: string;
  readonly kind: string;
  /** What a later entry did to this one, and where. */
  readonly corrected: Correction | null;
}

export interface Correction {
  readonly text: string;
  readonly href: string;
  readonly isStruck: boolean;
}

/** The parts of the journey by which the timeline can be narrowed, and what lies beside them. */
export type Kind = Region | 'corrections' | 'other';

export function kindOf(entry: TimelineEntry['entry']): Kind {
  if (entry.kind === 'correction') return 'corrections';
  return entry.type in events ? events[entry.type as EventType].region : 'other';
}

/** An entry of the journal in words; `later` are entries among which the one that corrected it is. */
export function timelineRow(
  caseId: string,
  { entry, actorName, onBehalfOf, texts, documents, correctedBy }: TimelineEntry,
  bodies: readonly CaseBody[],
  later: readonly TimelineEntry[] = [],
): TimelineRow {
  const path = `/cases/${caseId}/timeline`;
  return {
    id: `entry-${entry.seq}`,
    seq: entry.seq,
    title: titleOf(entry, bodies),
    by: whoActed(entry, actorName, onBehalfOf),
    at: entry.at,
    happened: happenedOn(entry),
    text: texts['reason'] ?? texts['words'] ?? null,
    papers: documents.map(({ id, title }) => ({
      text: title,
      href: `/cases/${caseId}/documents/${id}`,
    })),
    href: `${path}/${entry.seq}`,
    kind: entry.kind,
    corrected: correctedBy === null ? null : correctionOf(path, correctedBy, later),
  };
}

function correctionOf(path: string, seq: number, later: readonly TimelineEntry[]): Correction {
  const isStruck = later.find(({ entry }) => entry.seq === seq)?.entry.type === 'entry.struck';
  const text = `${isStruck ? 'Struck out' : 'Corrected'} by entry ${seq}`;
  return { text, href: `${path}/${seq}`, isStruck };
}

export function titleOf(entry: TimelineEntry['entry'], bodies: readonly CaseBody[]): string {
  const moved = entry.kind === 'move' ? wordsOfEvent(entry.type, entry.data, bodies) : null;
  if (moved !== null) return moved;
  const { acts } = content<{ acts: Record<string, string> }>('clerk/words');
  return fill(acts[entry.type] ?? acts['other']!, { ...entry.data, type: entry.type });
}

/** Whoever acted, in which role; the service when a deadline passed. */
export function whoActed(
  { actor }: TimelineEntry['entry'],
  name: string,
  onBehalfOf: string | null,
): string {
  if (actor.role === 'system') return parts().senders.system;
  const behalf = onBehalfOf === null ? '' : `, for ${onBehalfOf}`;
  return `${name || 'Somebody who is gone'}, ${ROLE_WORDS[actor.role].toLowerCase()}${behalf}`;
}

function happenedOn({ on, at }: TimelineEntry['entry']): string | null {
  return on === undefined || day(on) === day(at) ? null : day(on);
}
