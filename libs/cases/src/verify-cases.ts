import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import type { Sql } from '#platform';
import { verifyStreams } from '#evidence';
import type { Entry, Fault, Verification, VerifyOptions } from '#evidence';
import { publication } from '#consultation';
import { replay } from '#journey';
import type { JourneySnapshot } from '#journey';
import { recordOf } from './correct-entry.js';
import { streamOf } from './office.js';

export interface VerifiedRecord extends Verification {
  readonly cases: number;
}

/**
 * Checks every chain, replays every case's moves to its stored snapshot, and holds what consultations
 * published against the record; for one case only its own stream. Every fault names its entry.
 */
export async function verifyCases(
  pool: Pool,
  options: VerifyOptions & { readonly caseId?: string } = {},
): Promise<VerifiedRecord> {
  let cases = 0;
  const { caseId, ...rest } = options;
  const own = caseId === undefined ? {} : { streams: [streamOf(caseId)] };
  const verification = await verifyStreams(pool, {
    ...own,
    ...rest,
    check: async (streams, sql) => {
      const ofCases = streams.filter(({ stream }) => stream.startsWith('case:'));
      cases += ofCases.length;
      const stored = await storedSnapshots(
        sql,
        ofCases.map(({ stream }) => stream),
      );
      return [
        ...ofCases.flatMap(({ stream, entries }) => replayFaults(stream, entries, stored)),
        ...(await publication.faults(sql, streams)),
      ];
    },
  });
  return { ...verification, cases };
}

interface Stored {
  readonly version: number;
  readonly snapshot: JourneySnapshot;
}

async function storedSnapshots(
  sql: Sql,
  streams: readonly string[],
): Promise<ReadonlyMap<string, Stored>> {
  const { rows } = await sql.query<Stored & { id: string }>(
    'SELECT id, version, snapshot FROM cases WHERE id = ANY ($1::uuid[])',
    [streams.map((stream) => stream.slice('case:'.length))],
  );
  return new Map(rows.map((row) => [streamOf(row.id), row]));
}

function replayFaults(
  stream: string,
  entries: readonly Entry[],
  stored: ReadonlyMap<string, Stored>,
): readonly Fault[] {
  const last = entries.at(-1)?.seq ?? 0;
  const found = stored.get(stream);
  if (found === undefined) return [{ stream, seq: last, what: 'the case of this stream is gone' }];
  try {
    return compare(stream, last, entries, found);
  } catch (error) {
    return [{ stream, seq: last, what: `the moves cannot be replayed: ${String(error)}` }];
  }
}

function compare(
  stream: string,
  last: number,
  entries: readonly Entry[],
  found: Stored,
): readonly Fault[] {
  const { opening, record } = recordOf(entries);
  const replayed = replay(opening, record);
  if (!replayed.ok) {
    const what = `${replayed.type} does not follow from the moves before it`;
    return [{ stream, seq: replayed.seq, what }];
  }
  const faults: Fault[] = [];
  if (!isDeepStrictEqual(plain(replayed.snapshot), found.snapshot)) {
    faults.push({ stream, seq: last, what: 'the stored snapshot is not what the moves give' });
  }
  if (found.version !== record.length) {
    faults.push({ stream, seq: last, what: 'the case’s version is not the number of its moves' });
  }
  return faults;
}

/** As JSON keeps it: what is undefined is not there. */
const plain = (snapshot: JourneySnapshot): unknown => JSON.parse(JSON.stringify(snapshot));
