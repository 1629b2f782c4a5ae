import { Pool } from 'pg';
import type { Scale, SeededCases, Size } from './seeded-cases.js';

/** Where a benchmark works: a migrated database of its own, durable, as the one who owns it. */
export interface BenchContext {
  readonly ownerUrl: string;
  /** `quick` is for a look: shorter rounds, smaller data. */
  readonly scale?: Scale;
  /** An installation of the run's scale, or of this size, made when it is first asked for. */
  readonly seeded?: (size?: Size) => Promise<SeededCases>;
}

/** One line of the table. */
export interface BenchRow {
  readonly name: string;
  readonly clients: number;
  readonly value: number;
  readonly unit: string;
  /** The same measured without our own work, in the same run. */
  readonly limit: number | null;
  readonly ratio: number | null;
  readonly min: number;
  readonly max: number;
  /** Milliseconds within which 99 of 100 were answered, and those of the limit. */
  readonly p99?: number;
  readonly p99Limit?: number;
  readonly why?: string;
}

export interface Comparison {
  readonly name: string;
  readonly clients: number;
  readonly unit: string;
  /** One short round each; answers how many a second. */
  readonly ours: () => Promise<number>;
  readonly limit: () => Promise<number>;
  readonly rounds?: number;
}

const ROUNDS = 5;
/** A machine that is busy with something else tells nothing. */
const WIDEST_SPREAD = 3;

/** Rounds of both in turn after one of each to warm up; medians, and the ratio if they held still. */
export async function compare(comparison: Comparison): Promise<BenchRow> {
  const { name, clients, unit, rounds = ROUNDS } = comparison;
  const ours: number[] = [];
  const limits: number[] = [];
  await comparison.limit();
  await comparison.ours();
  for (let round = 0; round < rounds; round += 1) {
    limits.push(await comparison.limit());
    ours.push(await comparison.ours());
  }
  const value = median(ours);
  const limit = median(limits);
  const steady = spread(ours) <= WIDEST_SPREAD && spread(limits) <= WIDEST_SPREAD;
  return {
    name,
    clients,
    value: round(value),
    unit,
    limit: round(limit),
    ratio: steady ? round(value / limit) : null,
    min: round(Math.min(...ours)),
    max: round(Math.max(...ours)),
    ...(steady ? {} : { why: 'the rounds spread more than threefold' }),
  };
}

/** Rounds of something that has a target and no limit to compare with. */
export async function time(
  row: Pick<BenchRow, 'name' | 'clients' | 'unit'> & { readonly why: string },
  once: () => Promise<number>,
): Promise<BenchRow> {
  const values: number[] = [];
  await once();
  for (let round = 0; round < ROUNDS; round += 1) values.push(await once());
  return {
    ...row,
    value: round(median(values)),
    limit: null,
    ratio: null,
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
  };
}

/** A pool in the service's role, as the product works. */
export function servicePool({ ownerUrl }: Pick<BenchContext, 'ownerUrl'>, connections = 10): Pool {
  return new Pool({
    connectionString: ownerUrl,
    options: '-c role=assent_service',
    max: connections,
  }).on('error', () => undefined);
}

/** The value that so many in a hundred do not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.ceil((sorted.length * part) / 100) - 1] ?? NaN);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function spread(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
