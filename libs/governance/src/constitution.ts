import { Refusal, newId } from '#platform';
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
export interface RemoteGiven {
  readonly resolvedOn: string;
  /** The last day on which it holds by its own words; null where it has none. */
  readonly endsOn: string | null;
  readonly words: string;
}

export interface RemoteResolution extends RemoteGiven {
  readonly id: string;
  /** The first day on which it holds no longer, because the board took it back; null while it stands. */
  readonly endedOn: string | null;
  /** The minutes that show that it was taken back. */
  readonly endedBy: string | null;
}

/** Records a resolution on taking part from elsewhere: it takes the place of every earlier one. */
export async function allowRemote(
  tx: Tx,
  actor: Actor,
  board: string,
  { resolvedOn, endsOn, words }: RemoteGiven,
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

/**
 * Ends a resolution on taking part from elsewhere, for meetings on or after a day. Refuses
 * `not-found` for another board's, `invalid` for a day before it was made, `not-now` for one that
 * was ended before.
 */
export async function endRemote(
  tx: Tx,
  actor: Actor,
  board: string,
  { resolution, endedOn, minutes }: { resolution: string; endedOn: string; minutes: string },
  at: Date,
): Promise<void> {
  const found = (await remotesOf(tx, board)).find(({ id }) => id === resolution);
  if (found === undefined) throw new Refusal('not-found', { resolution });
  if (found.endedOn !== null) throw new Refusal('not-now', { resolution });
  if (endedOn < found.resolvedOn) {
    throw new Refusal('invalid', { faults: { endedOn: 'It was not made by this day.' } });
  }
  await tx.query(
    `INSERT INTO remote_resolution_ended (resolution, ended_on, minutes, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [resolution, endedOn, minutes, actor.person, at],
  );
  const data = { resolution, minutes };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'remote.ended', actor, on: endedOn, data },
    at,
  );
}

/** Every resolution of a board on taking part from elsewhere, the latest first. */
export async function remotesOf(sql: Sql, board: string): Promise<readonly RemoteResolution[]> {
  const { rows } = await sql.query<RemoteResolution>(
    `SELECT r.id, r.resolved_on::text AS "resolvedOn", r.ends_on::text AS "endsOn", r.words,
        e.ended_on::text AS "endedOn", e.minutes AS "endedBy"
       FROM remote_resolution r LEFT JOIN remote_resolution_ended e ON e.resolution = r.id
      WHERE r.board = $1 ORDER BY r.resolved_on DESC, r.id DESC`,
    [board],
  );
  return rows;
}

/**
 * The resolution that holds on a day: the latest made by then, unless it has ended. Where it has,
 * no earlier one comes back.
 */
export async function remoteOn(
  sql: Sql,
  board: string,
  day: string,
): Promise<RemoteResolution | null> {
  const latest = (await remotesOf(sql, board)).find(({ resolvedOn }) => resolvedOn <= day);
  if (latest === undefined) return null;
  const { endsOn, endedOn } = latest;
  const holds = (endsOn === null || endsOn >= day) && (endedOn === null || endedOn > day);
  return holds ? latest : null;
}

/**
 * The quorum that an interim executive board determined for itself, with the document that shows
 * it: the half of an ordinary board is not its rule (Education and Inspections Act 2006, Sch 6).
 */
export interface OwnQuorum {
  readonly quorum: number;
  readonly countsFrom: string;
  readonly document: string;
}

/** Writes down a board's own quorum from a day on; earlier ones stay. */
export async function setQuorum(
  tx: Tx,
  actor: Actor,
  board: string,
  { quorum, countsFrom, document }: OwnQuorum,
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO board_quorum (id, board, quorum, counts_from, document, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), board, quorum, countsFrom, document, actor.person, at],
  );
  const data = { quorum, document };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'quorum.set', actor, on: countsFrom, data },
    at,
  );
}

/** The board's own quorum that counts on a day; null while nobody has shown one. */
export async function quorumOn(sql: Sql, board: string, day: string): Promise<OwnQuorum | null> {
  const { rows } = await sql.query<OwnQuorum>(
    `SELECT quorum, counts_from::text AS "countsFrom", document FROM board_quorum
      WHERE board = $1 AND counts_from <= $2
      ORDER BY counts_from DESC, recorded_at DESC, id DESC LIMIT 1`,
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
