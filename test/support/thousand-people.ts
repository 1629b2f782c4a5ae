import type { ConsulteeDraft, Group, View } from '#consultation';
import { seeded } from './journey-walk.js';
import type { Random } from './journey-walk.js';

/** How somebody answers: what is sent, and what it must come to in the report. */
export interface Answer {
  readonly way: 'mail' | 'page' | 'paper' | 'meeting' | 'telephone';
  readonly view: View | null;
  readonly words: string;
  /** The day of the consultation, from its first, on which it is sent. */
  readonly day: number;
  readonly becomes: 'counted' | 'waiting' | 'withdrawn' | 'superseded';
  readonly campaign: boolean;
}

/** What a machine, a mail system or somebody with bad intentions sends about a person. */
export type Disturbance =
  | 'absence note'
  | 'bounce'
  | 'stranger'
  | 'two senders'
  | 'bomb'
  | 'a megabyte of newlines'
  | 'forged date'
  | 'loop'
  | 'unknown key';

export interface OneOfMany {
  readonly number: number;
  readonly draft: ConsulteeDraft;
  readonly answers: readonly Answer[];
  readonly disturbances: readonly Disturbance[];
}

/** Nine groups of a town, a thousand people together. */
export const SIZES: Readonly<Partial<Record<Group, number>>> = {
  parent: 600,
  neighbour: 120,
  pupil: 80,
  staff: 60,
  'other-school': 40,
  'local-authority': 40,
  trust: 30,
  councillor: 20,
  union: 10,
};
export const DAYS = 3;
const VIEWS: readonly View[] = ['agree', 'neither', 'disagree', 'no-opinion'];
const HOUSEHOLDS = 30;
const BY_POST = 40;

export const CAMPAIGN =
  'We ask the governors to keep our school as it is, because the parents of this village built it ' +
  'and a trust that sits forty miles away cannot know what our children need from day to day. ' +
  'We ask them to put the question again when there is a plan for the bus and the breakfast club.';

const SUBJECTS =
  'bus uniform lunch garden library music sport homework lessons building playground car-park fees ' +
  'meals clubs trips teachers governors bishop parish village budget savings risks values admissions';
const DOINGS =
  'improves loses keeps changes needs spoils helps moves shares wants fears costs saves ends begins';
const MANNERS =
  'slowly quickly fairly badly next-year at-once for-ever for-nothing in-time on-paper by-rights';

/** Everybody who is asked, and all that comes back of them; the same for the same seed. */
export function aThousandPeople(seed: number): readonly OneOfMany[] {
  const random = seeded(seed);
  const groups = Object.entries(SIZES).flatMap(([group, size]) =>
    Array.from({ length: size }, () => group as Group),
  );
  return groups.map((group, number) => {
    const draft = draftOf(number, group, groups);
    const answers = answersOf(number, draft, random);
    return { number, draft, answers, disturbances: disturbancesOf(number) };
  });
}

/** The first parents live together in twos; the first neighbours have no e-mail. */
function draftOf(number: number, group: Group, groups: readonly Group[]): ConsulteeDraft {
  const isOnPaper = group === 'neighbour' && number - groups.indexOf('neighbour') < BY_POST;
  const home = number < HOUSEHOLDS * 2 ? number - (number % 2) : number;
  return {
    name: `Person ${number}`,
    group,
    email: isOnPaper ? null : `home${home}@example.org`,
    organisation: null,
    postal: isOnPaper ? `${number} Mill Lane` : null,
  };
}

function answersOf(
  number: number,
  { group, email }: ConsulteeDraft,
  random: Random,
): readonly Answer[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const view = pick(VIEWS);
  const day = Math.floor(random() * DAYS);
  const chance = random();
  const common = { day, becomes: 'counted', campaign: false } as const;
  const words = wordsOf(number, pick);
  if (email === null || (group === 'neighbour' && number % 3 === 0))
    return [{ ...common, way: pick(['paper', 'meeting', 'telephone']), view, words }];
  // The groups of machines and mischief below answer nothing else, so that the sums stay plain.
  if (disturbancesOf(number).length > 0) return [];
  if (group === 'parent' && number % 7 === 0)
    return [{ ...common, way: 'mail', view: null, words: campaignOf(number), campaign: true }];
  if (chance < 0.45) return [{ ...common, way: 'mail', view: null, words }];
  if (chance < 0.5) {
    const again = { ...common, way: 'mail', view: null } as const;
    return [
      { ...again, words },
      { ...again, words: `A second thought. ${wordsOf(number + 5_000, pick)}` },
    ];
  }
  if (chance < 0.62) return [{ ...common, way: 'page', view, words }];
  if (chance < 0.64)
    return [
      { ...common, way: 'page', view, words, becomes: 'superseded' },
      { ...common, way: 'page', view: 'disagree', words: `${words} And no.` },
    ];
  if (chance < 0.66) return [{ ...common, way: 'page', view, words, becomes: 'withdrawn' }];
  return [];
}

function wordsOf(number: number, pick: (from: readonly string[]) => string): string {
  const [subjects, doings, manners] = [SUBJECTS, DOINGS, MANNERS].map((all) => all.split(' '));
  const sentence = () =>
    `${pick(subjects!)} ${pick(subjects!)} ${pick(doings!)} ${pick(subjects!)} ${pick(manners!)}`;
  const said = Array.from({ length: 8 }, () => `Our ${sentence()}.`);
  return `I am number ${number}. ${said.join(' ')}`;
}

/** Each of a campaign says it a little in their own way. */
function campaignOf(number: number): string {
  const sentences = CAMPAIGN.split('. ');
  const kept = number % 3 === 0 ? CAMPAIGN.toUpperCase() : CAMPAIGN;
  if (number % 5 === 0) return `I am number ${number} and I live here. ${kept}`;
  return number % 2 === 0 ? kept : `${kept} ${sentences[0]!.length} times over, says ${number}.`;
}

const MISCHIEF: readonly Disturbance[] = [
  ...(['stranger', 'two senders', 'bomb', 'a megabyte of newlines', 'forged date'] as const),
  ...(['loop', 'unknown key', 'stranger', 'two senders', 'unknown key'] as const),
];

/** One in a hundred is mischief; machines answer for every fortieth parent, and mail comes back. */
function disturbancesOf(number: number): readonly Disturbance[] {
  if (number % 100 === 99) return [MISCHIEF[Math.floor(number / 100)]!];
  if (number % 40 === 21) return ['absence note'];
  if (number % 40 === 31 && number < 600) return ['bounce'];
  return [];
}
