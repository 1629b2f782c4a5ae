import { Refusal } from '#platform';
import { sealEntry } from '#evidence';
import type { EntryDraft, EvidenceLink, SealedEntry } from '#evidence';
import { MACHINE_VERSION, decide, events } from '#journey';
import type { Decision, Intent, JourneyEvent } from '#journey';
import { londonDate } from '#register';
import type { Move } from './move.js';
import { streamOf } from './office.js';
import type { CaseAtDoor } from './read-case.js';

/** As much of a case as its moves are judged by. */
export type JudgedCase = Pick<
  CaseAtDoor,
  'id' | 'version' | 'snapshot' | 'head' | 'now' | 'bodies' | 'documents'
>;

/** A move that is possible: what it makes of the case, and its entry at the end of the chain. */
export interface JudgedMove {
  readonly decision: Decision & { ok: true };
  readonly sealed: SealedEntry;
}

/**
 * The pure half of the door: whether this actor may send this event to this case now, and what
 * follows. Refuses as the door does; reads and writes nothing.
 */
export function judgeMove(found: JudgedCase, move: Move): JudgedMove {
  refuseIfSeenOtherwise(found, move);
  refuseOthersConsent(found, move);
  refuseFuture(found, move.event);
  const attempt = { now: found.now.toISOString(), actor: move.actor };
  const decision = decide(found.snapshot, move.event, attempt);
  if (!decision.ok) throw refusalOf(found, move, decision);
  const draft = entryOf(move, found, decision);
  return { decision, sealed: sealEntry(streamOf(found.id), found.head, draft, found.now) };
}

function entryOf(move: Move, found: JudgedCase, decision: Decision & { ok: true }): EntryDraft {
  const { type, on, ...data } = move.event;
  return {
    kind: 'move',
    type,
    on,
    actor: move.actor,
    ...(move.onBehalfOf === undefined ? {} : { onBehalfOf: move.onBehalfOf }),
    data,
    ...(move.texts === undefined ? {} : { texts: move.texts }),
    evidence: evidenceOf(move, found, decision.intents),
    rules: found.snapshot.case.context.ruleSet,
    verdicts: decision.verdicts,
    machine: MACHINE_VERSION,
  };
}

/** The documents that an event names, looked up: none of another case, none of a wrong kind. */
function evidenceOf(
  move: Move,
  found: JudgedCase,
  intents: readonly Intent[],
): readonly EvidenceLink[] {
  return intents.flatMap((intent) => {
    if (intent.type !== 'file-evidence') return [];
    const need = events[move.event.type].evidence.find(({ as }) => as === intent.as);
    return intent.documents.map((id) => {
      const document = found.documents.find((candidate) => candidate.id === id);
      const kinds: readonly string[] = need?.kinds ?? [];
      if (document === undefined || !kinds.includes(document.kind)) {
        throw new Refusal('invalid', { field: intent.as, reason: 'not-that-evidence' });
      }
      return { document: id, sha256: document.sha256, as: document.kind as EvidenceLink['as'] };
    });
  });
}

/** What has not happened yet cannot be recorded; days are days in London. */
function refuseFuture({ now }: JudgedCase, { on }: JourneyEvent): void {
  const isLater = on.length === 10 ? isDayAfter(on, now) : new Date(on) > now;
  if (isLater) throw new Refusal('invalid', { field: 'on', reason: 'in-the-future' });
}

/** London's day is never behind that of UTC, which is quicker to ask. */
function isDayAfter(day: string, instant: Date): boolean {
  return day > instant.toISOString().slice(0, 10) && day > londonDate(instant).toString();
}

function refuseIfSeenOtherwise(found: JudgedCase, { seenVersion, event }: Move): void {
  if (seenVersion === undefined || seenVersion === found.version) return;
  throw new Refusal('conflict', {
    case: found.id,
    event: event.type,
    seen: seenVersion,
    now: found.version,
  });
}

/** A body answers for itself alone; the others' consents do not exist for it. */
function refuseOthersConsent(found: JudgedCase, { actor, event }: Move): void {
  if (actor.role !== 'faith-officer' || !('consent' in event)) return;
  const own = found.bodies.some((on) => on.part === event.consent && on.body === actor.body);
  if (!own) throw new Refusal('not-found', { case: found.id });
}

function refusalOf(found: JudgedCase, move: Move, { explanation }: Decision & { ok: false }) {
  const facts = { case: found.id, event: move.event.type, explanation, bodies: found.bodies };
  return new Refusal(explanation.mayActor ? 'not-now' : 'not-allowed', facts);
}
