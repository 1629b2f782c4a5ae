import type { Sql } from '#platform';
import { GROUPS } from '../stakeholders.js';
import type { Group } from '../stakeholders.js';

/** Those who get their letters together, and how long after the first ones. */
export interface PlannedWave {
  readonly wave: number;
  readonly groups: readonly Group[];
  readonly afterMinutes: number;
}

const FIRST: readonly Group[] = ['staff', 'union'];
const SECOND: readonly Group[] = ['parent', 'pupil'];
const LAST = GROUPS.filter((group) => !FIRST.includes(group) && !SECOND.includes(group));

/**
 * The order in which people are written to: staff and their unions, then parents and pupils, then
 * everybody else, with a gap between. A part of which nobody is asked takes no time.
 */
export async function wavesOf(
  sql: Sql,
  consultation: string,
  gapMinutes: number,
): Promise<readonly PlannedWave[]> {
  const { rows } = await sql.query<{ group: Group }>(
    `SELECT DISTINCT group_name AS "group" FROM consultee
      WHERE consultation_id = $1 AND removed_at IS NULL`,
    [consultation],
  );
  const asked = rows.map(({ group }) => group);
  const parts = gapMinutes === 0 ? [GROUPS] : [FIRST, SECOND, LAST];
  const met = parts.filter((part) => part.some((group) => asked.includes(group)));
  const all = met.length === 0 ? [GROUPS] : met;
  return all.map((groups, place) => ({
    ...{ wave: place + 1, groups, afterMinutes: place * gapMinutes },
  }));
}
