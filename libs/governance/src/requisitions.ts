import { Refusal, newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import { governorsOf } from './count-vote.js';
import { membersOn } from './members.js';
import type { Member } from './members.js';

/** Any three governors can requisition a meeting by written notice (SI 2013/1624 reg 13). */
export const REQUISITIONERS = 3;

/** A requisition on paper, as its clerk received it. */
export interface RequisitionGiven {
  /** What the meeting is asked for, as the notice says it. */
  readonly words: string;
  readonly receivedOn: string;
  readonly document: string;
  readonly members: readonly string[];
}

export interface Requisition {
  readonly id: string;
  readonly words: string;
  readonly signed: readonly {
    readonly member: string;
    readonly name: string;
    readonly on: string;
  }[];
  /** The day on which it was the wish of three; null while fewer have signed. */
  readonly receivedOn: string | null;
  /** The notice on paper; null for one that governors signed at their own desks. */
  readonly document: string | null;
  /** The meeting that was convened for it; null while it waits. */
  readonly meeting: { readonly id: string; readonly heldOn: string } | null;
}

/**
 * Records a requisition that came on paper. Refuses `invalid` when fewer than three of those named
 * were governors in post on the day it came.
 */
async function record(
  tx: Tx,
  actor: Actor,
  board: string,
  { words, receivedOn, document, members }: RequisitionGiven,
  at: Date,
): Promise<{ readonly id: string }> {
  const governors = await governorsOn(tx, board, receivedOn);
  const signed = governors.filter(({ id }) => members.includes(id));
  if (signed.length < REQUISITIONERS || signed.length !== new Set(members).size) {
    const fault = `Choose at least three governors who were in post on that day.`;
    throw new Refusal('invalid', { faults: { members: fault } });
  }
  const id = await begin(tx, actor, board, words, at);
  for (const member of signed) await sign(tx, actor, { id, member, on: receivedOn }, at);
  await receive(tx, actor, { board, id, receivedOn, document }, at);
  return { id };
}

/**
 * A governor asks for a meeting, or joins those who did. With the third who is in post the
 * requisition is received: answers whether it is now. Refuses `invalid` for somebody who is no
 * governor in post, `not-now` once it is received.
 */
async function join(
  tx: Tx,
  actor: Actor,
  board: string,
  wish: { readonly words: string } | { readonly requisition: string },
  { at, today }: { readonly at: Date; readonly today: string },
): Promise<{ readonly id: string; readonly isReceived: boolean }> {
  const governors = await governorsOn(tx, board, today);
  const member = governors.find(({ person }) => person === actor.person);
  if (member === undefined) throw new Refusal('invalid', { faults: { words: NO_GOVERNOR } });
  // Two who sign at once: the later one sees the earlier.
  await tx.query('SELECT FROM body WHERE id = $1 FOR UPDATE', [board]);
  const id =
    'words' in wish
      ? await begin(tx, actor, board, wish.words, at)
      : (await open(tx, board, wish.requisition)).id;
  await sign(tx, actor, { id, member, on: today }, at);
  const { signed } = await find(tx, board, id);
  const inPost = signed.filter((one) => governors.some((governor) => governor.id === one.member));
  if (inPost.length < REQUISITIONERS) return { id, isReceived: false };
  await receive(tx, actor, { board, id, receivedOn: today, document: null }, at);
  return { id, isReceived: true };
}

const NO_GOVERNOR = 'The clerk has not entered you as a governor in post. Ask the clerk first.';

/** Writes down that a meeting was convened for these. Refuses `not-now` for any that does not wait. */
async function meet(
  tx: Tx,
  actor: Actor,
  { board, meeting }: { readonly board: string; readonly meeting: string },
  ids: readonly string[],
  at: Date,
): Promise<readonly Requisition[]> {
  // Two who convene at once: the later one sees that it is met.
  if (ids.length > 0) await tx.query('SELECT FROM body WHERE id = $1 FOR UPDATE', [board]);
  const met = await Promise.all(ids.map((id) => find(tx, board, id)));
  for (const { id, receivedOn, meeting: earlier } of met) {
    if (receivedOn === null || earlier !== null) throw new Refusal('not-now', { requisition: id });
    await tx.query(
      `INSERT INTO requisition_met (requisition, meeting, recorded_by, recorded_at)
       VALUES ($1, $2, $3, $4)`,
      [id, meeting, actor.person, at],
    );
  }
  return met;
}

const READ = `SELECT q.id, q.words, r.received_on::text AS "receivedOn", r.document,
    (SELECT json_agg(json_build_object('member', s.member, 'name', m.name, 'on', s.signed_on::text)
        ORDER BY s.recorded_at, m.name) FROM requisition_member s
        JOIN board_member m ON m.id = s.member WHERE s.requisition = q.id) AS signed,
    (SELECT json_build_object('id', g.id, 'heldOn', g.held_on::text) FROM requisition_met t
        JOIN meeting g ON g.id = t.meeting WHERE t.requisition = q.id) AS meeting
  FROM meeting_requisition q LEFT JOIN requisition_received r ON r.requisition = q.id
 WHERE q.board = $1`;

/** Every requisition of a board, those that came first before the others. */
async function of(sql: Sql, board: string): Promise<readonly Requisition[]> {
  const { rows } = await sql.query<Requisition>(`${READ} ORDER BY q.recorded_at, q.id`, [board]);
  return rows;
}

/** Those for which the clerk has still to convene a meeting. */
async function waiting(sql: Sql, board: string): Promise<readonly Requisition[]> {
  const all = await of(sql, board);
  return all.filter(({ receivedOn, meeting }) => receivedOn !== null && meeting === null);
}

async function find(sql: Sql, board: string, id: string): Promise<Requisition> {
  const { rows } = await sql.query<Requisition>(`${READ} AND q.id = $2`, [board, id]);
  if (rows[0] === undefined) throw new Refusal('not-found', { requisition: id });
  return rows[0];
}

async function open(sql: Sql, board: string, id: string): Promise<Requisition> {
  const found = await find(sql, board, id);
  if (found.receivedOn !== null) throw new Refusal('not-now', { requisition: id });
  return found;
}

const governorsOn = async (sql: Sql, board: string, day: string): Promise<readonly Member[]> =>
  governorsOf(await membersOn(sql, board, day));

async function begin(tx: Tx, actor: Actor, board: string, words: string, at: Date) {
  const id = newId();
  await tx.query(
    `INSERT INTO meeting_requisition (id, board, words, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [id, board, words, actor.person, at],
  );
  return id;
}

async function sign(
  tx: Tx,
  actor: Actor,
  { id, member, on }: { id: string; member: Pick<Member, 'id'>; on: string },
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO requisition_member (requisition, member, signed_on, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (requisition, member) DO NOTHING`,
    [id, member.id, on, actor.person, at],
  );
}

async function receive(
  tx: Tx,
  actor: Actor,
  given: { board: string; id: string; receivedOn: string; document: string | null },
  at: Date,
): Promise<void> {
  const { board, id, receivedOn, document } = given;
  await tx.query(
    `INSERT INTO requisition_received (requisition, received_on, document, recorded_at)
     VALUES ($1, $2, $3, $4)`,
    [id, receivedOn, document, at],
  );
  const { signed } = await find(tx, board, id);
  const data = { requisition: id, members: signed.map(({ member }) => member) };
  const entry = {
    kind: 'act',
    type: 'meeting.requisitioned',
    actor,
    on: receivedOn,
    data,
  } as const;
  await append(tx, `body:${board}`, entry, at);
}

/** Meetings that governors ask for, until one is convened for each. */
export const requisitions = { record, join, meet, of, waiting, find };
