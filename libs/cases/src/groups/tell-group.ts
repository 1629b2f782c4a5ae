import { SYSTEM } from '#platform';
import type { Tx } from '#platform';
import { ending, explain } from '#journey';
import type { EventType, GroupMemberLeft, JourneySnapshot } from '#journey';
import { londonDate } from '#register';
import { advance } from '../door.js';
import { isGoing, casesOf } from './group.js';

/** The events by which a school can leave those it goes with. */
const leaving: readonly EventType[] = [
  'case.withdrawn',
  'case.superseded',
  'dfe.decided',
  'order.revoked',
  'group.left',
];

export const mayLeave = (type: EventType): boolean => leaving.includes(type);

/**
 * Holds the group of a case against other schools that leave it at the same moment: each tells the
 * others, and two that did so at once would wait for each other.
 */
export async function holdGroupOf(tx: Tx, caseId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT g.id FROM project_group g JOIN group_member m ON m.group_id = g.id
      WHERE m.case_id = $1 AND m.until IS NULL FOR UPDATE OF g`,
    [caseId],
  );
  return rows[0]?.id ?? null;
}

/**
 * After a school left: every other school of the group that was declared to depend on it has to
 * review the group, on whichever desk it is. The others go on as if nothing had happened.
 */
export async function tellGroup(
  tx: Tx,
  baseUrl: string,
  left: { readonly group: string; readonly caseId: string; readonly at: Date },
  type: EventType,
  snapshot: JourneySnapshot,
): Promise<void> {
  if (type !== 'group.left' && ending(snapshot) === null) return;
  const members = await casesOf(tx, left.group);
  const school = members.find(({ caseId }) => caseId === left.caseId)!;
  if (type === 'group.left') {
    await tx.query(
      'UPDATE group_member SET until = assent_now() WHERE group_id = $1 AND case_id = $2',
      [left.group, left.caseId],
    );
  }
  const event: GroupMemberLeft = {
    type: 'group.member-left',
    on: londonDate(left.at).toString(),
    group: left.group,
    school: school.urn,
    name: school.schoolName,
  };
  const attempt = { now: left.at.toISOString(), actor: SYSTEM };
  for (const other of members.filter(isGoing).toSorted(byCase)) {
    if (other.caseId === left.caseId) continue;
    if (!explain(other.snapshot, event, attempt).possible) continue;
    await advance(tx, baseUrl, { caseId: other.caseId, actor: SYSTEM, event });
  }
}

const byCase = (one: { caseId: string }, other: { caseId: string }): number =>
  one.caseId < other.caseId ? -1 : 1;
