import { content, fill } from '#platform';
import type { Actor, Sql } from '#platform';
import { projectGroups } from '#cases';
import type { CaseView } from '#cases';
import type { EventType } from '#journey';

/**
 * Who has to review the group if the school leaves it by this event, as a sentence for the form and
 * its check; none where the event leaves nobody behind.
 */
export async function dependentsNote(
  sql: Sql,
  actor: Actor,
  { id, snapshot }: Pick<CaseView, 'id' | 'snapshot'>,
  type: EventType,
): Promise<readonly string[]> {
  const { group, urn } = snapshot.case.context;
  if (group === undefined || !projectGroups.mayLeave(type)) return [];
  const { members } = await projectGroups.read(sql, actor, group.group);
  const behind = members.filter(
    (other) =>
      other.caseId !== id && projectGroups.isGoing(other) && projectGroups.dependsOn(other, urn),
  );
  if (behind.length === 0) return [];
  const schools = behind.map(({ schoolName }) => schoolName);
  return [fill(content<{ behind: string }>('clerk/groups').behind, { schools })];
}
