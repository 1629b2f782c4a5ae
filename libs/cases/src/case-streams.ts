import type { Sql } from '#platform';
import { streamOf } from './office.js';

/** Papers that a group holds once for all its schools. */
export const groupStream = (group: string): string => `group:${group}`;

/** The streams whose documents a case may read: its own, and that of every group it was ever in. */
export async function caseStreams(sql: Sql, caseId: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ group: string }>(
    'SELECT group_id AS group FROM group_member WHERE case_id = $1',
    [caseId],
  );
  return [streamOf(caseId), ...rows.map(({ group }) => groupStream(group))];
}
