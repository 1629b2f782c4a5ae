import { fill } from '#platform';
import { boardRoom, caseDocuments } from '#cases';
import type { Office } from '#cases';
import {
  boardRoll,
  boardRules,
  governorsOf,
  meetings,
  quorumOf,
  requisitions,
  sittingOf,
} from '#governance';
import type { Category, Meeting, Member, Requisition, Seats } from '#governance';
import { ending } from '#journey';
import { frameOf } from '../case-frame.js';
import { boardWords, itemsOf, noTestWords } from './board-words.js';
import type { Decision } from './board-words.js';
import { minutesRows } from './minutes.js';
import type { OnBoard } from './on-board.js';

/** The page of a case's board: who is in post, which seats are vacant, and its meetings. */
export async function boardModel(office: Office, on: OnBoard) {
  const { view, board, path, today } = on;
  const { pool } = office;
  const [everybody, seats, remote, interests, held, documents, asked, own, reported, standing] =
    await Promise.all([
      boardRoll.membersOf(pool, board.board),
      boardRules.seatsOn(pool, board.board, today),
      boardRules.remoteOn(pool, board.board, today),
      boardRoll.interestsOf(pool, board.board),
      meetings.meetingsOf(pool, board.board),
      caseDocuments(pool, on.actor, view.id),
      requisitions.of(pool, board.board),
      boardRules.quorumOn(pool, board.board, today),
      meetings.reportedOf(pool, board.board),
      boardRoom.testStanding(pool, on.actor, view.id, today),
    ]);
  const { test } = standing;
  const inPost = everybody.filter((member) => isInPost(member, today));
  const governors = governorsOf(inPost);
  const sitting = sittingOf(inPost);
  const names = new Map(everybody.map(({ id, name }) => [id, name]));
  return {
    frame: frameOf(view, 'board'),
    path,
    name: board.name,
    sitting: boardWords().sittings[sitting],
    isInterim: sitting === 'interim-executive-board',
    governors: governors.length,
    quorum: quorumOf(sitting, governors.length, own?.quorum ?? null),
    hasOwnQuorum: own !== null,
    // Another case of the same board may hold the paper.
    quorumPaper: documents.some(({ id }) => id === own?.document)
      ? `/cases/${view.id}/documents/${own!.document}`
      : null,
    vacancies: seats === null ? null : vacancyRows(seats, inPost),
    members: inPost.map((member) => memberRow(on, member)),
    former: everybody
      .filter((member) => !isInPost(member, today))
      .map((member) => memberRow(on, member)),
    remote:
      remote === null
        ? null
        : {
            on: remote.resolvedOn,
            words: remote.words,
            endedOn: remote.endedOn,
            endHref: remote.endedOn === null ? `${path}/remote/${remote.id}/end` : null,
          },
    requisitions: asked.map((one) => requisitionRow(on, one)),
    interests: interests.map((interest) => ({
      name: names.get(interest.member) ?? '',
      kind: boardWords().interests[interest.kind],
      words: interest.words,
      on: interest.declaredOn,
      endedOn: interest.endedOn,
      endHref: interest.endedOn === null ? `${path}/interests/${interest.id}/end` : null,
    })),
    isFederated: standing.inFederation,
    noTest: test === null ? noTestWords(standing) : null,
    others: board.others.map(({ id, schoolName }) => ({ href: `/cases/${id}`, schoolName })),
    test:
      test === null
        ? null
        : {
            ...test,
            descriptions: test.descriptions.map((one) => boardWords().categories[one]).join('; '),
          },
    meetings: held.map((meeting) => meetingRow(on, meeting)),
    reported: reported
      .filter(({ caseId }) => caseId === view.id)
      .map(({ heldOn, purpose, carried, minutes }) => ({
        heldOn,
        decision: boardWords().minutesOf[purpose],
        carried,
        href: `/cases/${view.id}/documents/${minutes}`,
      })),
    minutes: minutesRows(view, documents),
    postponed: postponedOf(on),
    isOpen: ending(view.snapshot) === null,
  };
}

/** A meeting that governors ask for: who signed, and whether the clerk has still to convene it. */
function requisitionRow(
  { path }: OnBoard,
  { id, words, signed, receivedOn, meeting }: Requisition,
) {
  return {
    words,
    governors: signed.map(({ name }) => name).join(', '),
    receivedOn,
    isWaiting: receivedOn !== null && meeting === null,
    conveneHref: `${path}/meetings/convene?requisition=${id}`,
    meeting: meeting && { heldOn: meeting.heldOn, href: `${path}/meetings/${meeting.id}` },
  };
}

/** The decision that the board put off, while its day is still to come. */
function postponedOf({ view, today }: OnBoard) {
  const { postponed } = view.snapshot.case.context;
  if (postponed === undefined || postponed.notBefore <= today) return null;
  const decision = decisionOf({ purpose: postponed.purpose, rescinds: null });
  return { notBefore: postponed.notBefore, decision: boardWords().decisions[decision] };
}

const isInPost = ({ since, endedOn }: Member, today: string): boolean =>
  since <= today && (endedOn === null || endedOn > today);

function memberRow({ path, board }: OnBoard, member: Member) {
  const { id, name, email, category, school, since, endedOn } = member;
  const schools = [board, ...board.others];
  return {
    name,
    email,
    category: boardWords().categories[category],
    school: schools.find(({ urn }) => urn === school)?.schoolName ?? null,
    since,
    endedOn,
    endHref: `${path}/members/${id}/end`,
  };
}

/** Seats by category, with how many are taken and vacant. */
function vacancyRows(seats: Seats, inPost: readonly Member[]) {
  return Object.entries(seats)
    .filter(([, count]) => count > 0)
    .map(([category, count]) => {
      const taken = inPost.filter((member) => member.category === category).length;
      const name = boardWords().categories[category as Category];
      return { name, seats: count, taken, vacant: Math.max(0, count - taken) };
    });
}

function meetingRow({ path, view }: OnBoard, meeting: Meeting) {
  const items = meeting.items.filter(({ caseId }) => caseId === view.id);
  return {
    href: `${path}/meetings/${meeting.id}`,
    heldOn: meeting.heldOn,
    startsAt: meeting.startsAt,
    decisions: items.map((item) => boardWords().decisions[decisionOf(item)]),
    standing: items.map(({ carried }) =>
      carried === null ? 'Open' : carried ? 'Carried' : 'Lost',
    ),
  };
}

/** The decision that an item of an agenda asks for, by the name that the forms use. */
export const decisionOf = ({
  purpose,
  rescinds,
}: {
  readonly purpose: string;
  readonly rescinds: 'apply' | 'final' | null;
}): Decision => (purpose === 'rescind' ? `rescind-${rescinds ?? 'apply'}` : purpose) as Decision;

/** The words of a motion for a school, from which the clerk's own begin. */
export function motionOf(decision: Decision, school: string, trust: string | null): string {
  const { motions, noTrust } = boardWords();
  return fill(motions[decision], { school, trust: trust ?? noTrust });
}

export const categoryItems = () => itemsOf(boardWords().categories);
