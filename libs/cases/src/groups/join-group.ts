import { Refusal, answerOnce, inTransaction, now, violates } from '#platform';
import type { Actor, SentForm, Tx } from '#platform';
import type { GroupJoined } from '#journey';
import { londonDate } from '#register';
import { requireCase } from '../case-people.js';
import { advance } from '../door.js';
import type { Office } from '../office.js';
import { keepTexts, takeStep } from '../take-step.js';
import type { Act, Done } from '../take-step.js';
import { casesOf, holdGroup, holdLedGroup, isGoing } from './group.js';
import type { Group } from './group.js';

export interface Joining {
  readonly actor: Actor;
  readonly form: SentForm;
  readonly group: string;
  readonly cases: readonly string[];
}

/**
 * Puts cases of the desk into a group that it leads. A case is in one group at a time
 * (`in-another-group`); none of them depends on another until somebody says so.
 */
export async function joinGroup(office: Office, joining: Joining): Promise<{ joined: number }> {
  try {
    return await inTransaction(office.pool, (tx) =>
      answerOnce(tx, joining.form, async () => {
        const group = await holdLedGroup(tx, joining.actor, joining.group);
        const cases = [...new Set(joining.cases)].toSorted();
        for (const caseId of cases) await joinOne(tx, office.baseUrl, joining.actor, group, caseId);
        return { joined: cases.length };
      }),
    );
  } catch (error) {
    if (violates(error, 'one_group_a_case')) throw new Refusal('in-another-group');
    throw error;
  }
}

async function joinOne(tx: Tx, baseUrl: string, actor: Actor, group: Group, caseId: string) {
  await requireCase(tx, actor, caseId);
  if (!(await enterGroup(tx, group.id, caseId))) return;
  const on = londonDate(await now(tx)).toString();
  await advance(tx, baseUrl, { caseId, actor, event: joined(group, on, []) });
}

/** Writes the membership down; false where the case is in the group already. */
export async function enterGroup(tx: Tx, group: string, caseId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO group_member (group_id, case_id, since) VALUES ($1, $2, assent_now())
     ON CONFLICT (group_id, case_id) DO UPDATE SET until = NULL, since = assent_now()
       WHERE group_member.until IS NOT NULL`,
    [group, caseId],
  );
  return rowCount !== 0;
}

export interface Depending {
  readonly group: string;
  /** The schools, by URN, without which this one does not go; none: it goes in any case. */
  readonly dependsOn: readonly string[];
  readonly reason: string;
}

/**
 * Says on which other schools of its group a school depends, with the reason. Refuses `invalid` for
 * a school that is not going on in the same group.
 */
export async function dependOn(office: Office, act: Act, given: Depending): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const group = await holdGroup(tx, act.actor, given.group);
    const going = (await casesOf(tx, group.id)).filter(isGoing);
    const isMember = going.some(({ caseId }) => caseId === act.caseId);
    const known = going.map(({ urn }) => urn);
    if (!isMember || !given.dependsOn.every((urn) => known.includes(urn))) {
      throw new Refusal('invalid', { field: 'dependsOn', reason: 'not-in-the-group' });
    }
    const on = londonDate(await now(tx)).toString();
    const texts = await keepTexts(tx, { reason: given.reason });
    return { event: joined(group, on, given.dependsOn), texts };
  });
}

export function joined(
  { id, name, kind }: Pick<Group, 'id' | 'name' | 'kind'>,
  on: string,
  dependsOn: readonly string[],
): GroupJoined {
  const dependent = dependsOn.length > 0;
  return { type: 'group.joined', on, group: id, name, kind, dependent, dependsOn };
}
