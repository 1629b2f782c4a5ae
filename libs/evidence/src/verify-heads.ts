import type { Sql } from '#platform';
import type { WalkedStream } from './chain-walk.js';
import type { Fault } from './fault.js';

interface HeadRow {
  readonly name: string;
  readonly seq: number;
  readonly head: string;
}

/** Whether each stream's row names the last entry that its chain ended with. */
export async function verifyHeads(
  sql: Sql,
  walked: readonly WalkedStream[],
): Promise<readonly Fault[]> {
  if (walked.length === 0) return [];
  const { rows } = await sql.query<HeadRow>(
    `SELECT name, seq, encode(head, 'hex') AS head FROM stream WHERE name = ANY ($1)`,
    [walked.map(({ stream }) => stream)],
  );
  const heads = new Map(rows.map((row) => [row.name, row]));
  return walked.flatMap((stream) => {
    const what = wrongWith(stream, heads.get(stream.stream));
    return what === null ? [] : [{ stream: stream.stream, seq: stream.lastSeq, what }];
  });
}

function wrongWith({ lastSeq, lastHash }: WalkedStream, head: HeadRow | undefined): string | null {
  if (head === undefined) return 'the row of this stream is missing';
  if (head.seq > lastSeq) return `entries ${lastSeq + 1} to ${head.seq} are missing at the end`;
  if (head.seq < lastSeq) return `the stream ends with ${head.seq}, yet entry ${lastSeq} is there`;
  return head.head === lastHash ? null : `entry ${lastSeq} is not the one the stream ended with`;
}

/** Streams whose row says that there were entries, and of which none is left. */
export async function verifyNoneIsGone(
  sql: Sql,
  names: readonly string[] | null,
): Promise<readonly Fault[]> {
  const { rows } = await sql.query<{ name: string; seq: number }>(
    `SELECT name, seq FROM stream s
      WHERE ($1::text[] IS NULL OR name = ANY ($1))
        AND NOT EXISTS (SELECT FROM journal j WHERE j.stream = s.name)
        AND (seq > 0 OR head <> decode(repeat('00', 32), 'hex'))`,
    [names],
  );
  return rows.map(({ name, seq }) => ({
    stream: name,
    seq,
    what: `all ${seq} entries are missing`,
  }));
}
