import { live } from '#journey';
import type { JourneySnapshot } from '#journey';

/** The consents that a move voids: what was asked or given for another trust or other articles. */
export function voidedConsents(before: JourneySnapshot, after: JourneySnapshot): readonly string[] {
  return Object.entries(after.consents)
    .filter(([id, { value }]) => value === 'superseded' && before.consents[id]?.value !== value)
    .map(([id]) => id);
}

/** Whether a move takes the board back to where it has resolved nothing. */
export function voidsResolution(before: JourneySnapshot, after: JourneySnapshot): boolean {
  const [was, is] = [live(before)?.board, live(after)?.board];
  return was !== is && is === 'undecided';
}
