// The record: verifying chains against hashing and parsing the same bytes, and replaying cases.
import { hash } from 'node:crypto';
import { sealEntry, verifyStreams } from '#evidence';
import type { Entry, EntryDraft, Head } from '#evidence';
import { caseMachine, consentMachine, documentMachine, openJourney, replay } from '#journey';
import type { JourneyEvent, JourneySnapshot, Opening, RecordedMove } from '#journey';
import { CopyBatch, copyRows, inTransaction, newOpaqueId } from '#platform';
import type { Pool } from 'pg';
import { transition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { compare, servicePool } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';

const CASES = { whole: 400, quick: 100 };
const CHAINS = { whole: 300, quick: 100 };
const ENTRIES_A_CHAIN = 80;

export async function verifyChain(context: BenchContext): Promise<BenchRow[]> {
  const pool = servicePool(context, 4);
  try {
    const texts = await writeChains(pool, CHAINS[context.scale ?? 'whole']);
    const row = await compare({
      name: 'verify-chain',
      clients: 1,
      unit: 'entries/s',
      ours: async () => {
        const started = performance.now();
        const { entries, faults } = await verifyStreams(pool);
        if (faults.length > 0) throw new Error(faults[0]!.what);
        return (1_000 * entries) / (performance.now() - started);
      },
      limit: async () => {
        const started = performance.now();
        for (const text of texts) {
          hash('sha256', text);
          JSON.parse(text);
        }
        return (1_000 * texts.length) / (performance.now() - started);
      },
    });
    return [row];
  } finally {
    await pool.end();
  }
}

/** Chains of moves such as cases have, and nothing beside them; answers the entries' texts. */
async function writeChains(pool: Pool, chains: number): Promise<readonly string[]> {
  const [streams, journal] = [new CopyBatch(1e6), new CopyBatch(1e8)];
  const texts: string[] = [];
  for (let chain = 0; chain < chains; chain += 1) {
    const stream = `case:${newOpaqueId()}`;
    let head: Head = { seq: 0, hash: Buffer.alloc(32) };
    for (let n = 0; n < ENTRIES_A_CHAIN; n += 1) {
      const sealed = sealEntry(stream, head, aMove(), new Date());
      const { seq, entry } = (head = sealed);
      journal.add([stream, String(seq), entry, `\\x${head.hash.toString('hex')}`]);
      texts.push(entry);
    }
    streams.add([stream, String(head.seq), `\\x${head.hash.toString('hex')}`]);
  }
  await inTransaction(pool, async (tx) => {
    await copyRows(tx, 'stream', ['name', 'seq', 'head'], streams);
    await copyRows(tx, 'journal', ['stream', 'seq', 'entry', 'hash'], journal);
  });
  return texts;
}

function aMove(): EntryDraft {
  return {
    kind: 'move',
    type: 'opening-date.set',
    on: '2026-09-01',
    actor: { person: newOpaqueId(), role: 'clerk', body: newOpaqueId() },
    data: { opens: '2027-04-01', reasons: ['land', 'staff'], letter: newOpaqueId() },
    rules: '2026-06-29',
    verdicts: { R19: 'met', R19a: 'met' },
    machine: '1',
  };
}

interface Replayable {
  readonly opening: JourneySnapshot;
  readonly moves: readonly RecordedMove[];
}

export async function replayCases(context: BenchContext): Promise<BenchRow[]> {
  const pool = servicePool(await context.seeded!(), 1);
  try {
    const records: Replayable[] = [];
    for (const stream of await someStreams(pool, CASES[context.scale ?? 'whole'])) {
      const entries = (await entriesOf(pool, [stream])).map((text) => JSON.parse(text) as Entry);
      const opening = openJourney(entries[0]!.data['opening'] as unknown as Opening);
      records.push({ opening, moves: entries.flatMap(moveOf) });
    }
    const moves = records.reduce((sum, one) => sum + one.moves.length, 0);
    return [
      await compare({
        name: 'replay',
        clients: 1,
        unit: 'moves/s',
        ours: async () =>
          perSecond(moves, () => {
            for (const { opening, moves: of } of records)
              if (!replay(opening, of).ok) throw new Error('A case of the seed does not replay.');
          }),
        limit: async () => perSecond(moves, () => records.forEach(transitionsOf)),
      }),
    ];
  } finally {
    await pool.end();
  }
}

/** The same moves by XState's own pure transition: nothing is asked, looked up or put together. */
function transitionsOf({ opening, moves }: Replayable): void {
  const states = new Map<string, AnyMachineSnapshot>([
    ['case', stateOf(caseMachine, opening.case)],
    ...Object.entries(opening.consents).map(([id, part]) =>
      keyed(id, stateOf(consentMachine, part)),
    ),
    ...Object.entries(opening.documents).map(([id, part]) =>
      keyed(id, stateOf(documentMachine, part)),
    ),
  ]);
  for (const { event } of moves) {
    const part = partOf(event);
    const state = states.get(part)!;
    states.set(part, transition(state.machine as AnyStateMachine, state, event)[0]);
  }
}

const keyed = (id: string, state: AnyMachineSnapshot) => [id, state] as const;

const stateOf = (machine: AnyStateMachine, stored: { value: unknown; context: unknown }) =>
  machine.resolveState(stored as never) as AnyMachineSnapshot;

function partOf(event: JourneyEvent): string {
  if ('consent' in event) return event.consent;
  return event.type.startsWith('document.') && 'document' in event ? event.document : 'case';
}

function perSecond(count: number, work: () => void): number {
  const started = performance.now();
  work();
  return (1_000 * count) / (performance.now() - started);
}

function moveOf({ kind, seq, type, on, data, at, actor }: Entry): RecordedMove[] {
  if (kind !== 'move') return [];
  return [{ seq, event: { type, on, ...data } as unknown as JourneyEvent, at, actor }];
}

async function someStreams(pool: Pool, cases: number): Promise<string[]> {
  const { rows } = await pool.query<{ stream: string }>(
    `SELECT 'case:' || id AS stream FROM cases ORDER BY id LIMIT $1`,
    [cases],
  );
  return rows.map(({ stream }) => stream);
}

async function entriesOf(pool: Pool, streams: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ entry: string }>(
    'SELECT entry::text AS entry FROM journal WHERE stream = ANY ($1) ORDER BY stream, seq',
    [streams],
  );
  return rows.map(({ entry }) => entry);
}
