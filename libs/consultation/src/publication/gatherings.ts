import { hash } from 'node:crypto';
import { append } from '#evidence';
import { now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';

/** A meeting or drop-in at which people can ask about a consultation. */
export interface GatheringSaid {
  readonly title: string;
  /** Instants, as ISO 8601 in UTC. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place: string;
  /** Whom it is for. */
  readonly audience: string;
}

/** A gathering as it stands, with how it stood before. */
export interface Gathering extends GatheringSaid {
  readonly number: number;
  readonly version: number;
  readonly calledOff: boolean;
  readonly writtenAt: Date;
  /** The newest first. */
  readonly earlier: readonly (GatheringSaid & { readonly writtenAt: Date })[];
}

interface Row {
  readonly number: number;
  readonly version: number;
  readonly said: GatheringSaid;
  readonly calledOff: boolean;
  readonly writtenAt: Date;
}

/** The gatherings of a consultation, the first to begin first; those called off stay. */
export async function gatherings(sql: Sql, consultation: string): Promise<readonly Gathering[]> {
  const { rows } = await sql.query<Row>(
    `SELECT number, version, body::json AS said, called_off AS "calledOff",
        written_at AS "writtenAt"
       FROM consultation_event WHERE consultation_id = $1 ORDER BY number, version DESC`,
    [consultation],
  );
  const byNumber = Map.groupBy(rows, ({ number }) => number);
  return [...byNumber.values()]
    .map(([last, ...earlier]) => {
      const { said, ...standing } = last!;
      const before = earlier.map((one) => ({ ...one.said, writtenAt: one.writtenAt }));
      return { ...said, ...standing, earlier: before };
    })
    .toSorted((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
}

export interface GatheringGiven {
  readonly consultation: string;
  /** Null: another one. */
  readonly number: number | null;
  /** The version that the writer saw; 0: none. */
  readonly seen: number;
  readonly said: GatheringSaid;
}

/** Keeps a gathering as a new version, which everybody can read at once. Refuses `invalid` when it was changed meanwhile. */
export async function writeGathering(
  tx: Tx,
  actor: Actor,
  { consultation, number, seen, said }: GatheringGiven,
): Promise<void> {
  if (said.endsAt <= said.startsAt) {
    throw faulty('ends', 'It must end after it begins.');
  }
  const all = await held(tx, consultation);
  const before = number === null ? null : foundIn(all, number);
  if ((before?.version ?? 0) !== seen) throw faulty('title', CHANGED);
  const next = number ?? Math.max(0, ...all.map((one) => one.number)) + 1;
  await keep(tx, actor, { consultation, number: next, version: seen + 1, said, calledOff: false });
}

/** Calls a gathering off; it stays to be seen, so that calendars learn of it. Twice is once. */
export async function callOffGathering(
  tx: Tx,
  actor: Actor,
  { consultation, number }: { readonly consultation: string; readonly number: number },
): Promise<void> {
  const { version, calledOff, title, startsAt, endsAt, place, audience } = foundIn(
    await held(tx, consultation),
    number,
  );
  if (calledOff) return;
  const said = { title, startsAt, endsAt, place, audience };
  await keep(tx, actor, { consultation, number, version: version + 1, said, calledOff: true });
}

const CHANGED = 'Somebody else changed this meanwhile. Open it again.';
const faulty = (field: string, message: string) =>
  new Refusal('invalid', { faults: { [field]: message } });

/** Holds the consultation's row: numbers and versions have no gap. */
async function held(tx: Tx, consultation: string): Promise<readonly Gathering[]> {
  const { rowCount } = await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [
    consultation,
  ]);
  if (rowCount === 0) throw new Refusal('not-found', { consultation });
  return gatherings(tx, consultation);
}

function foundIn(all: readonly Gathering[], number: number): Gathering {
  const found = all.find((one) => one.number === number);
  if (found === undefined) throw new Refusal('not-found', { number });
  return found;
}

interface Kept {
  readonly consultation: string;
  readonly number: number;
  readonly version: number;
  readonly said: GatheringSaid;
  readonly calledOff: boolean;
}

async function keep(tx: Tx, actor: Actor, kept: Kept): Promise<void> {
  const { consultation, number, version, said, calledOff } = kept;
  const { title, startsAt, endsAt, place, audience } = said;
  const body = JSON.stringify({ title, startsAt, endsAt, place, audience });
  const sha256 = hash('sha256', body, 'hex');
  const at = await now(tx);
  const data = { number, version, sha256, calledOff };
  const entry = { kind: 'act', type: 'consultation.event-written', actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO consultation_event (consultation_id, number, version, body, sha256, called_off,
       written_by, written_at, record_seq)
     VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9)`,
    [consultation, number, version, body, sha256, calledOff, actor.person, at, seq],
  );
}
