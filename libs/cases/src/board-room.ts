import { Refusal, now } from '#platform';
import type { Actor, Sql } from '#platform';
import { londonDate } from '#register';
import { addMembership, addPerson, endMembership, peopleOf } from '#identity';
import { boardRoll, boardRules, meetings, requisitions, resolutions } from '#governance';
import type {
  AttendanceGiven,
  CountedVote,
  InterestGiven,
  ItemRead,
  MemberGiven,
  OwnQuorum,
  RemoteGiven,
  RequisitionGiven,
  Seats,
  VotesGiven,
} from '#governance';
import { askForTest, testStanding, testsAsked } from './ask-test.js';
import { boardOf, onBoard, onBoardShown, requirePaper } from './board-of-case.js';
import type { BoardAct, ShownBy } from './board-of-case.js';
import { putPersonOnCase } from './case-people.js';
import { conveneMeeting } from './convene-meeting.js';
import type { Office } from './office.js';
import {
  previewResolution,
  recordResolution,
  refuseReported,
  rememberedAs,
} from './record-resolution.js';
import { joinRequisition } from './requisition-meeting.js';
import { takeStep } from './take-step.js';
import type { Act, Done } from './take-step.js';

/**
 * Adds a member of the board. One with an address gets a desk of their own, where the papers are,
 * and stands on every open case of the board; its chair has one already.
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
    const chairs = await peopleOf(tx, board, 'chair');
    if (person === null || chairs.some(({ id }) => id === person)) return;
    await addMembership(tx, { person, body: board, role: 'governor' });
    const { others } = await boardOf(tx, act.actor, act.caseId);
    for (const caseId of [act.caseId, ...others.map(({ id }) => id)]) {
      await putPersonOnCase(tx, caseId, { person, role: 'governor', body: board });
    }
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

const endInterest = (office: Office, act: BoardAct, given: { interest: string; endedOn: string }) =>
  onBoard(office, act, (tx, board, at) => boardRoll.endInterest(tx, act.actor, board, given, at));

const setSeats = (office: Office, act: BoardAct, given: { seats: Seats; countsFrom: string }) =>
  onBoard(office, act, (tx, board, at) => boardRules.setSeats(tx, act.actor, board, given, at));

const allowRemote = (office: Office, act: BoardAct, given: RemoteGiven) =>
  onBoard(office, act, (tx, board, at) => boardRules.allowRemote(tx, act.actor, board, given, at));

/** Ends the resolution on taking part from elsewhere, as its minutes show. */
const endRemote = (
  office: Office,
  act: BoardAct,
  { shownBy, ...given }: { resolution: string; endedOn: string; shownBy: ShownBy },
) =>
  onBoardShown(office, act, shownBy, (tx, { board, document, at }) =>
    boardRules.endRemote(tx, act.actor, board, { ...given, minutes: document }, at),
  );

/** Records the quorum of an interim executive board, as its own document shows it. */
const setQuorum = (
  office: Office,
  act: BoardAct,
  { shownBy, ...given }: Omit<OwnQuorum, 'document'> & { shownBy: ShownBy },
) =>
  onBoardShown(office, act, shownBy, (tx, { board, document, at }) =>
    boardRules.setQuorum(tx, act.actor, board, { ...given, document }, at),
  );

/** Records a requisition of three governors that came on paper. */
const recordRequisition = (
  office: Office,
  act: BoardAct,
  { shownBy, ...given }: Omit<RequisitionGiven, 'document'> & { shownBy: ShownBy },
) =>
  onBoardShown(office, act, shownBy, (tx, { board, document, at }) => {
    refuseToCome(given.receivedOn, 'receivedOn', at);
    return requisitions.record(tx, act.actor, board, { ...given, document }, at);
  });

const takeAttendance = (office: Office, act: BoardAct, given: AttendanceGiven) =>
  onBoard(office, act, (tx, board, at) => meetings.takeAttendance(tx, act.actor, board, given, at));

const takeVotes = (office: Office, act: BoardAct, given: VotesGiven) =>
  onBoard(office, act, (tx, board, at) => meetings.takeVotes(tx, act.actor, board, given, at));

/** Writes down that a paper of the case went out for an item of its board. */
async function sendPaper(
  office: Office,
  act: BoardAct,
  given: { meeting: string; item: string; document: string; sentOn: string },
): Promise<void> {
  await onBoard(office, act, async (tx, _, at) => {
    const { item } = await itemOfCase(tx, act.actor, act.caseId, given);
    await requirePaper(tx, act.caseId, given.document);
    if (item.resolution !== null) throw new Refusal('not-now', { item: given.item });
    refuseToCome(given.sentOn, 'sentOn', at);
    await meetings.sendPaper(tx, act.actor, given, at);
  });
}

function refuseToCome(day: string, field: string, at: Date): void {
  if (day <= londonDate(at).toString()) return;
  throw new Refusal('invalid', { faults: { [field]: 'This day is still to come.' } });
}

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
    return { event: await resolutions.recordCounted(tx, act.actor, read, given, await now(tx)) };
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
  endInterest,
  setSeats,
  allowRemote,
  endRemote,
  setQuorum,
  recordRequisition,
  joinRequisition,
  testStanding,
  askForTest,
  testsAsked,
  conveneMeeting,
  sendPaper,
  takeAttendance,
  takeVotes,
  itemOfCase,
  resolveItem,
  rememberedAs,
  refuseReported,
  previewResolution,
  recordResolution,
};
