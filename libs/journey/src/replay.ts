import { explain, follow } from './decide.js';
import type { Attempt } from './decide.js';
import type { JourneyEvent } from './events.js';
import type { JourneySnapshot } from './snapshot.js';

/** A move as the journal holds it: its place, what happened, when it was recorded and by whom. */
export interface RecordedMove {
  readonly seq: number;
  readonly event: JourneyEvent;
  readonly at: string;
  readonly actor: Attempt['actor'];
}

/** A correction names an earlier move and says what it should have been; null strikes it out. */
export interface RecordedCorrection {
  readonly seq: number;
  readonly corrects: number;
  readonly event: JourneyEvent | null;
}

export type Recorded = RecordedMove | RecordedCorrection;

export type Replayed =
  | { readonly ok: true; readonly snapshot: JourneySnapshot }
  /** The first move that does not follow from those before it. */
  | { readonly ok: false; readonly seq: number; readonly type: string };

/**
 * The snapshot that a case's moves give, from its opening on, corrections included. What was
 * allowed by the rules when it was recorded is not judged again; the machines must allow it.
 */
export function replay(opening: JourneySnapshot, record: readonly Recorded[]): Replayed {
  return fold(opening, corrected(record), false);
}

/**
 * The snapshot if one earlier move were corrected (or struck out, with null): every later move is
 * judged again by the rules, as at its own time, so that nothing stands on what is gone.
 */
export function correct(
  opening: JourneySnapshot,
  record: readonly Recorded[],
  corrects: number,
  event: JourneyEvent | null,
): Replayed {
  const next = [...record, { seq: Number.MAX_SAFE_INTEGER, corrects, event }];
  return fold(opening, corrected(next), true);
}

/** The moves as they stand after every correction, in their order. */
function corrected(record: readonly Recorded[]): readonly RecordedMove[] {
  const replaced = new Map<number, JourneyEvent | null>();
  for (const entry of record) if ('corrects' in entry) replaced.set(entry.corrects, entry.event);
  return record.flatMap((entry) => {
    if ('corrects' in entry) return [];
    if (!replaced.has(entry.seq)) return [entry];
    const event = replaced.get(entry.seq) ?? null;
    return event === null ? [] : [{ ...entry, event }];
  });
}

function fold(opening: JourneySnapshot, moves: readonly RecordedMove[], judged: boolean): Replayed {
  let snapshot = opening;
  for (const { seq, event, at, actor } of moves) {
    const isUnlawful = judged && !explain(snapshot, event, { now: at, actor }).possible;
    const next = isUnlawful ? null : follow(snapshot, event);
    if (next === null) return { ok: false, seq, type: event.type };
    snapshot = next;
  }
  return { ok: true, snapshot };
}
