import { Refusal, newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import type { Category, Interest, Seated } from './count-vote.js';

/** A seat on a board, as its clerk enters it. Days are ISO days in England. */
export interface MemberGiven {
  readonly name: string;
  /** Null for somebody who is written to on paper. */
  readonly email: string | null;
  readonly category: Category;
  readonly school: string | null;
  readonly since: string;
  /** The person of this service who sits here, where they have an address. */
  readonly person: string | null;
}

export interface Member extends Seated {
  readonly name: string;
  readonly email: string | null;
  readonly person: string | null;
  readonly since: string;
  /** The last day in post has passed on this day; null for somebody in post. */
  readonly endedOn: string | null;
}

/** Adds a member to a board, with an entry that names their seat and not them. */
export async function addMember(
  tx: Tx,
  actor: Actor,
  board: string,
  given: MemberGiven,
  at: Date,
): Promise<{ readonly id: string }> {
  const id = newId();
  const { name, email, person, category, school, since } = given;
  await tx.query(
    `INSERT INTO board_member (id, board, name, email, person, category, school, since, recorded_by,
       recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, board, name, email, person, category, school, since, actor.person, at],
  );
  const data = { member: id, category, school, since };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'member.added', actor, on: since, data },
    at,
  );
  return { id };
}

/** Ends a seat from a day on. Refuses `not-found` for another board's, `invalid` for a day before it began. */
export async function endMember(
  tx: Tx,
  actor: Actor,
  board: string,
  { member, endedOn }: { member: string; endedOn: string },
  at: Date,
): Promise<Member> {
  const found = await memberOf(tx, board, member);
  if (endedOn < found.since) {
    throw new Refusal('invalid', { faults: { endedOn: 'They had not begun by this day.' } });
  }
  await tx.query(
    `INSERT INTO board_member_ended (member, ended_on, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4) ON CONFLICT (member) DO NOTHING`,
    [member, endedOn, actor.person, at],
  );
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'member.ended', actor, on: endedOn, data: { member } },
    at,
  );
  return found;
}

const MEMBERS = `SELECT m.id, m.name, m.email, m.person, m.category, m.school,
    m.since::text AS since, e.ended_on::text AS "endedOn"
  FROM board_member m LEFT JOIN board_member_ended e ON e.member = m.id WHERE m.board = $1`;

/** Everybody who ever sat on the board, those in post first. */
export async function membersOf(sql: Sql, board: string): Promise<readonly Member[]> {
  const { rows } = await sql.query<Member>(
    `${MEMBERS} ORDER BY e.ended_on IS NOT NULL, e.ended_on DESC, m.since, m.name, m.id`,
    [board],
  );
  return rows;
}

/** Those in post on a day: it began by then, and has not ended by then. */
export async function membersOn(sql: Sql, board: string, day: string): Promise<readonly Member[]> {
  const { rows } = await sql.query<Member>(
    `${MEMBERS} AND m.since <= $2 AND (e.ended_on IS NULL OR e.ended_on > $2)
      ORDER BY m.category, m.name, m.id`,
    [board, day],
  );
  return rows;
}

export async function memberOf(sql: Sql, board: string, member: string): Promise<Member> {
  const { rows } = await sql.query<Member>(`${MEMBERS} AND m.id = $2`, [board, member]);
  if (rows[0] === undefined) throw new Refusal('not-found', { member });
  return rows[0];
}

/** An interest in the register: an office at a trust counts for items about that trust. */
export interface InterestGiven {
  readonly member: string;
  readonly kind: Exclude<Interest, 'none'>;
  /** The group UID of the trust that it is about; null for one about every trust. */
  readonly trust: string | null;
  readonly words: string;
  readonly declaredOn: string;
}

export interface InterestHeld extends InterestGiven {
  readonly id: string;
  /** The first day on which it is held no longer; null while it is. */
  readonly endedOn: string | null;
}

/** Enters an interest in the board's register. Refuses `not-found` for another board's member. */
export async function declareInterest(
  tx: Tx,
  actor: Actor,
  board: string,
  given: InterestGiven,
  at: Date,
): Promise<void> {
  await memberOf(tx, board, given.member);
  const { member, kind, trust, words, declaredOn } = given;
  const id = newId();
  await tx.query(
    `INSERT INTO board_interest (id, member, kind, trust, words, declared_on, recorded_by,
       recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, member, kind, trust, words, declaredOn, actor.person, at],
  );
  const data = { interest: id, member, kind, trust };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'interest.declared', actor, on: declaredOn, data },
    at,
  );
}

/**
 * Ends an interest from a day on, for meetings on or after it. Refuses `not-found` for one that is
 * not in this board's register, `invalid` for a day before it was declared.
 */
export async function endInterest(
  tx: Tx,
  actor: Actor,
  board: string,
  { interest, endedOn }: { interest: string; endedOn: string },
  at: Date,
): Promise<void> {
  const found = (await interestsOf(tx, board)).find(({ id }) => id === interest);
  if (found === undefined) throw new Refusal('not-found', { interest });
  if (endedOn < found.declaredOn) {
    throw new Refusal('invalid', { faults: { endedOn: 'It was not declared by this day.' } });
  }
  await tx.query(
    `INSERT INTO board_interest_ended (interest, ended_on, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4) ON CONFLICT (interest) DO NOTHING`,
    [interest, endedOn, actor.person, at],
  );
  const entry = {
    kind: 'act',
    type: 'interest.ended',
    actor,
    on: endedOn,
    data: { interest },
  } as const;
  await append(tx, `body:${board}`, entry, at);
}

/** The register of interests of those who ever sat on the board. */
export async function interestsOf(sql: Sql, board: string): Promise<readonly InterestHeld[]> {
  const { rows } = await sql.query<InterestHeld>(
    `SELECT i.id, i.member, i.kind, i.trust, i.words, i.declared_on::text AS "declaredOn",
        e.ended_on::text AS "endedOn"
       FROM board_interest i JOIN board_member m ON m.id = i.member
       LEFT JOIN board_interest_ended e ON e.interest = i.id
      WHERE m.board = $1 ORDER BY i.declared_on, i.id`,
    [board],
  );
  return rows;
}
