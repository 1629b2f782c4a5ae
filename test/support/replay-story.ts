import { SYSTEM, now } from '#platform';
import { answerConsent, askConsent } from '#cases';
import { findConsultation } from '#consultation';
import { events } from '#journey';
import type { JourneyEvent } from '#journey';
import type { CaseDesk } from './case-desk.js';
import { showConditions } from './completion.js';
import type { CaseStory } from './journey-builder.js';

type Facts = Record<string, unknown>;
const SIX_WEEKS_MS = 42 * 86_400_000;

/**
 * Takes a real case along the steps of a story that was told in memory: consents by the bodies' own
 * acts, all else by whoever may, each on a document of its own. The clock has to be past the story; a consultation moves it on.
 */
export async function replayStory(desk: CaseDesk, id: string, story: CaseStory): Promise<void> {
  const files = new Map<string, string>();
  for (const { event } of story.record) {
    if (event.type === 'conditions.met') await showConditions(desk, id);
    if (event.type === 'consent.requested') await ask(desk, id, event.consent);
    else if (event.type === 'consent.decided') await decide(desk, id, event);
    else await send(desk, id, event, await withRealIds(desk, id, event, files));
  }
}

async function ask(desk: CaseDesk, id: string, consent: string): Promise<void> {
  const papers = [await desk.file(id, 'optionsPaper')];
  await askConsent(desk.office, await desk.act(id), { consent, papers, message: 'Please.' });
}

async function decide(desk: CaseDesk, id: string, event: JourneyEvent & { consent: string }) {
  const { consent } = event;
  const { papersHash } = (await desk.stored(id)).snapshot.consents[consent]!.context;
  const act = await desk.act(id, await desk.officerOf(id, consent));
  const signed = { words: '', signatory: 'The Director', authority: 'Minute 1', conditions: [] };
  await answerConsent(desk.office, act, { consent, papersHash, answer: 'granted', ...signed });
}

async function send(desk: CaseDesk, id: string, event: JourneyEvent, facts: Facts): Promise<void> {
  const [by] = events[event.type].by;
  if (by === 'system') {
    await desk.move(id, { ...event, ...facts }, SYSTEM);
    return;
  }
  const actor = by === 'chair' ? await desk.chairOf(id) : desk.clerk;
  const { type, ...own } = event;
  await desk.send(id, type, { ...own, ...facts }, actor);
}

/** The fields that name documents or the consultation, with those of the real case. */
async function withRealIds(
  desk: CaseDesk,
  id: string,
  event: JourneyEvent,
  files: Map<string, string>,
): Promise<Facts> {
  const named = event as unknown as Readonly<Record<string, string>>;
  const facts: Facts = {};
  for (const { as, kinds } of events[event.type].evidence) {
    const name = named[as]!;
    if (!files.has(name)) files.set(name, await desk.file(id, kinds[0]));
    facts[as] = files.get(name);
  }
  if (event.type === 'board.resolved') {
    facts['papers'] = event.papers.flatMap((paper) => files.get(paper) ?? []);
  }
  return { ...facts, ...(await windowOf(desk, id, event)) };
}

/** People have six weeks from now on, whenever the story says that they were asked. */
async function windowOf(desk: CaseDesk, id: string, { type }: JourneyEvent): Promise<Facts> {
  if (type === 'consultation.launched') {
    const consultation = (await findConsultation(desk.office.pool, { caseId: id }))!.id;
    const closesAt = new Date((await now(desk.office.pool)).getTime() + SIX_WEEKS_MS);
    return { consultation, closesAt: closesAt.toISOString() };
  }
  if (type !== 'consultation.closed') return {};
  const at = (await desk.stored(id)).snapshot.case.context.consultation!.closesAt;
  await desk.moveClock(at);
  return { at };
}
