import { Refusal, answerOnce, inTransaction, now } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { addMembership, addPerson, endMembership } from '#identity';
import { boardRoll, boardRules, meetings, recordCounted } from '#governance';
import type {
  AttendanceGiven,
  CountedVote,
  InterestGiven,
  ItemRead,
  MemberGiven,
  RemoteResolution,
  Seats,
  TestGiven,
  VotesGiven,
} from '#governance';
import { putPersonOnCase, requireCase } from './case-people.js';
import type { Office } from './office.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

/** The board of a case, with the school whose decisions it takes there. */
export interface BoardOfCase {
  readonly board: string;
  readonly name: string;
  readonly urn: string;
  readonly schoolName: string;
  readonly reference: string;
  /** Open cases of the other schools of the same board, where a federation has one. */
  readonly others: readonly BoardsCase[];
}

export interface BoardsCase {
  readonly id: string;
  readonly urn: string;
  readonly schoolName: string;
}

/** What every act on a board carries: who, from which of its cases, by which form. */
export type BoardAct = Pick<Act, 'actor' | 'caseId' | 'form'>;

/** The board of a case of the actor's; refused as `not-found` for anybody else's. */
async function boardOf(sql: Sql, actor: Actor, caseId: string): Promise<BoardOfCase> {
  await requireCase(sql, actor, caseId);
  const { rows } = await sql.query<BoardOfCase>(
    `SELECT c.board, b.name, c.urn, c.school_name AS "schoolName", c.reference,
        (SELECT coalesce(json_agg(json_build_object('id', o.id, 'urn', o.urn,
             'schoolName', o.school_name) ORDER BY o.school_name), '[]')
           FROM cases o WHERE o.board = c.board AND o.desk = c.desk AND o.id <> c.id
             AND o.ended_at IS NULL) AS others
       FROM cases c JOIN body b ON b.id = c.board WHERE c.id = $1`,
    [caseId],
  );
  return rows[0]!;
}

/** Does an act on the board of a case, once for its form. */
async function onBoard(
  office: Office,
  { actor, caseId, form }: BoardAct,
  act: (tx: Tx, board: string, at: Date) => Promise<unknown>,
): Promise<void> {
  await inTransaction(office.pool, (tx) =>
    answerOnce(tx, form, async () => {
      const { board } = await boardOf(tx, actor, caseId);
      await act(tx, board, await now(tx));
      return {};
    }),
  );
}

/**
 * Adds a member of the board. One with an address gets a desk of their own, where the papers are,
 * and stands on the case.
 */
async function addMember(
  office: Office,
  act: BoardAct,
  given: Omit<MemberGiven, 'person'>,
): Promise<void> {
  await onBoard(office, act, async (tx, board, at) => {
    const { name, email } = given;
    const person = email === null ? null : (await addPerson(tx, { name, email })).id;
    await boardRoll.addMember(tx, act.actor, board, { ...given, person }, at);
    if (person === null) return;
    await addMembership(tx, { person, body: board, role: 'governor' });
    await putPersonOnCase(tx, act.caseId, { person, role: 'governor', body: board });
  });
}

/** Ends a seat; from then on the member has no desk for it. */
async function endMember(
  office: Office,
  act: BoardAct,
  given: { member: string; endedOn: string },
): Promise<void> {
  await onBoard(office, act, async (tx, board, at) => {
    const { person } = await boardRoll.endMember(tx, act.actor, board, given, at);
    if (person === null) return;
    await endMembership(tx, { person, body: board, role: 'governor' });
    await tx.query(
      `UPDATE case_person SET until = assent_now()
        WHERE person = $1 AND body = $2 AND role = 'governor' AND until IS NULL`,
      [person, board],
    );
  });
}

const declareInterest = (office: Office, act: BoardAct, given: InterestGiven) =>
  onBoard(office, act, (tx, board, at) =>
    boardRoll.declareInterest(tx, act.actor, board, given, at),
  );

const setSeats = (office: Office, act: BoardAct, given: { seats: Seats; countsFrom: string }) =>
  onBoard(office, act, (tx, board, at) => boardRules.setSeats(tx, act.actor, board, given, at));

const allowRemote = (office: Office, act: BoardAct, given: RemoteResolution) =>
  onBoard(office, act, (tx, board, at) => boardRules.allowRemote(tx, act.actor, board, given, at));

const enterTest = (office: Office, act: BoardAct, given: TestGiven) =>
  onBoard(office, act, (tx, board, at) =>
    boardRules.enterTest(tx, act.actor, { caseId: act.caseId, board }, given, at),
  );

const takeAttendance = (office: Office, act: BoardAct, given: AttendanceGiven) =>
  onBoard(office, act, (tx, board, at) => meetings.takeAttendance(tx, act.actor, board, given, at));

const takeVotes = (office: Office, act: BoardAct, given: VotesGiven) =>
  onBoard(office, act, (tx, board, at) => meetings.takeVotes(tx, act.actor, board, given, at));

/**
 * Takes the resolution of an item from its ledger through the door. The journey weighs what was
 * counted, and refuses with its rule; nothing of it is kept then.
 */
async function resolveItem(
  office: Office,
  act: Act,
  given: CountedVote & { readonly meeting: string; readonly item: string },
): Promise<Done> {
  return takeStep(office, act, async (tx) => {
    const read = await itemOfCase(tx, act.actor, act.caseId, given);
    if (read.item.resolution !== null) throw new Refusal('not-now', { item: given.item });
    if (read.sheet === null) throw new Refusal('not-now', { item: given.item });
    return { event: await recordCounted(tx, act.actor, read, given, await now(tx)) };
  });
}

/** An item of this case's board, and of this case; refused as `not-found` when it is another's. */
async function itemOfCase(
  sql: Sql,
  actor: Actor,
  caseId: string,
  { meeting, item }: { readonly meeting: string; readonly item: string },
): Promise<ItemRead> {
  const { board } = await boardOf(sql, actor, caseId);
  const read = await meetings.readItem(sql, board, meeting, item);
  if (read.item.caseId !== caseId) throw new Refusal('not-found', { item });
  return read;
}

/** What a clerk does on the board of a case: its members, its meetings, its votes. */
export const boardRoom = {
  boardOf,
  addMember,
  endMember,
  declareInterest,
  setSeats,
  allowRemote,
  enterTest,
  takeAttendance,
  takeVotes,
  itemOfCase,
  resolveItem,
};
