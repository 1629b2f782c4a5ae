import { Refusal, faultPoint } from '#platform';
import type { Sql } from '#platform';
import { sealEntry } from '#evidence';
import type { EntryDraft, EvidenceLink } from '#evidence';
import { MACHINE_VERSION, decide, events } from '#journey';
import type { Decision, Intent, JourneyEvent, JourneySnapshot } from '#journey';
import { londonDate } from '#register';
import { lettersOf, mailingsOf } from './letters-of-move.js';
import { streamOf } from './office.js';
import { readCase } from './read-case.js';
import type { Move } from './move.js';
import type { CaseAtDoor } from './read-case.js';
import { deadlinesOf, writeMove } from './write-move.js';

export interface Moved {
  readonly caseId: string;
  readonly reference: string;
  readonly version: number;
  readonly seq: number;
  readonly at: Date;
  readonly snapshot: JourneySnapshot;
}

/** Races lost in a row before somebody who saw no version is told of a conflict. */
const TRIES = 5;

/**
 * The one door: reads the case, asks whether this actor may and whether it is possible now, moves
 * the machines, and writes snapshot, entry, evidence, letters and deadlines as one. Refuses with
 * `not-found`, `not-allowed`, `not-now` (every unmet condition named), `conflict` or `invalid`.
 */
export async function advance(sql: Sql, baseUrl: string, move: Move): Promise<Moved> {
  refuseUnknown(move.event);
  faultPoint('door.before-begin');
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await readCase(sql, move.caseId, move.actor, documentsOf(move.event));
    faultPoint('door.after-read');
    refuseIfSeenOtherwise(found, move);
    refuseOthersConsent(found, move);
    refuseFuture(found, move.event);
    const decision = decide(found.snapshot, move.event, {
      now: found.now.toISOString(),
      actor: move.actor,
    });
    if (!decision.ok) throw refusalOf(found, move, decision);
    const moved = await write(sql, baseUrl, move, found, decision);
    if (moved !== null) return moved;
  }
  throw new Refusal('conflict', { case: move.caseId, event: move.event.type });
}

async function write(
  sql: Sql,
  baseUrl: string,
  move: Move,
  found: CaseAtDoor,
  decision: Decision & { ok: true },
): Promise<Moved | null> {
  const sealed = sealEntry(
    streamOf(found.id),
    found.head,
    entryOf(move, found, decision),
    found.now,
  );
  const cause = { stream: streamOf(found.id), seq: sealed.seq };
  const telling = { baseUrl, move, found, decision, cause };
  faultPoint('door.before-write');
  const written = await writeMove(sql, {
    found,
    sealed,
    snapshot: decision.snapshot,
    trustName: move.event.type === 'trust.chosen' ? move.event.trust.name : null,
    letters: lettersOf(telling),
    mailings: mailingsOf(telling),
    deadlines: deadlinesOf(decision.intents),
  });
  faultPoint('door.after-write');
  if (!written) return null;
  return {
    caseId: found.id,
    reference: found.reference,
    version: found.version + 1,
    seq: sealed.seq,
    at: found.now,
    snapshot: decision.snapshot,
  };
}

function entryOf(move: Move, found: CaseAtDoor, decision: Decision & { ok: true }): EntryDraft {
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
  found: CaseAtDoor,
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

/** The ids under the event's fields that the table calls evidence. */
function documentsOf(event: JourneyEvent): readonly string[] {
  const facts = event as unknown as Record<string, string | readonly string[] | undefined>;
  return events[event.type].evidence.flatMap(({ as }) => facts[as] ?? []);
}

/** Only the journey's own events go through: never a name that XState or JavaScript gives a meaning. */
function refuseUnknown({ type }: JourneyEvent): void {
  if (!Object.hasOwn(events, type)) throw new Refusal('invalid', { field: 'event', type });
}

/** What has not happened yet cannot be recorded; days are days in London. */
function refuseFuture({ now }: CaseAtDoor, { on }: JourneyEvent): void {
  const isLater = on.length === 10 ? isDayAfter(on, now) : new Date(on) > now;
  if (isLater) throw new Refusal('invalid', { field: 'on', reason: 'in-the-future' });
}

/** London's day is never behind that of UTC, which is quicker to ask. */
function isDayAfter(day: string, instant: Date): boolean {
  return day > instant.toISOString().slice(0, 10) && day > londonDate(instant).toString();
}

function refuseIfSeenOtherwise(found: CaseAtDoor, { seenVersion, event }: Move): void {
  if (seenVersion === undefined || seenVersion === found.version) return;
  throw new Refusal('conflict', {
    case: found.id,
    event: event.type,
    seen: seenVersion,
    now: found.version,
  });
}

/** A body answers for itself alone; the others' consents do not exist for it. */
function refuseOthersConsent(found: CaseAtDoor, { actor, event }: Move): void {
  if (actor.role !== 'faith-officer' || !('consent' in event)) return;
  const own = found.bodies.some((on) => on.part === event.consent && on.body === actor.body);
  if (!own) throw new Refusal('not-found', { case: found.id });
}

function refusalOf(found: CaseAtDoor, move: Move, { explanation }: Decision & { ok: false }) {
  const facts = { case: found.id, event: move.event.type, explanation, bodies: found.bodies };
  return new Refusal(explanation.mayActor ? 'not-now' : 'not-allowed', facts);
}
