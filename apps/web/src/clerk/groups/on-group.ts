import { Refusal } from '#platform';
import type { Actor, Sql } from '#platform';
import { projectGroups } from '#cases';
import type { Group, Member } from '#cases';
import type { Visitor } from '#identity';

/** A group of one of the clerk's desks, and the clerk as the actor on it. */
export interface OnGroup {
  readonly actor: Actor;
  readonly group: Group;
  readonly members: readonly Member[];
  readonly now: Date;
}

/** Anybody else's group is not found. */
export async function onGroup(sql: Sql, who: Visitor, id: string): Promise<OnGroup> {
  for (const desk of who.bodiesAs('clerk')) {
    const actor = who.actorAs('clerk', desk.id);
    try {
      return { actor, ...(await projectGroups.read(sql, actor, id)) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not-found') throw error;
    }
  }
  throw new Refusal('not-found', { group: id });
}
