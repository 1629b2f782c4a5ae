import { Refusal, answerOnce, inTransaction } from '#platform';
import type { Tx } from '#platform';
import { append, readStream } from '#evidence';
import type { Entry, JsonFacts } from '#evidence';
import { correct, openJourney } from '#journey';
import type { JourneyEvent, Opening, Recorded } from '#journey';
import { streamOf } from './office.js';
import type { Office } from './office.js';
import { readCase } from './read-case.js';
import { restoreHolders } from './restore-holders.js';
import { standingOf } from './standing.js';
import { keepTexts } from './take-step.js';
import type { Act, Done } from './take-step.js';

export interface Correction {
  /** The entry that was mistaken. */
  readonly seq: number;
  /** What it should have been, with the same evidence; null when it should not be there at all. */
  readonly event: JourneyEvent | null;
  readonly reason: string;
}

/**
 * Corrects a mistaken entry by a new one that names it. The case then stands where it would have
 * stood, and its parts belong to those who would hold them; refuses `not-now` when a later entry
 * could not follow, naming that entry.
 */
export async function correctEntry(
  office: Office,
  act: Act,
  correction: Correction,
): Promise<Done> {
  if (act.actor.role !== 'clerk') throw new Refusal('not-allowed');
  if (correction.reason.trim() === '') throw new Refusal('invalid', { field: 'reason' });
  return inTransaction(office.pool, (tx) =>
    answerOnce(tx, act.form, () => correctIn(tx, office, act, correction)),
  );
}

async function correctIn(tx: Tx, office: Office, act: Act, correction: Correction): Promise<Done> {
  await tx.query('SELECT FROM stream WHERE name = $1 FOR UPDATE', [streamOf(act.caseId)]);
  const found = await readCase(tx, act.caseId, act.actor, []);
  if (found.version !== act.seenVersion) {
    throw new Refusal('conflict', { case: found.id, seen: act.seenVersion, now: found.version });
  }
  const entries = await wholeStream(tx, streamOf(act.caseId));
  refuseUnlessMove(entries, correction);
  const { opening, record } = recordOf(entries);
  const replayed = correct(opening, record, correction.seq, correction.event);
  if (!replayed.ok) {
    throw new Refusal('not-now', { case: found.id, dependent: replayed.seq, event: replayed.type });
  }
  const texts = await keepTexts(tx, { reason: correction.reason });
  const sealed = await append(
    tx,
    streamOf(found.id),
    {
      kind: 'correction',
      type: correction.event === null ? 'entry.struck' : 'entry.corrected',
      actor: act.actor,
      data: { corrects: correction.seq, event: correction.event as unknown as JsonFacts | null },
      texts,
      rules: found.snapshot.case.context.ruleSet,
    },
    found.now,
  );
  const standing = standingOf(replayed.snapshot);
  await tx.query(
    `UPDATE cases SET snapshot = $2, version = version + 1, stage = $3, waiting_for = $4,
        due_on = $5, moved_at = $6, ended_at = CASE WHEN $7 THEN $6::timestamptz END,
        trust_name = $8 WHERE id = $1`,
    [
      found.id,
      JSON.stringify(replayed.snapshot),
      standing.stage,
      standing.waitingFor,
      standing.dueOn,
      found.now,
      standing.ended,
      replayed.snapshot.case.context.trust?.trust.name ?? null,
    ],
  );
  await restoreHolders(tx, office, {
    ...{ caseId: found.id, actor: act.actor, entries, ...correction },
    bodies: found.bodies,
    after: replayed.snapshot,
  });
  return { caseId: found.id, reference: found.reference, seq: sealed.seq };
}

/** Only a move that still stands can be corrected, and its part and its kind of event stay. */
function refuseUnlessMove(entries: readonly Entry[], { seq, event }: Correction): void {
  const entry = entries.find((candidate) => candidate.seq === seq);
  if (entry === undefined || entry.kind !== 'move') throw new Refusal('not-found', { seq });
  if (event !== null && event.type !== entry.type) {
    throw new Refusal('invalid', { field: 'event', reason: 'another-kind' });
  }
}

/** The opening of a case and its moves and corrections, as the journal holds them. */
export function recordOf(entries: readonly Entry[]): {
  readonly opening: ReturnType<typeof openJourney>;
  readonly record: readonly Recorded[];
} {
  const first = entries[0];
  if (first?.type !== 'case.opened') throw new Error('A case’s stream begins with its opening.');
  const opening = openJourney(first.data['opening'] as unknown as Opening);
  return { opening, record: entries.flatMap(recordedOf) };
}

function recordedOf(entry: Entry): readonly Recorded[] {
  const { seq, kind, type, on, data, at, actor } = entry;
  if (kind === 'move') {
    const event = { type, on, ...data } as unknown as JourneyEvent;
    return [{ seq, event, at, actor }];
  }
  if (kind !== 'correction') return [];
  const { corrects, event } = data as unknown as { corrects: number; event: JourneyEvent | null };
  return [{ seq, corrects, event }];
}

/** Every entry of a stream, in order. */
export async function wholeStream(tx: Tx, name: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await readStream(tx, name, { after: entries.length, limit: 1000 });
    entries.push(...page);
    if (page.length < 1000) return entries;
  }
}
