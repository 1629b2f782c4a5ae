import { wording } from '#consultation';
import type { LaterResponse } from '#consultation';

const DECIDED = {
  considered: { text: 'Considered', colour: 'green' },
  'not-considered': { text: 'Not considered', colour: 'grey' },
} as const;
const OPEN = { text: 'Nothing decided', colour: 'yellow' } as const;

/** Replies that a report is without, in words; names are for those who know them anyway. */
export function laterRows(later: readonly LaterResponse[]) {
  const { groups, views } = wording();
  return later.map(({ group, view, name, decision, ...reply }) => ({
    ...reply,
    name: name ?? 'Nobody named',
    group: group === null ? 'Unknown group' : groups[group],
    view: view === null ? 'View not asked' : views[view],
    isOpen: decision === null,
    standing: decision === null ? OPEN : DECIDED[decision],
  }));
}
