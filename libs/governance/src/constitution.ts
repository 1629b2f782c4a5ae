import { newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import { prescribedTestOn } from '#law';
import { CATEGORIES } from './count-vote.js';
import type { Category, PrescribedTest } from './count-vote.js';

/** How many seats the instrument of government gives each category. */
export type Seats = Readonly<Partial<Record<Category, number>>>;

/** Writes down the seats of a board from a day on; earlier ones stay. */
export async function setSeats(
  tx: Tx,
  actor: Actor,
  board: string,
  { seats, countsFrom }: { seats: Seats; countsFrom: string },
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO board_seats (id, board, seats, counts_from, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), board, JSON.stringify(seats), countsFrom, actor.person, at],
  );
  const data = { seats };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'seats.set', actor, on: countsFrom, data },
    at,
  );
}

/** The seats that count on a day; null while nobody has said. */
export async function seatsOn(sql: Sql, board: string, day: string): Promise<Seats | null> {
  const { rows } = await sql.query<{ seats: Seats }>(
    `SELECT seats FROM board_seats WHERE board = $1 AND counts_from <= $2
      ORDER BY counts_from DESC, recorded_at DESC, id DESC LIMIT 1`,
    [board, day],
  );
  return rows[0]?.seats ?? null;
}

/** A standing resolution that members may take part from elsewhere (SI 2013/1624 reg 14). */
export interface RemoteResolution {
  readonly resolvedOn: string;
  /** The last day on which it holds; null while it stands. */
  readonly endsOn: string | null;
  readonly words: string;
}

export async function allowRemote(
  tx: Tx,
  actor: Actor,
  board: string,
  { resolvedOn, endsOn, words }: RemoteResolution,
  at: Date,
): Promise<void> {
  const id = newId();
  await tx.query(
    `INSERT INTO remote_resolution (id, board, resolved_on, ends_on, words, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, board, resolvedOn, endsOn, words, actor.person, at],
  );
  const data = { resolution: id, endsOn };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'remote.allowed', actor, on: resolvedOn, data },
    at,
  );
}

export async function remoteOn(
  sql: Sql,
  board: string,
  day: string,
): Promise<RemoteResolution | null> {
  const { rows } = await sql.query<RemoteResolution>(
    `SELECT resolved_on::text AS "resolvedOn", ends_on::text AS "endsOn", words
       FROM remote_resolution
      WHERE board = $1 AND resolved_on <= $2 AND (ends_on IS NULL OR ends_on >= $2)
      ORDER BY resolved_on DESC, id DESC LIMIT 1`,
    [board, day],
  );
  return rows[0] ?? null;
}

/**
 * The test of prescribed governors for one school of a federation on a day, as an administrator set
 * it with its source; null where nobody has. No vote of a federated school passes without one.
 */
export async function testOn(sql: Sql, urn: string, day: string): Promise<TestInForce | null> {
  const datum = await prescribedTestOn(sql, urn, day);
  if (datum === null) return null;
  const { subject, version, value, source } = datum;
  const descriptions = CATEGORIES.filter((category) => value.descriptions.includes(category));
  const { minFor, minPercent } = value;
  return { id: `${subject} ${version}`, descriptions, minFor, minPercent, source };
}

export interface TestInForce extends PrescribedTest {
  readonly source: string;
}
