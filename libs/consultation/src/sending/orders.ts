import { append } from '#evidence';
import { newId, now, Refusal } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { streamOf } from '../consultation.js';

/** Acts that are not one another: the first letter, the same again, and everybody asked anew. */
export type SendingKind = 'launch' | 'resend' | 'reconsult';

/** Who is to be written to, from when on, and by whose word. */
export interface OrderedSending {
  readonly id: string;
  readonly consultation: string;
  readonly number: number;
  readonly kind: SendingKind;
  /** What its kind needs to be done: plain data, without a personal word. */
  readonly plan: Readonly<Record<string, unknown>>;
  readonly recipients: number;
  readonly needsSecond: boolean;
  readonly orderedBy: string;
  /** The desk in whose name it was ordered. */
  readonly orderedFor: string;
  readonly orderedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  /** From when on it is carried out, once nothing else is missing. */
  readonly dueAt: Date;
  readonly standing: 'unconfirmed' | 'waiting' | 'begun' | 'taken-back' | 'refused';
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
  readonly endedDetail: Readonly<Record<string, unknown>> | null;
}

const COLUMNS = `s.id, s.consultation_id AS consultation, s.number, s.kind, s.plan, s.recipients,
  s.needs_second AS "needsSecond", s.ordered_by AS "orderedBy", s.ordered_for AS "orderedFor",
  s.ordered_at AS "orderedAt", s.confirmed_by AS "confirmedBy", s.confirmed_at AS "confirmedAt",
  s.due_at AS "dueAt", s.standing, s.ended_by AS "endedBy", s.ended_at AS "endedAt",
  s.ended_detail AS "endedDetail"`;

export type SendingOrder = Pick<
  OrderedSending,
  'consultation' | 'kind' | 'plan' | 'recipients' | 'needsSecond'
> & {
  readonly notBefore: Date;
  /** Commitments of personal words that go with it. */
  readonly texts?: Readonly<Record<string, string>>;
};

/** Writes down what is to be sent. Refuses `conflict` while another sending has not ended. */
async function order(tx: Tx, actor: Actor, given: SendingOrder): Promise<OrderedSending> {
  const { consultation, kind, plan, recipients, needsSecond, notBefore, texts = {} } = given;
  await hold(tx, consultation);
  const all = await list(tx, consultation);
  if (all.some(isOpen)) throw new Refusal('sending-waits', { consultation });
  const number = all.length + 1;
  const at = await now(tx);
  const data = {
    ...{ number, kind, recipients, needsSecond },
    ...{ notBefore: notBefore.toISOString(), plan: plan as never },
  };
  const entry = { kind: 'act', type: 'sending.ordered', actor, data, texts } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO sending (id, consultation_id, number, kind, plan, recipients, needs_second,
       not_before, ordered_by, ordered_for, ordered_at, record_seq)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[newId(), consultation, number, kind, JSON.stringify(plan), recipients, needsSecond],
      ...[notBefore, actor.person, actor.body, at, seq],
    ],
  );
  return (await find(tx, consultation, number))!;
}

const isOpen = ({ standing }: OrderedSending): boolean =>
  standing === 'waiting' || standing === 'unconfirmed';

export interface OfSending {
  readonly consultation: string;
  readonly number: number;
}

/** The second person's word. Refuses `second-person` to whoever ordered it. */
async function confirm(tx: Tx, actor: Actor, of: OfSending): Promise<void> {
  const found = await holdOne(tx, of);
  if (found.standing !== 'unconfirmed') throw new Refusal('not-now', { ...of });
  if (found.orderedBy === actor.person) throw new Refusal('second-person', { ...of });
  await note(tx, actor, found, 'confirmed', {});
}

/** Stops a sending of which nothing has left. Refuses `not-now` once it has begun. */
async function takeBack(tx: Tx, actor: Actor, of: OfSending): Promise<void> {
  const found = await holdOne(tx, of);
  if (!isOpen(found)) throw new Refusal('not-now', { ...of });
  await note(tx, actor, found, 'taken-back', {});
}

/** Notes that it is being carried out, in the transaction that writes its mailings. */
async function begin(tx: Tx, actor: Actor, sending: OrderedSending): Promise<void> {
  await note(tx, actor, sending, 'begun', {});
}

/** Notes that what it was to do is not possible any more. */
async function refuse(
  tx: Tx,
  actor: Actor,
  sending: OrderedSending,
  why: Readonly<Record<string, unknown>>,
): Promise<void> {
  await note(tx, actor, sending, 'refused', why);
}

/**
 * One sending whose time has come, held until the transaction ends; null when there is none. A launch
 * waits for that of the school that leads it, while that one waits too.
 */
async function takeDue(tx: Tx): Promise<OrderedSending | null> {
  const { rows } = await tx.query<OrderedSending>(
    `SELECT ${COLUMNS} FROM sending_standing s JOIN consultation c ON c.id = s.consultation_id
      WHERE s.standing = 'waiting' AND s.due_at <= assent_now() AND NOT EXISTS (
        SELECT FROM joint_consultation j JOIN consultation l ON l.id = j.lead
          JOIN sending_standing o ON o.consultation_id = l.id AND o.kind = 'launch'
         WHERE j.member = s.consultation_id AND j.left_at IS NULL AND s.kind = 'launch'
           AND l.launched_at IS NULL AND o.standing IN ('waiting', 'unconfirmed'))
      ORDER BY s.due_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED`,
  );
  const taken = rows[0];
  if (taken === undefined) return null;
  // Another process may have ended it between the reading and the lock.
  const found = await find(tx, taken.consultation, taken.number);
  return found?.standing === 'waiting' ? found : null;
}

/** A consultation's sendings, the latest first. */
async function list(sql: Sql, consultation: string): Promise<readonly OrderedSending[]> {
  const { rows } = await sql.query<OrderedSending>(
    `SELECT ${COLUMNS} FROM sending_standing s WHERE s.consultation_id = $1 ORDER BY number DESC`,
    [consultation],
  );
  return rows;
}

async function find(
  sql: Sql,
  consultation: string,
  number: number,
): Promise<OrderedSending | null> {
  const { rows } = await sql.query<OrderedSending>(
    `SELECT ${COLUMNS} FROM sending_standing s WHERE s.consultation_id = $1 AND s.number = $2`,
    [consultation, number],
  );
  return rows[0] ?? null;
}

async function hold(tx: Tx, consultation: string): Promise<void> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE', [consultation]);
}

async function holdOne(tx: Tx, { consultation, number }: OfSending): Promise<OrderedSending> {
  await hold(tx, consultation);
  const found = await find(tx, consultation, number);
  if (found === null) throw new Refusal('not-found', { number });
  return found;
}

async function note(
  tx: Tx,
  actor: Actor,
  { id, consultation, number, kind }: OrderedSending,
  fact: 'confirmed' | 'begun' | 'taken-back' | 'refused',
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const at = await now(tx);
  const data = { number, kind, ...detail } as never;
  const entry = { kind: 'act', type: `sending.${fact}`, actor, data } as const;
  const { seq } = await append(tx, streamOf(consultation), entry, at);
  await tx.query(
    `INSERT INTO sending_fact (sending, seq, fact, noted_by, noted_at, detail, record_seq)
     SELECT $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6 FROM sending_fact WHERE sending = $1`,
    [id, fact, actor.person, at, JSON.stringify(detail), seq],
  );
}

/** Orders to send, from the clerk's word to the first letter. */
export const orders = { order, confirm, takeBack, begin, refuse, takeDue, list, find, isOpen };
