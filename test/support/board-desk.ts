import { randomUUID } from 'node:crypto';
import type { Actor } from '#platform';
import { boardRoom } from '#cases';
import type { BoardAct } from '#cases';
import { boardRoll, meetings } from '#governance';
import type { Category, Member, VoteLine } from '#governance';
import type { CaseDesk } from './case-desk.js';
import { theTrust } from './journey-builder.js';

/** An act on the board of a case, by a form of its own. */
export function boardAct(caseId: string, actor: Actor): BoardAct {
  const nonce = randomUUID();
  return { actor, caseId, form: { nonce, person: actor.person, content: { nonce } } };
}

export const dayFrom = (iso: string, days: number): string =>
  new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);

/** Gives the board of a case so many members of each category, in post for years. */
export async function seatBoard(
  desk: CaseDesk,
  caseId: string,
  seats: Partial<Record<Category, number>>,
  domain: string | null = null,
): Promise<readonly Member[]> {
  for (const [category, count = 0] of Object.entries(seats)) {
    for (let at = 1; at <= count; at += 1) {
      await boardRoom.addMember(desk.office, boardAct(caseId, desk.clerk), {
        name: `A ${category} ${at}`,
        email: domain === null ? null : `${category}.${at}@${domain}`,
        category: category as Category,
        school: null,
        since: '2020-01-01',
      });
    }
  }
  const { board } = await boardRoom.boardOf(desk.office.pool, desk.clerk, caseId);
  return boardRoll.membersOf(desk.office.pool, board);
}

export interface MeetingHeld {
  readonly caseId: string;
  readonly meeting: string;
  readonly item: string;
  readonly members: readonly Member[];
}

/** A meeting held today on applying, attended by all, with its votes counted: five for, one against. */
export async function aMeetingHeld(desk: CaseDesk): Promise<MeetingHeld> {
  const caseId = await desk.aCase();
  await desk.send(caseId, 'trust.chosen', { trust: theTrust });
  const members = await seatBoard(desk, caseId, { parent: 3, staff: 1, head: 1, 'co-opted': 1 });
  const act = () => boardAct(caseId, desk.clerk);
  const { office } = desk;
  await boardRoom.setSeats(office, act(), {
    seats: { parent: 4, staff: 1, head: 1, 'co-opted': 2 },
    countsFrom: '2020-01-01',
  });
  const interest = { kind: 'trust-office', trust: theTrust.uid, words: 'I am a trustee.' } as const;
  const declared = { ...interest, member: members.at(-1)!.id, declaredOn: '2026-01-05' };
  await boardRoom.declareInterest(office, act(), declared);
  const paper = await desk.file(caseId, 'optionsPaper');
  const heldOn = await desk.today();
  const { meeting } = await boardRoom.conveneMeeting(office, act(), {
    heldOn,
    startsAt: '18:00',
    place: 'The school hall',
    noticeOn: dayFrom(heldOn, -10),
    urgency: null,
    fullBoard: true,
    writes: false,
    items: [
      {
        ...{ caseId, purpose: 'apply', rescinds: null, papers: [paper] },
        motion: 'That an application is made for an academy order.',
      },
    ],
  });
  const { board } = await boardRoom.boardOf(office.pool, desk.clerk, caseId);
  const { items } = await meetings.meetingOf(office.pool, board, meeting);
  const how = Object.fromEntries(members.map(({ id }) => [id, 'in-person'] as const));
  await boardRoom.takeAttendance(office, act(), { meeting, chair: members[0]!.id, how, seen: 0 });
  const lines = members.map(({ id }, at): VoteLine => ({
    member: id,
    interest: id === declared.member ? 'trust-office' : 'none',
    withdrew: id === declared.member,
    vote: id === declared.member ? null : at === 0 ? 'against' : 'for',
  }));
  const item = items[0]!.id;
  const votes = { meeting, item, interestsAsked: true, casting: null, lines, seen: 0 };
  await boardRoom.takeVotes(office, act(), votes);
  return { caseId, meeting, item, members };
}
