import type { Actor, SentForm } from '#platform';
import { boardRoom } from '#cases';
import type { BoardAct, Office } from '#cases';
import { boardRoll, meetings } from '#governance';
import type { Category } from '#governance';
import { OFFICERS } from './example-people.js';

/** The governing board of the example school whose consultation is open; its chair comes first. */
const GOVERNORS: readonly (readonly [name: string, category: Category])[] = [
  [OFFICERS['governing-board']!.name, 'co-opted'],
  ['Nadia Rahman', 'head'],
  ['Colin Webb', 'staff'],
  ['Yusuf Ali', 'parent'],
  ['Jenny Marsden', 'parent'],
  ['Peter Lindqvist', 'authority'],
  ['Maureen Tate', 'co-opted'],
  ['Samuel Osei', 'co-opted'],
  ['Hilary Booth', 'associate'],
];

interface Seeding {
  readonly office: Office;
  readonly clerk: Actor;
  readonly form: () => SentForm;
  readonly daysAgo: (days: number) => string;
}

/** What a vote needs before its resolution: a board, a meeting with notice, and all that was done there. */
export async function holdMeeting(
  { office, clerk, form, daysAgo }: Seeding,
  caseId: string,
): Promise<{ readonly meeting: string; readonly item: string }> {
  const act = (): BoardAct => ({ actor: clerk, caseId, form: form() });
  for (const [name, category] of GOVERNORS) {
    const seat = { name, category, email: null, school: null, since: daysAgo(700) };
    await boardRoom.addMember(office, act(), seat);
  }
  await boardRoom.setSeats(office, act(), {
    seats: { head: 1, staff: 1, parent: 3, authority: 1, 'co-opted': 3 },
    countsFrom: daysAgo(700),
  });
  const { board } = await boardRoom.boardOf(office.pool, clerk, caseId);
  const members = await boardRoll.membersOn(office.pool, board, daysAgo(2));
  const idOf = (name: string) => members.find((member) => member.name === name)!.id;
  const { meeting } = await boardRoom.conveneMeeting(office, act(), {
    heldOn: daysAgo(2),
    startsAt: '18:00',
    place: 'The school library',
    noticeOn: daysAgo(12),
    urgency: null,
    fullBoard: true,
    writes: false,
    items: [
      {
        ...{ caseId, purpose: 'apply', rescinds: null, papers: [] },
        motion: 'That the school applies to become an academy, subject to consultation.',
      },
    ],
  });
  const { items } = await meetings.meetingOf(office.pool, board, meeting);
  const item = items[0]!.id;
  await boardRoom.takeAttendance(office, act(), {
    meeting,
    chair: idOf(GOVERNORS[0]![0]),
    how: Object.fromEntries(members.map(({ id }) => [id, 'in-person'])),
    seen: 0,
  });
  const governors = members.filter(({ category }) => category !== 'associate');
  await boardRoom.takeVotes(office, act(), {
    ...{ meeting, item, interestsAsked: true, casting: null, seen: 0 },
    lines: governors.map(({ id, name, category }) => ({
      member: id,
      interest: category === 'staff' ? 'general' : 'none',
      withdrew: false,
      vote: name === 'Jenny Marsden' ? 'against' : 'for',
    })),
  });
  return { meeting, item };
}
