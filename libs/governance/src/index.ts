import {
  allowRemote,
  endRemote,
  quorumOn,
  remoteOn,
  remotesOf,
  seatsOn,
  setQuorum,
  setSeats,
  testOn,
} from './constitution.js';
import {
  addMember,
  declareInterest,
  endInterest,
  endMember,
  interestsOf,
  memberOf,
  membersOf,
  membersOn,
} from './members.js';
import {
  convene,
  meetingOf,
  meetingsOf,
  noticeOf,
  refuseConvened,
  refuseShortNotice,
  reportedOf,
  sendPaper,
} from './meetings.js';
import { countedFacts, recordCounted, recordVote, reportedFacts } from './record-vote.js';
import {
  countOf,
  readAttendance,
  readItem,
  registeredInterest,
  takeAttendance,
  takeVotes,
} from './sheets.js';

export type { CountedVote, VoteRecord } from './record-vote.js';
export {
  ATTENDANCES,
  CATEGORIES,
  INTERESTS,
  governorsOf,
  hasVote,
  mustWithdraw,
  quorumOf,
  sittingOf,
} from './count-vote.js';
export type { Attendance, Category, Count, Interest, VoteLine } from './count-vote.js';
export type {
  OwnQuorum,
  RemoteGiven,
  RemoteResolution,
  Seats,
  TestInForce,
} from './constitution.js';
export type { InterestGiven, InterestHeld, Member, MemberGiven } from './members.js';
export { CLEAR_DAYS } from './meetings.js';
export { requisitions } from './requisitions.js';
export type { Requisition, RequisitionGiven } from './requisitions.js';
export type { AgendaItem, ItemGiven, Meeting, MeetingGiven } from './meetings.js';
export type { AttendanceGiven, ItemRead, VotesGiven } from './sheets.js';

/** Who sits on a board, and the register of their interests. */
export const boardRoll = {
  addMember,
  endMember,
  memberOf,
  membersOf,
  membersOn,
  declareInterest,
  endInterest,
  interestsOf,
};

/** What a board has laid down: its seats and quorum, taking part from elsewhere, a federation's test. */
export const boardRules = {
  setSeats,
  seatsOn,
  allowRemote,
  endRemote,
  remoteOn,
  remotesOf,
  setQuorum,
  quorumOn,
  testOn,
};

/** Meetings from their notice to the count of their votes. */
export const meetings = {
  convene,
  refuseShortNotice,
  meetingOf,
  meetingsOf,
  noticeOf,
  reportedOf,
  refuseConvened,
  sendPaper,
  takeAttendance,
  readAttendance,
  takeVotes,
  readItem,
  registeredInterest,
  countOf,
};

/** Resolutions: those that are counted here, and those that minutes report. */
export const resolutions = { recordCounted, countedFacts, recordVote, reportedFacts };
