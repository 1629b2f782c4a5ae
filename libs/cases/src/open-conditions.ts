import type { Actor, Tx } from '#platform';
import { departmentTasks, groundOf, outstanding, tasksOn } from '#completion';
import type { JourneyEvent } from '#journey';
import { readCase } from './read-case.js';

/**
 * Where an event says that all conditions are met: with those that are still open, as the definitions
 * of the Department's tasks have it in this transaction. What its sender says of them is not taken.
 */
export async function withOpenConditions(
  tx: Tx,
  { actor, caseId }: { readonly actor: Actor; readonly caseId: string },
  event: JourneyEvent,
): Promise<JourneyEvent> {
  if (event.type !== 'conditions.met') return event;
  const { snapshot } = await readCase(tx, caseId, actor, []);
  const ground = await groundOf(tx, caseId, snapshot);
  return { ...event, outstanding: outstanding(tasksOn(ground, departmentTasks)) };
}
