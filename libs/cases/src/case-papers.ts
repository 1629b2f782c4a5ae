import type { Sql } from '#platform';
import { readDocuments } from '#evidence';
import type { Document } from '#evidence';
import { streamOf } from './office.js';

/** Papers that a group holds once for all its schools. */
export const groupStream = (group: string): string => `group:${group}`;

/**
 * The documents that a case may rest on, oldest first, superseded ones included: its own, and those
 * of its group. Of a group that it left it keeps what was there while it belonged to it.
 */
export async function papersOfCase(
  sql: Sql,
  caseId: string,
  ids?: readonly string[],
): Promise<readonly Document[]> {
  const { rows } = await sql.query<{ group: string; until: Date | null }>(
    'SELECT group_id AS group, until FROM group_member WHERE case_id = $1',
    [caseId],
  );
  const left = new Map(rows.map(({ group, until }) => [groupStream(group), until]));
  const found = await readDocuments(sql, {
    streams: [streamOf(caseId), ...left.keys()],
    ...(ids === undefined ? {} : { ids }),
  });
  return found.filter(({ stream, recordedAt }) => {
    const until = left.get(stream) ?? null;
    return until === null || recordedAt <= until;
  });
}
