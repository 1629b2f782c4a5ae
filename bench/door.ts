// The door: an event with three letters on one of many cases, against one SQL function that does the
// same writes in one round trip.
import { randomUUID } from 'node:crypto';
import { advance } from '#cases';
import type { Actor } from '#platform';
import type { Pool } from 'pg';
import { createDoorCases, createRawMove, RAW_MOVE } from './door-cases.js';
import type { DoorCases } from './door-cases.js';
import { compare, percentile, servicePool } from './measure.js';
import type { BenchContext, BenchRow } from './measure.js';
import type { Scale } from './seeded-cases.js';

const CLIENTS = [1, 8, 32];
const ROUND_MS: Readonly<Record<Scale, number>> = { whole: 1_500, quick: 500 };

export async function door(context: BenchContext): Promise<BenchRow[]> {
  const cases = await createDoorCases(context);
  await createRawMove(context);
  const rows: BenchRow[] = [];
  for (const clients of CLIENTS) {
    const pool = servicePool(context, clients);
    try {
      rows.push(await atClients(context, pool, cases, clients));
    } finally {
      await pool.end();
    }
  }
  return rows;
}

async function atClients(
  context: BenchContext,
  pool: Pool,
  cases: DoorCases,
  clients: number,
): Promise<BenchRow> {
  const tookMs: Record<'ours' | 'limit', number[]> = { ours: [], limit: [] };
  const forMs = ROUND_MS[context.scale ?? 'whole'];
  const row = await compare({
    name: 'door',
    clients,
    unit: 'moves/s',
    ours: () => busy(clients, forMs, tookMs.ours, () => moveThrough(pool, cases)),
    limit: () => busy(clients, forMs, tookMs.limit, () => moveRaw(pool, cases)),
  });
  const p99 = percentile(tookMs.ours, 99);
  return { ...row, p99, p99Limit: percentile(tookMs.limit, 99) };
}

async function moveThrough(pool: Pool, { ids, clerk, on }: DoorCases): Promise<void> {
  const caseId = ids[Math.floor(Math.random() * ids.length)]!;
  const actor: Actor = clerk;
  const event = {
    type: 'opening-date.set',
    on,
    opens: '2027-04-01',
    reasons: ['land'],
    noted: ['land'],
  } as const;
  await advance(pool, 'https://assent.example.org', { caseId, actor, event });
}

async function moveRaw(pool: Pool, { ids, bytes }: DoorCases): Promise<void> {
  const caseId = ids[Math.floor(Math.random() * ids.length)]!;
  await pool.query({
    ...RAW_MOVE,
    values: [
      caseId,
      bytes.snapshot,
      bytes.entry,
      bytes.hash,
      [randomUUID(), randomUUID(), randomUUID()],
      bytes.letterValues,
    ],
  });
}

/** So many callers, each one after another, for a while; answers how many were done in a second. */
async function busy(
  clients: number,
  forMs: number,
  tookMs: number[],
  act: () => Promise<void>,
): Promise<number> {
  const started = performance.now();
  let done = 0;
  const caller = async (): Promise<void> => {
    for (let now = performance.now(); now - started < forMs;) {
      await act();
      const later = performance.now();
      tookMs.push(later - now);
      now = later;
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, caller));
  return (1_000 * done) / (performance.now() - started);
}
