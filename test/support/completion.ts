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

/** A community school on the day on which it opens, by order; its agreements are signed. */
export async function aCaseOnItsFirstDay(desk: CaseDesk): Promise<string> {
  const id = await desk.aCase('community', 'sponsored');
  await desk.send(id, 'trust.chosen', { trust: theTrust });
  await desk.send(id, 'trust.consented');
  await desk.send(id, 'order.made', { basis: 's.4(1)(b)' });
  const first = firstOfMonthAfter(await desk.today());
  await desk.send(id, 'opening-date.set', { opens: first, standing: 'confirmed', reasons: [] });
  await desk.send(id, 'academy.named', { name: 'Hillside Academy' });
  await desk.send(id, 'insurance.confirmed');
  const { documents } = (await desk.stored(id)).snapshot;
  const parties = new Map(
    Object.entries(documents).map(([document, { context }]) => [document, context.parties]),
  );
  const settled = [...parties].map(([document, signing]) => ({ id: document, parties: signing }));
  await desk.send(id, 'instruments.settled', { documents: settled });
  for (const [document, signing] of parties) {
    await desk.send(id, 'document.received', { document });
    await desk.send(id, 'document.cleared', { document });
    for (const party of signing) await desk.send(id, 'document.signed', { document, party });
  }
  await desk.send(id, 'funding-agreement.signed');
  await desk.send(id, 'tupe.representatives-named', { representatives: ['union'] });
  await desk.send(id, 'tupe.informed');
  await desk.send(id, 'tupe.completed');
  await showConditions(desk, id);
  await desk.send(id, 'conditions.met');
  await desk.moveClock(`${first}T12:00:00.000Z`);
  return id;
}

/** Shows the conditions that only a paper of their own can show. */
export async function showConditions(desk: CaseDesk, id: string): Promise<void> {
  for (const task of ['bank-details', 'school-actions']) {
    const evidence = [await desk.file(id, 'correspondence')];
    await desk.send(id, 'task.shown', { task, evidence, kinds: ['correspondence'], answers: {} });
  }
}

function firstOfMonthAfter(day: string): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
