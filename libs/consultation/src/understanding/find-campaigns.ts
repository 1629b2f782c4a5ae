import { Groups } from './groups.js';
import { runsOf } from './runs.js';
import type { Run } from './runs.js';

/** Texts that say the same in the same words, whatever each of their writers added or left out. */
export interface Campaign {
  /** Which of the texts, by their place, in their order. */
  readonly members: readonly number[];
  /** The passages that most of them share, as one of them spells them. */
  readonly shared: readonly string[];
}

export interface Likeness {
  /** What part of the shorter text's runs of words must be in the longer. */
  readonly threshold?: number;
}

/**
 * At a half, copies that were cut, added to or signed are found, and independent answers are not
 * taken for copies; from four tenths down some are.
 */
const THRESHOLD = 0.5;
/** Shorter texts are alike without anybody having copied: "I agree with the proposal." */
const LEAST_RUNS = 10;
/** Enough of a large group to tell what most of it shares. */
const SAMPLE = 200;

/** The groups of texts with a common source, the largest first; a text is in one group or in none. */
export function findCampaigns(
  texts: readonly string[],
  { threshold = THRESHOLD }: Likeness = {},
): readonly Campaign[] {
  const groups = new Groups(texts.length);
  joinLike(numbered(texts), threshold, groups);
  return groups.ofTwoAndMore().map((members) => {
    return { members, shared: sharedBy(members.map((one) => texts[one]!)) };
  });
}

/** The different runs of each text as numbers: the more texts have a run, the higher its number. */
function numbered(texts: readonly string[]): readonly Int32Array[] {
  const first = new Map<string, number>();
  const holders: number[] = [];
  const found = texts.map((text) => {
    const runs = new Set<number>();
    for (const { key } of runsOf(text)) {
      const run = first.get(key) ?? first.size;
      first.set(key, run);
      runs.add(run);
    }
    for (const run of runs) holders[run] = (holders[run] ?? 0) + 1;
    return runs;
  });
  const byRarity = holders.map((_, run) => run).sort((a, b) => holders[a]! - holders[b]!);
  const rank = new Int32Array(byRarity.length);
  byRarity.forEach((run, at) => (rank[run] = at));
  return found.map((runs) => Int32Array.from(runs, (run) => rank[run]!).sort());
}

/** The texts with a run. Once they are all of one group there is nothing left to find among them. */
interface Holders {
  readonly texts: number[];
  areOne: boolean;
}

/**
 * Joins each text with those that hold enough of it. A longer text that does so has one of the
 * shorter's rarest runs, so that only these are looked up; a pair that others have joined is not
 * compared. So the effort grows with the texts, also when most of them are copies.
 */
function joinLike(texts: readonly Int32Array[], threshold: number, groups: Groups): void {
  const holders = holdersOf(texts);
  const comparedWith = new Int32Array(texts.length).fill(-1);
  texts.forEach((runs, one) => {
    if (runs.length < LEAST_RUNS) return;
    const enough = Math.ceil(runs.length * threshold);
    for (const run of runs.subarray(0, runs.length - enough + 1)) {
      const of = holders.get(run)!;
      if (of.areOne) continue;
      for (const other of of.texts) {
        if (comparedWith[other] === one || texts[other]!.length < runs.length) continue;
        comparedWith[other] = one;
        if (groups.of(other) === groups.of(one)) continue;
        if (holdsEnough(texts[other]!, runs, enough)) groups.join(other, one);
      }
      of.areOne = of.texts.every((other) => groups.of(other) === groups.of(one));
    }
  });
}

function holdersOf(texts: readonly Int32Array[]): ReadonlyMap<number, Holders> {
  const holders = new Map<number, Holders>();
  texts.forEach((runs, one) => {
    if (runs.length < LEAST_RUNS) return;
    for (const run of runs) {
      const of = holders.get(run);
      if (of === undefined) holders.set(run, { texts: [one], areOne: false });
      else of.texts.push(one);
    }
  });
  return holders;
}

/** Whether so many runs of the shorter are in the longer; it stops when they cannot be any more. */
function holdsEnough(longer: Int32Array, shorter: Int32Array, enough: number): boolean {
  let found = 0;
  let at = 0;
  for (let index = 0; index < shorter.length; index += 1) {
    if (found + shorter.length - index < enough) return false;
    const run = shorter[index]!;
    while (at < longer.length && longer[at]! < run) at += 1;
    if (longer[at] === run) found += 1;
    if (found === enough) return true;
  }
  return false;
}

/** The passages of one text that half of the others have too; of the text that has most of them. */
export function sharedBy(texts: readonly string[]): readonly string[] {
  const some = texts.slice(0, SAMPLE);
  const runs = some.map(runsOf);
  const counts = new Map<string, number>();
  for (const one of runs) {
    for (const key of new Set(one.map((run) => run.key))) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const isShared = ({ key }: Run) => counts.get(key)! * 2 >= some.length && counts.get(key)! > 1;
  const lengths = runs.map((one) => new Set(one.filter(isShared).map(({ key }) => key)).size);
  const richest = lengths.indexOf(Math.max(...lengths));
  return passages(some[richest]!, runs[richest]!.filter(isShared));
}

/** What the runs cover of a text, joined where they overlap. */
function passages(text: string, runs: readonly Run[]): readonly string[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of runs) {
    const last = spans.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else spans.push({ start, end });
  }
  return spans.map(({ start, end }) => text.slice(start, end));
}
