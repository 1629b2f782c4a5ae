import { Refusal } from '#platform';
import type { Actor, Sql } from '#platform';
import { projectGroups } from '#cases';
import type { Group, Member } from '#cases';
import type { Visitor } from '#identity';
import { theirs } from '../../http/acts.js';

/** A group that one of the clerk's desks leads or has a school in, and the clerk as the actor on it. */
export interface OnGroup {
  /** For the desk that leads the group, where that is one of theirs. */
  readonly actor: Actor;
  readonly group: Group;
  readonly members: readonly Member[];
  readonly now: Date;
  /** Whether the clerk's desk leads the group: it alone adds and invites schools. */
  readonly leads: boolean;
}

/** Anybody else's group is not found. A clerk of two desks sees the schools of both as their own. */
export async function onGroup(sql: Sql, who: Visitor, id: string): Promise<OnGroup> {
  const seen: OnGroup[] = [];
  for (const desk of who.bodiesAs('clerk')) {
    const actor = who.actorAs('clerk', desk.id);
    const found = await theirs(projectGroups.read(sql, actor, id));
    if (found !== null) seen.push({ actor, ...found, leads: found.group.desk === desk.id });
  }
  const first = seen.find(({ leads }) => leads) ?? seen[0];
  if (first === undefined) throw new Refusal('not-found', { group: id });
  const own = new Map(
    seen.flatMap(({ members }) =>
      members.filter((one) => one.own !== null).map((one) => [one.caseId, one] as const),
    ),
  );
  return { ...first, members: first.members.map((one) => own.get(one.caseId) ?? one) };
}

/** The same for what only the desk that leads the group does. */
export async function onLedGroup(sql: Sql, who: Visitor, id: string): Promise<OnGroup> {
  const found = await onGroup(sql, who, id);
  if (!found.leads) throw new Refusal('not-allowed', { group: id });
  return found;
}
