import type { Entry, Fault, WholeStream } from '#evidence';
import type { Sql } from '#platform';
import type { Mark } from './codings.js';

const PREFIX = 'consultation:';
const GONE = 'what was published is not what the record says';

/** Codes given to words of replies that are not those of the record. */
export async function codingFaults(
  sql: Sql,
  streams: readonly WholeStream[],
): Promise<readonly Fault[]> {
  const given = streams.flatMap(({ stream, entries }) =>
    entries.flatMap((entry) => (isCoding(stream, entry) ? [{ stream, entry }] : [])),
  );
  if (given.length === 0) return [];
  const ids = [...new Set(given.map(({ stream }) => stream.slice(PREFIX.length)))];
  const { rows } = await sql.query<{ stream: string; seq: number; marks: readonly Mark[] }>(
    `SELECT 'consultation:' || consultation_id AS stream, record_seq AS seq, marks
       FROM response_coding WHERE consultation_id = ANY ($1::uuid[])`,
    [ids],
  );
  const kept = new Map(rows.map(({ stream, seq, marks }) => [`${stream} ${seq}`, inOrder(marks)]));
  return given.flatMap(({ stream, entry: { seq, data } }) => {
    const { marks } = data as unknown as { readonly marks: readonly Mark[] };
    return kept.get(`${stream} ${seq}`) === inOrder(marks) ? [] : [{ stream, seq, what: GONE }];
  });
}

const isCoding = (stream: string, { type }: Entry): boolean =>
  stream.startsWith(PREFIX) && type === 'response.coded';

/** The same marks are the same text, however a database orders what is in them. */
const inOrder = (marks: readonly Mark[]): string =>
  JSON.stringify(marks.map(({ code, span }) => [code, span?.start ?? null, span?.end ?? null]));
