import { Refusal, newId } from '#platform';
import type { Actor, Sql, Tx } from '#platform';
import { append } from '#evidence';
import { countVote, hasVote, isPresent, mustWithdraw } from './count-vote.js';
import type { Attendance, Count, Interest, VoteLine } from './count-vote.js';
import { quorumOn, remoteOn, testOn } from './constitution.js';
import type { OwnQuorum, RemoteResolution, TestInForce } from './constitution.js';
import { interestsOf, membersOn } from './members.js';
import type { InterestHeld, Member } from './members.js';
import { meetingOf } from './meetings.js';
import type { AgendaItem, Meeting } from './meetings.js';

/** Who came to a meeting, and who was in the chair. */
export interface AttendanceGiven {
  readonly meeting: string;
  /** Null for somebody who is no member. */
  readonly chair: string | null;
  readonly how: Readonly<Record<string, Attendance>>;
  /** The version of the sheet that the form showed; 0 where there was none. */
  readonly seen: number;
}

/**
 * Takes the attendance of a meeting, whole; a later sheet stands in its place. Refuses `conflict`
 * when somebody else wrote one meanwhile; and `invalid`,
 * with a fault for each member, for somebody who took part from elsewhere without the board's
 * standing resolution, and for a chair who was not there.
 */
export async function takeAttendance(
  tx: Tx,
  actor: Actor,
  board: string,
  { meeting, chair, how, seen }: AttendanceGiven,
  at: Date,
): Promise<void> {
  const { heldOn } = await meetingOf(tx, board, meeting);
  const [members, remote] = await Promise.all([
    membersOn(tx, board, heldOn),
    remoteOn(tx, board, heldOn),
  ]);
  const faults = Object.fromEntries(
    members
      .filter(({ id }) => how[id] === 'remote' && remote === null)
      .map(({ id }) => [`how_${id}`, NO_REMOTE]),
  );
  if (chair !== null && !isPresent(how[chair])) faults['chair'] = 'The chair was not there.';
  if (Object.keys(faults).length > 0) throw new Refusal('invalid', { faults });
  await lockBoard(tx, board);
  refuseIfMoved(meeting, seen, (await readAttendance(tx, meeting)).version);
  const sheet = newId();
  await tx.query(
    `INSERT INTO attendance_sheet (id, meeting, version, chair, recorded_by, recorded_at)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5 FROM attendance_sheet
      WHERE meeting = $2`,
    [sheet, meeting, chair, actor.person, at],
  );
  await tx.query(
    `INSERT INTO attendance (sheet, member, how)
     SELECT $1, * FROM unnest($2::uuid[], $3::text[])`,
    [sheet, members.map(({ id }) => id), members.map(({ id }) => how[id] ?? 'absent')],
  );
  const data = { meeting, chair, present: members.filter(({ id }) => isPresent(how[id])).length };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'attendance.taken', actor, on: heldOn, data },
    at,
  );
}

const NO_REMOTE =
  'The board has no standing resolution that allows this on that day (SI 2013/1624, reg 14). Record it first, or count them absent.';

/** A sheet of the votes at one item. */
export interface VotesGiven {
  readonly meeting: string;
  readonly item: string;
  readonly interestsAsked: boolean;
  readonly casting: 'for' | 'against' | null;
  readonly lines: readonly VoteLine[];
  /** The version of the sheet that the form showed; 0 where there was none. */
  readonly seen: number;
}

/**
 * Takes the votes at an item, whole. Refuses `invalid`, with a fault for each member, for a vote of
 * somebody who has none at this item; and `not-now` once the resolution is recorded.
 */
export async function takeVotes(
  tx: Tx,
  actor: Actor,
  board: string,
  given: VotesGiven,
  at: Date,
): Promise<void> {
  await lockBoard(tx, board);
  const before = await readItem(tx, board, given.meeting, given.item);
  if (before.item.resolution !== null) throw new Refusal('not-now', { item: given.item });
  refuseIfMoved(given.meeting, given.seen, before.sheet?.version ?? 0);
  const after = { ...before, sheet: { ...given, version: given.seen } };
  const faults = faultsOf(after);
  if (Object.keys(faults).length > 0) throw new Refusal('invalid', { faults });
  const sheet = newId();
  await tx.query(
    `INSERT INTO vote_sheet (id, item, version, interests_asked, casting, recorded_by, recorded_at)
     SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6 FROM vote_sheet WHERE item = $2`,
    [sheet, given.item, given.interestsAsked, given.casting, actor.person, at],
  );
  const lines = given.lines.map((line) => ({
    ...line,
    has_vote: hasVote(before.members.find(({ id }) => id === line.member)!.category),
  }));
  await tx.query(
    `INSERT INTO vote_line (sheet, member, has_vote, interest, withdrew, vote)
     SELECT $1, member, has_vote, interest, withdrew, vote FROM json_to_recordset($2::json)
       AS line (member uuid, has_vote boolean, interest text, withdrew boolean, vote text)`,
    [sheet, JSON.stringify(lines)],
  );
  const { votes, ledger, quorate } = countOf(after);
  const data = { meeting: given.meeting, item: given.item, votes, ledger, quorate };
  await append(
    tx,
    `body:${board}`,
    { kind: 'act', type: 'votes.taken', actor, on: before.meeting.heldOn, data },
    at,
  );
}

/** What is wrong with a sheet, by the name of the field. */
function faultsOf(read: ItemRead): Record<string, string> {
  const { members, attendance, sheet } = read;
  const faults: Record<string, string> = {};
  for (const { member, interest, withdrew, vote } of sheet?.lines ?? []) {
    const found = members.find(({ id }) => id === member);
    if (found === undefined) throw new Refusal('not-found', { member });
    if (vote === null) continue;
    if (!hasVote(found.category))
      faults[`vote_${member}`] = 'An associate member has no vote here.';
    else if (!isPresent(attendance[member])) faults[`vote_${member}`] = 'They were not there.';
    else if (withdrew) faults[`vote_${member}`] = 'Whoever withdrew has no vote.';
    else if (mustWithdraw(interest) || mustWithdraw(registeredInterest(read, member))) {
      faults[`vote_${member}`] = 'This interest asks them to withdraw, so no vote is counted.';
    }
  }
  if (sheet?.casting != null) {
    const { isEqual, castByGovernor } = countOf(read);
    if (!isEqual) faults['casting'] = 'The votes are not equal, so there is no casting vote.';
    else if (!castByGovernor) faults['casting'] = 'Whoever was in the chair is not a governor.';
  }
  return faults;
}

/** What the register holds of a member about this item's trust; the one that asks them to leave first. */
export function registeredInterest(
  { interests, trust, meeting }: Pick<ItemRead, 'interests' | 'trust' | 'meeting'>,
  member: string,
): Interest {
  const held = interests
    .filter((one) => one.member === member && (one.trust === null || one.trust === trust))
    .filter(({ endedOn }) => endedOn === null || endedOn > meeting.heldOn)
    .map(({ kind }) => kind);
  return held.find(mustWithdraw) ?? held[0] ?? 'none';
}

/** An item of a meeting with all that its vote is counted from. */
export interface ItemRead {
  readonly meeting: Meeting;
  readonly item: AgendaItem;
  readonly urn: string;
  readonly trust: string | null;
  readonly members: readonly Member[];
  readonly interests: readonly InterestHeld[];
  readonly remote: RemoteResolution | null;
  readonly ownQuorum: OwnQuorum | null;
  readonly attendance: Readonly<Record<string, Attendance>>;
  readonly chair: string | null;
  readonly test: TestInForce | null;
  readonly sheet:
    | (Pick<VotesGiven, 'interestsAsked' | 'casting' | 'lines'> & { readonly version: number })
    | null;
}

/** Reads an item of a board's meeting; refused as `not-found` when it is another board's. */
export async function readItem(
  sql: Sql,
  board: string,
  meetingId: string,
  itemId: string,
): Promise<ItemRead> {
  const meeting = await meetingOf(sql, board, meetingId);
  const item = meeting.items.find(({ id }) => id === itemId);
  if (item === undefined) throw new Refusal('not-found', { item: itemId });
  const { rows } = await sql.query<{ urn: string; trust: string | null }>(
    `SELECT urn, snapshot -> 'case' -> 'context' -> 'trust' -> 'trust' ->> 'uid' AS trust
       FROM cases WHERE id = $1`,
    [item.caseId],
  );
  return {
    meeting,
    item,
    urn: rows[0]!.urn,
    trust: rows[0]!.trust,
    members: await membersOn(sql, board, meeting.heldOn),
    interests: await interestsOf(sql, board),
    remote: await remoteOn(sql, board, meeting.heldOn),
    ownQuorum: await quorumOn(sql, board, meeting.heldOn),
    ...(await attendanceOf(sql, meetingId)),
    test: await testOn(sql, rows[0]!.urn, meeting.heldOn),
    sheet: await readVotes(sql, itemId),
  };
}

/** The vote of an item as its newest sheet gives it. */
export function countOf(read: ItemRead): Count {
  const { members: seated, attendance, chair, sheet, urn, test } = read;
  const { lines = [], casting = null } = sheet ?? {};
  const ownQuorum = read.ownQuorum?.quorum ?? null;
  return countVote({ seated, attendance, chair, lines, casting, urn, test, ownQuorum });
}

async function attendanceOf(sql: Sql, meeting: string) {
  const { attendance, chair } = await readAttendance(sql, meeting);
  return { attendance, chair };
}

/** The newest attendance of a meeting; nobody while none is taken. */
export async function readAttendance(
  sql: Sql,
  meeting: string,
): Promise<{
  attendance: Readonly<Record<string, Attendance>>;
  chair: string | null;
  version: number;
}> {
  const { rows } = await sql.query<{
    chair: string | null;
    version: number;
    attendance: Record<string, Attendance> | null;
  }>(
    `SELECT s.chair, s.version, (SELECT json_object_agg(a.member, a.how) FROM attendance a
        WHERE a.sheet = s.id) AS attendance
       FROM attendance_sheet s WHERE s.meeting = $1 ORDER BY s.version DESC LIMIT 1`,
    [meeting],
  );
  const { attendance, chair = null, version = 0 } = rows[0] ?? {};
  return { attendance: attendance ?? {}, chair, version };
}

async function readVotes(sql: Sql, item: string): Promise<ItemRead['sheet']> {
  const { rows } = await sql.query<NonNullable<ItemRead['sheet']>>(
    `SELECT s.version, s.interests_asked AS "interestsAsked", s.casting,
        (SELECT coalesce(json_agg(json_build_object('member', l.member, 'interest', l.interest,
           'withdrew', l.withdrew, 'vote', l.vote)), '[]') FROM vote_line l
          WHERE l.sheet = s.id) AS lines
       FROM vote_sheet s WHERE s.item = $1 ORDER BY s.version DESC LIMIT 1`,
    [item],
  );
  return rows[0] ?? null;
}

/** Two who write at once: the later sees that there is a newer sheet than theirs began from. */
function refuseIfMoved(meeting: string, seen: number, version: number): void {
  if (seen !== version) throw new Refusal('conflict', { meeting, seen, now: version });
}

/** Sheets of one board are written one after another, so that their versions do not collide. */
async function lockBoard(tx: Tx, board: string): Promise<void> {
  await tx.query('SELECT FROM body WHERE id = $1 FOR UPDATE', [board]);
}
