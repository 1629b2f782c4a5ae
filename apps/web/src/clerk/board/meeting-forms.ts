import { z } from 'zod';
import { ATTENDANCES, INTERESTS, hasVote, meetings, mustWithdraw } from '#governance';
import type { Attendance, ItemRead, Member, VoteLine, VotesGiven } from '#governance';
import {
  choice,
  choices,
  dateIn,
  optionalDateIn,
  optionalText,
  text,
  timeOfDay,
} from '../../http/answers.js';
import { boardWords, itemsOf } from './board-words.js';
import type { Decision } from './board-words.js';

/** Any number of check boxes that each name something by its id. */
export const ids = z.preprocess(
  (given) => (given === undefined ? [] : [given].flat()),
  z.array(z.uuid()),
);

/** The form by which a meeting is convened. */
export const conveneSchema = () =>
  z.object({
    heldOn: dateIn('Enter the day of the meeting.'),
    startsAt: timeOfDay('Enter when it begins, like 6pm.'),
    place: text('Enter where it is held.', { max: 300 }),
    decisions: choices(
      Object.keys(boardWords().decisions) as Decision[],
      'Choose what the board is to decide.',
    ),
    schools: ids,
    papers: ids,
    requisitions: ids,
    notice: choice(['now', 'given'], 'Say how notice is given.'),
    noticeOn: optionalDateIn('Enter the day on which notice was given.').default(null),
    urgency: optionalText({ max: 1000 }),
    categoryItem: optionalText({ max: 500 }),
  });
export type ConveneAnswers = z.output<ReturnType<typeof conveneSchema>>;

/** One choice for each member, and who was in the chair. */
export const attendanceSchema = (members: readonly Member[]) =>
  z.object({
    seen: z.coerce.number().int().min(0),
    chair: z.string().default(''),
    ...Object.fromEntries(
      members.map(({ id }) => [
        `how_${id}`,
        choice(ATTENDANCES, 'Say whether this member was there.'),
      ]),
    ),
  });

export function attendanceIn(
  members: readonly Member[],
  answers: Readonly<Record<string, unknown>>,
): { chair: string | null; how: Readonly<Record<string, Attendance>>; seen: number } {
  const chair = answers['chair'];
  return {
    seen: Number(answers['seen']),
    chair: members.find(({ id }) => id === chair)?.id ?? null,
    how: Object.fromEntries(
      members.map(({ id }) => [id, answers[`how_${id}`] as Attendance] as const),
    ),
  };
}

const DID = ['for', 'against', 'abstained', 'none', 'withdrew'] as const;
type Did = (typeof DID)[number];

/** What a member can have done at an item: whoever is registered with a conflict has no vote. */
export function offeredTo(read: ItemRead, member: Member): readonly Did[] {
  const conflict = mustWithdraw(meetings.registeredInterest(read, member.id));
  return hasVote(member.category) && !conflict ? DID : ['none', 'withdrew'];
}

export const presentAt = ({ members, attendance }: ItemRead): readonly Member[] =>
  members.filter(({ id }) => ['in-person', 'remote'].includes(attendance[id] ?? ''));

/** An interest and an act for each member who was there, and a casting vote. */
export const votesSchema = (read: ItemRead) =>
  z.object({
    seen: z.coerce.number().int().min(0),
    interestsAsked: choice(['yes', 'no'], 'Say whether interests were asked for.'),
    casting: choice(['none', 'for', 'against'], 'Say whether there was a casting vote.'),
    ...Object.fromEntries(
      presentAt(read).flatMap((member) => [
        [`interest_${member.id}`, choice(INTERESTS, 'Choose an interest.')],
        [`vote_${member.id}`, choice(offeredTo(read, member), 'Choose what this member did.')],
      ]),
    ),
  });

export function votesIn(
  read: ItemRead,
  answers: Readonly<Record<string, unknown>>,
): Pick<VotesGiven, 'interestsAsked' | 'casting' | 'lines' | 'seen'> {
  const casting = answers['casting'] as 'none' | 'for' | 'against';
  return {
    seen: Number(answers['seen']),
    interestsAsked: answers['interestsAsked'] === 'yes',
    casting: casting === 'none' ? null : casting,
    lines: presentAt(read).map(({ id }) => {
      const did = answers[`vote_${id}`] as Did;
      return {
        member: id,
        interest: answers[`interest_${id}`] as VoteLine['interest'],
        withdrew: did === 'withdrew',
        vote: did === 'none' || did === 'withdrew' ? null : did,
      };
    }),
  };
}

/** The form's own answers of the newest sheet, or what the register gives before there is one. */
export function typedVotes(read: ItemRead): Readonly<Record<string, string>> {
  const { sheet } = read;
  const members = presentAt(read).flatMap(({ id }) => {
    const line = sheet?.lines.find(({ member }) => member === id);
    const registered = meetings.registeredInterest(read, id);
    const interest = line?.interest ?? registered;
    const fresh = mustWithdraw(registered) ? 'withdrew' : '';
    const did = line === undefined ? fresh : line.withdrew ? 'withdrew' : (line.vote ?? 'none');
    return [
      [`interest_${id}`, interest],
      [`vote_${id}`, did],
    ] as const;
  });
  return {
    interestsAsked: sheet === null ? '' : sheet.interestsAsked ? 'yes' : 'no',
    casting: sheet?.casting ?? 'none',
    ...Object.fromEntries(members),
  };
}

/** What stands beside each member in the form. */
export const ballotRows = (read: ItemRead) =>
  presentAt(read).map((member) => ({
    id: member.id,
    name: member.name,
    category: boardWords().categories[member.category],
    isRegistered: mustWithdraw(meetings.registeredInterest(read, member.id)),
    interests: itemsOf(boardWords().interests),
    acts: itemsOf(boardWords().votes, offeredTo(read, member)),
  }));
