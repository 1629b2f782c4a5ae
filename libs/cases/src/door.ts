import { Refusal, faultPoint } from '#platform';
import type { Sql } from '#platform';
import { events } from '#journey';
import type { JourneyEvent, JourneySnapshot } from '#journey';
import { judgeMove } from './judge-move.js';
import type { JudgedMove } from './judge-move.js';
import { lettersOf, mailingsOf } from './letters-of-move.js';
import type { Move } from './move.js';
import { streamOf } from './office.js';
import { readCase } from './read-case.js';
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
    const moved = await write(sql, baseUrl, move, found, judgeMove(found, move));
    if (moved !== null) return moved;
  }
  throw new Refusal('conflict', { case: move.caseId, event: move.event.type });
}

async function write(
  sql: Sql,
  baseUrl: string,
  move: Move,
  found: CaseAtDoor,
  { decision, sealed }: JudgedMove,
): Promise<Moved | null> {
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

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The ids under the event's fields that the table calls evidence; what is none names nothing. */
function documentsOf(event: JourneyEvent): readonly string[] {
  const facts = event as unknown as Record<string, string | readonly string[] | undefined>;
  const named = events[event.type].evidence.flatMap(({ as }) => facts[as] ?? []);
  return named.filter((id) => UUID.test(id));
}

/** Only the journey's own events go through: never a name that XState or JavaScript gives a meaning. */
function refuseUnknown({ type }: JourneyEvent): void {
  if (!Object.hasOwn(events, type)) throw new Refusal('invalid', { field: 'event', type });
}
