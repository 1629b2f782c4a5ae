import type { CaseDesk } from './case-desk.js';
import { aVote, theTrust } from './journey-builder.js';

/** A community school's case of which the chair has sent the application. */
export async function anAppliedCase(desk: CaseDesk): Promise<string> {
  const id = await desk.aCase();
  const today = await desk.today();
  const { type: _, minutes: _minutes, ...vote } = aVote();
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  await desk.send(id, 'equality.assessed');
  await desk.send(id, 'board.resolved', { ...vote, on: today });
  await desk.send(id, 'trust.consented');
  const chair = await desk.chairOf(id);
  await desk.send(id, 'application.submitted', { reference: 'A2B_100' }, chair);
  return id;
}
