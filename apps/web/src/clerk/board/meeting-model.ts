import { fill } from '#platform';
import { boardRoom, caseDocuments, inWords } from '#cases';
import type { Office } from '#cases';
import { CLEAR_DAYS, boardRoll, hasVote, meetings, requisitions } from '#governance';
import type { AgendaItem, Count, ItemRead, Meeting } from '#governance';
import { carried } from '#journey';
import { clearDays } from '#register';
import { day } from '../../http/dates.js';
import { frameOf } from '../case-frame.js';
import { decisionOf } from './board-model.js';
import { boardWords, itemsOf, noTestWords } from './board-words.js';
import { ballotRows, typedVotes } from './meeting-forms.js';
import type { ConveneAnswers } from './meeting-forms.js';
import type { OnBoard } from './on-board.js';

/** The form by which a meeting is convened: what can be decided, and which papers can go out. */
export async function conveneModel(office: Office, on: OnBoard, requisition?: string) {
  const { actor, view, board, path, today } = on;
  const [documents, members, waiting] = await Promise.all([
    caseDocuments(office.pool, actor, view.id),
    boardRoll.membersOn(office.pool, board.board, today),
    requisitions.waiting(office.pool, board.board),
  ]);
  return {
    frame: frameOf(view, 'board'),
    path,
    hasMembers: members.length > 0,
    requisitions: waiting.map(({ id, words, signed }) => ({
      value: id,
      text: words,
      hint: signed.map(({ name }) => name).join(', '),
    })),
    values: { requisitions: requisition },
    decisions: itemsOf(boardWords().decisions),
    schools:
      board.others.length === 0
        ? []
        : [{ id: view.id, schoolName: board.schoolName }, ...board.others].map(
            ({ id, schoolName }) => ({ value: id, text: schoolName }),
          ),
    papers: documents
      .filter(({ supersededBy }) => supersededBy === null)
      .map(({ id, title, fileName }) => ({ value: id, text: title, hint: fileName }))
      .toReversed(),
    earliest: day(daysAfter(today, CLEAR_DAYS + 1)),
  };
}

const daysAfter = (iso: string, days: number): string =>
  new Date(Date.parse(`${iso}T12:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** What would be convened, in words, before it is. */
export async function conveneCheck(office: Office, on: OnBoard, answers: ConveneAnswers) {
  const { decisions, startsAt, place, heldOn, urgency, categoryItem } = answers;
  const documents = await caseDocuments(office.pool, on.actor, on.view.id);
  const titles = documents
    .filter(({ id }) => answers.papers.includes(id))
    .map(({ title }) => title);
  const members = await boardRoll.membersOn(office.pool, on.board.board, heldOn);
  const noticeOn = noticeDay(on, answers);
  const waiting = await requisitions.waiting(office.pool, on.board.board);
  const met = waiting.filter(({ id }) => answers.requisitions.includes(id));
  return {
    frame: frameOf(on.view, 'board'),
    path: on.path,
    rows: [
      { key: 'Day', value: `${day(heldOn)} at ${inWords.time(startsAt)}` },
      { key: 'Place', value: place },
      { key: 'To decide', lines: decisions.map((one) => boardWords().decisions[one]).join('\n') },
      ...(met.length === 0
        ? []
        : [{ key: 'Asked for by governors', lines: met.map(({ words }) => words).join('\n') }]),
      { key: 'Papers', lines: titles.join('\n') || 'None' },
      { key: 'Notice given', value: day(noticeOn) },
      { key: 'Clear days', value: `${clearDays(noticeOn, heldOn)} of the ${CLEAR_DAYS} needed` },
      ...(categoryItem === ''
        ? []
        : [{ key: 'On the category of the school', lines: categoryItem }]),
      ...(urgency === '' ? [] : [{ key: 'The chair’s direction', lines: urgency }]),
    ],
    effects: [
      'The meeting and its notice go on the record of the board.',
      answers.notice === 'now'
        ? `${members.length} members are written to: ${members.map(({ name }) => name).join(', ')}.`
        : boardWords().told['0'],
      ...(categoryItem === ''
        ? []
        : [boardWords().authority[answers.notice === 'now' ? 'written' : 'yours']]),
    ],
  };
}

export const noticeDay = (on: OnBoard, { notice, noticeOn }: ConveneAnswers): string =>
  notice === 'given' && noticeOn !== null ? noticeOn : on.today;

/** One meeting: its notice, who was there, and its items for this school. */
export async function meetingModel(office: Office, on: OnBoard, meeting: Meeting) {
  const { pool } = office;
  const [members, { attendance, chair }, documents, asked] = await Promise.all([
    boardRoll.membersOn(pool, on.board.board, meeting.heldOn),
    meetings.readAttendance(pool, meeting.id),
    caseDocuments(pool, on.actor, on.view.id),
    requisitions.of(pool, on.board.board),
  ]);
  const items = meeting.items.filter(({ caseId }) => caseId === on.view.id);
  const reads = await Promise.all(
    items.map(({ id }) => meetings.readItem(pool, on.board.board, meeting.id, id)),
  );
  const titles = new Map(documents.map(({ id, title }) => [id, title]));
  const path = `${on.path}/meetings/${meeting.id}`;
  return {
    frame: frameOf(on.view, 'board'),
    boardPath: on.path,
    path,
    meeting: {
      heldOn: meeting.heldOn,
      startsAt: inWords.time(meeting.startsAt),
      place: meeting.place,
      noticeOn: meeting.noticeOn,
      clearDays: clearDays(meeting.noticeOn, meeting.heldOn),
      needed: CLEAR_DAYS,
      urgency: meeting.urgency,
      categoryItem: meeting.categoryItem,
      isPast: meeting.heldOn <= on.today,
      requisitions: asked
        .filter((one) => one.meeting?.id === meeting.id)
        .map(({ words, signed }) => `${words} (${signed.map(({ name }) => name).join(', ')})`),
    },
    attended: Object.keys(attendance).length > 0,
    attendance: members.map(({ id, name, category }) => ({
      name,
      category: boardWords().categories[category],
      how: attendance[id] === undefined ? null : boardWords().attendances[attendance[id]],
      isChair: id === chair,
    })),
    items: reads.map((read) => itemRow(read, path, titles)),
    others: meeting.items.length - items.length,
  };
}

/** The form for a paper that went out after the notice. */
export async function paperModel(office: Office, on: OnBoard, { meeting, item }: ItemRead) {
  const documents = await caseDocuments(office.pool, on.actor, on.view.id);
  const sent = item.papers.map(({ document }) => document);
  const path = `${on.path}/meetings/${meeting.id}`;
  return {
    frame: frameOf(on.view, 'board'),
    path,
    action: `${path}/items/${item.id}/papers`,
    ...itemHead(item),
    papers: documents
      .filter(({ id, supersededBy }) => supersededBy === null && !sent.includes(id))
      .map(({ id, title }) => ({ value: id, text: title })),
  };
}

function itemRow(read: ItemRead, path: string, titles: ReadonlyMap<string, string>) {
  const { item, meeting } = read;
  return {
    ...itemHead(item),
    href: `${path}/items/${item.id}`,
    motion: item.motion,
    result: resultOf(read),
    papers: item.papers.map(({ document, sentOn }) => {
      const days = clearDays(sentOn, meeting.heldOn);
      return {
        title: titles.get(document) ?? 'A paper',
        sentOn,
        clearDays: days,
        isLate: days < CLEAR_DAYS,
      };
    }),
    isResolved: item.resolution !== null,
    isCounted: read.sheet !== null,
  };
}

const itemHead = (item: AgendaItem) => ({
  id: item.id,
  decision: boardWords().decisions[decisionOf(item)],
});

/** The result in words, as the count gives it. */
export function resultOf(read: ItemRead): string {
  const { results } = boardWords();
  if (read.sheet === null) return results.none;
  const count = meetings.countOf(read);
  const facts = {
    for: count.votes.for,
    against: count.votes.against,
    left: count.present - count.withdrew,
    quorum: count.quorum ?? '',
    casting: count.votes.casting ?? '',
  };
  const cast = count.votes.casting === null ? '' : ` ${fill(results.cast, facts)}`;
  return fill(results[resultName(count)], facts) + cast;
}

function resultName(
  count: Count,
): 'unknownQuorum' | 'inquorate' | 'carried' | 'lost' | 'equal' | 'equalNoCast' {
  if (count.quorum === null) return 'unknownQuorum';
  if (!count.quorate) return 'inquorate';
  if (carried(count.votes)) return 'carried';
  if (!count.isEqual || count.votes.casting !== null) return 'lost';
  return count.castByGovernor ? 'equal' : 'equalNoCast';
}

/** The page of one item: the count as it stands, and the form by which it is taken. */
export async function itemModel(office: Office, on: OnBoard, read: ItemRead) {
  const { item, meeting } = read;
  const { pool } = office;
  const standing = await boardRoom.testStanding(pool, on.actor, on.view.id, meeting.heldOn);
  const isBound = standing.inFederation && ['apply', 'final'].includes(item.purpose);
  const count = meetings.countOf(read);
  const path = `${on.path}/meetings/${meeting.id}`;
  const { counts, categories } = boardWords();
  return {
    frame: frameOf(on.view, 'board'),
    meetingPath: path,
    path: `${path}/items/${item.id}`,
    heldOn: meeting.heldOn,
    ...itemHead(item),
    motion: item.motion,
    attended: Object.keys(read.attendance).length > 0,
    counts: [
      { key: counts.inPost, value: count.inPost },
      { key: counts.quorum, value: count.quorum ?? counts.unknown },
      { key: counts.present, value: count.present },
      { key: counts.withdrew, value: count.withdrew },
      { key: counts.left, value: count.present - count.withdrew },
    ],
    result: resultOf(read),
    quorumHref: count.quorum === null ? `${on.path}/quorum` : null,
    ledger: Object.entries(count.ledger).map(([category, tally]) => ({
      name: categories[category as keyof typeof categories],
      ...tally,
    })),
    prescribed:
      count.prescribed === null
        ? null
        : {
            for: count.prescribed.for,
            needed: count.prescribed.needed,
            lacking: (count.prescribed.lacking ?? []).map(
              (one) => categories[one as keyof typeof categories],
            ),
          },
    noTest: isBound && read.test === null ? noTestWords(standing) : null,
    boardPath: on.path,
    rows: ballotRows(read),
    hidden: { seen: read.sheet?.version ?? 0 },
    values: typedVotes(read),
    isResolved: item.resolution !== null,
    recordHref:
      read.sheet !== null && item.resolution === null
        ? `/cases/${on.view.id}/steps/record-vote`
        : null,
  };
}

/** The form for who was there, as the newest sheet has it. */
export async function attendanceModel(office: Office, on: OnBoard, meeting: Meeting) {
  const { pool } = office;
  const members = await boardRoll.membersOn(pool, on.board.board, meeting.heldOn);
  const { attendance, chair, version } = await meetings.readAttendance(pool, meeting.id);
  return {
    hidden: { seen: version },
    frame: frameOf(on.view, 'board'),
    path: `${on.path}/meetings/${meeting.id}`,
    heldOn: meeting.heldOn,
    members: members.map(({ id, name, category }) => ({
      name: `how_${id}`,
      label: `${name}, ${boardWords().categories[category]}`,
    })),
    ways: itemsOf(boardWords().attendances),
    chairs: members.map(({ id, name, category }) => ({
      value: id,
      text: hasVote(category) ? name : `${name}, no governor`,
    })),
    values: {
      chair: chair ?? '',
      ...Object.fromEntries(members.map(({ id }) => [`how_${id}`, attendance[id] ?? ''])),
    },
  };
}
