// The record: verifying chains against hashing and parsing the same bytes, and replaying cases.
import { hash } from 'node:crypto';
import { verifyStreams } from '#evidence';
import type { Entry } from '#evidence';
import { openJourney, replay } from '#journey';
import type { JourneyEvent, JourneySnapshot, Opening, RecordedMove } from '#journey';
import type { Pool } from 'pg';
import { compare, servicePool, time } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';

const CASES = { whole: 400, quick: 100 };

export async function verifyChain(context: BenchContext): Promise<BenchRow[]> {
  const pool = servicePool(await context.seeded!(), 4);
  try {
    const streams = await someStreams(pool, CASES[context.scale ?? 'whole']);
    const texts = await entriesOf(pool, [...streams, ...streams.map((one) => `documents:${one}`)]);
    const row = await compare({
      name: 'verify-chain',
      clients: 1,
      unit: 'entries/s',
      ours: async () => {
        const started = performance.now();
        const { entries, faults } = await verifyStreams(pool, { streams });
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

export async function replayCases(context: BenchContext): Promise<BenchRow[]> {
  const pool = servicePool(await context.seeded!(), 1);
  try {
    const records: { opening: JourneySnapshot; moves: RecordedMove[] }[] = [];
    for (const stream of await someStreams(pool, CASES[context.scale ?? 'whole'])) {
      const entries = (await entriesOf(pool, [stream])).map((text) => JSON.parse(text) as Entry);
      const opening = openJourney(entries[0]!.data['opening'] as unknown as Opening);
      records.push({ opening, moves: entries.flatMap(moveOf) });
    }
    const moves = records.reduce((sum, one) => sum + one.moves.length, 0);
    const why = 'what the machines alone would take is not to be had through the journey’s face';
    const once = async (): Promise<number> => {
      const started = performance.now();
      for (const { opening, moves: of } of records) {
        if (!replay(opening, of).ok) throw new Error('A case of the seed does not replay.');
      }
      return (1_000 * moves) / (performance.now() - started);
    };
    return [await time({ name: 'replay', clients: 1, unit: 'moves/s', why }, once)];
  } finally {
    await pool.end();
  }
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
