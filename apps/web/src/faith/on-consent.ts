import { Refusal } from '#platform';
import type { Actor } from '#platform';
import { caseDocuments, viewCase } from '#cases';
import type { CaseView, Office } from '#cases';
import { consentWords } from '#consents';
import type { RequestRead } from '#consents';
import type { Document } from '#evidence';
import type { Visitor } from '#identity';
import type { ConsentPart, JourneyEvent } from '#journey';
import { explain } from '#journey';
import { isInPrinciple } from '../views/consent-words.js';

/** A body's own consent on a case, with all that the body may see of the case, and no more. */
export interface OnConsent {
  readonly actor: Actor;
  readonly bodyName: string;
  readonly view: CaseView;
  readonly consent: string;
  readonly part: ConsentPart;
  /** What it was asked and what it answered, newest request first. */
  readonly requests: readonly RequestRead[];
  /** Every paper that it was ever asked about. */
  readonly papers: readonly Document[];
  readonly path: string;
}

/**
 * The consent, for an officer of the body that has it on this case. Anybody else's consent, and
 * every other case, is not found.
 */
export async function onConsent(
  office: Office,
  who: Visitor,
  caseId: string,
  consent: string,
): Promise<OnConsent> {
  for (const body of who.bodiesAs('faith-officer')) {
    const actor = who.actorAs('faith-officer', body.id);
    const view = await viewIfTheirs(office, actor, caseId);
    const hasPart = view?.bodies.some((on) => on.part === consent && on.body === body.id) ?? false;
    if (view === null || !hasPart || !Object.hasOwn(view.snapshot.consents, consent)) continue;
    const asked = await consentWords(office.pool, caseId, body.id);
    const requests = asked.filter((request) => request.consent === consent);
    const ids = [...new Set(requests.flatMap(({ papers }) => papers))];
    return {
      actor,
      bodyName: body.name,
      view,
      consent,
      part: view.snapshot.consents[consent]!,
      requests,
      papers: await caseDocuments(office.pool, actor, caseId, ids),
      path: `/desk/cases/${caseId}/${consent}`,
    };
  }
  throw new Refusal('not-found', { case: caseId });
}

async function viewIfTheirs(
  office: Office,
  actor: Actor,
  caseId: string,
): Promise<CaseView | null> {
  try {
    return await viewCase(office.pool, actor, caseId);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null;
    throw error;
  }
}

type ConsentEventType = Extract<JourneyEvent['type'], `consent.${string}`>;

/** Whether the journey stands where the body could send this; a final consent is not decided again. */
export function canSend(on: OnConsent, type: ConsentEventType): boolean {
  const { view, consent, actor, part } = on;
  if (type === 'consent.decided' && part.value === 'conditional' && !isInPrinciple(part)) {
    return false;
  }
  const attempt = { now: view.now.toISOString(), actor };
  const { inPlace, mayActor } = explain(view.snapshot, { type, consent }, attempt);
  return inPlace && mayActor;
}

/** Refused as `not-now`, in words, when the journey does not stand there. */
export function requireSend(on: OnConsent, type: ConsentEventType): void {
  if (!canSend(on, type)) throw new Refusal('not-now', { event: type, back: on.path });
}

/** The papers that are before the body, in the order in which their hashes were frozen. */
export function frozenPapers({ part, papers }: OnConsent): readonly Document[] {
  return part.context.papers.flatMap((id) => papers.find((paper) => paper.id === id) ?? []);
}

/** Refused as `papers-changed` when the papers that were shown are not those that are asked about. */
export function requireSamePapers(on: OnConsent, shownHash: string): void {
  if (on.part.context.papersHash !== shownHash) {
    throw new Refusal('papers-changed', { case: on.view.id, back: on.path });
  }
}
