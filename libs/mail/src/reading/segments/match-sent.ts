import { QUOTED, type LineKinds } from './line-kinds.js';
import type { Lines } from './lines.js';
import { SentLetter } from './sent-letter.js';
import { isLink, wordsIn } from './words.js';

// A run of our words this long is no coincidence, whoever typed it.
const SURE_WORDS = 10;
// A line shorter than this may be an answer that says what our letter says too: "Yes".
const SOLID_WORDS = 4;

interface LineMatch {
  line: number;
  from: number;
  to: number;
  words: number;
  quoted: boolean;
  /** Where the author's words begin, in a line that begins with ours. */
  split: number | undefined;
}

/**
 * Finds the lines of the letter that we sent, whatever the language, the wrapping or the quote
 * marks, and decides them as quoted. A line that begins with a whole line of ours and goes on is
 * split where the author's words begin. Returns the first and the last line found, if any.
 */
export function matchSent(
  kinds: LineKinds,
  sent: string,
): { first: number; last: number } | undefined {
  const letter = new SentLetter(sent);
  const accepted = acceptRuns(findMatches(kinds.lines, letter), letter);
  for (const { line, split } of accepted) {
    kinds.decide(line, QUOTED);
    if (split !== undefined) kinds.splits.set(line, split);
  }
  const [first, last] = [accepted[0], accepted.at(-1)];
  return first && last ? { first: first.line, last: last.line } : undefined;
}

/** One entry for every written line, undefined where it is not of our letter. */
function findMatches(lines: Lines, letter: SentLetter): (LineMatch | undefined)[] {
  const matches: (LineMatch | undefined)[] = [];
  let expected = 0;
  for (let line = lines.nextWritten[0]!; line < lines.count; line = lines.nextWritten[line + 1]!) {
    const words = wordsIn(lines.text, lines.contents[line]!, lines.ends[line]!);
    const quoted = lines.depth(line) > 0;
    const { from, length } = letter.find(words, expected);
    const to = from + length;
    const match = { line, from, to, words: length, quoted, split: undefined };
    if (words.length === 0) {
      const ours = quoted || letter.hasOrnament(lines.content(line));
      matches.push(ours ? { ...match, from: expected, to: expected } : undefined);
    } else if (length === words.length) {
      matches.push(match);
      if (length >= SOLID_WORDS || from === expected) expected = to;
    } else if (length >= 3 && letter.isBound(from) && letter.isBound(to)) {
      matches.push({ ...match, split: words[length]!.start });
      expected = to;
    } else if (quoted && words.every(isLink)) {
      matches.push({ ...match, from: expected, to: expected, words: 0 });
    } else matches.push(undefined);
  }
  return matches;
}

function acceptRuns(matches: (LineMatch | undefined)[], letter: SentLetter): LineMatch[] {
  const accepted: LineMatch[] = [];
  let reached = -1;
  for (const run of splitRuns(matches, letter)) {
    const first = run[0]!;
    const words = run.reduce((sum, match) => sum + match.words, 0);
    const atBound = letter.isBound(first.from) || first.from === reached;
    const inOrder = reached >= 0 && first.from >= reached;
    const sure = words >= SURE_WORDS || (inOrder && words >= SOLID_WORDS);
    const kept = sure && atBound ? run : run.filter((match) => match.quoted);
    const ours = dropLooseShortLines(kept, reached, letter);
    accepted.push(...ours);
    reached = Math.max(reached, ours.at(-1)?.to ?? -1);
  }
  return accepted;
}

/** Neighbouring lines that follow one another in the letter too, gaps only where a line begins. */
function splitRuns(matches: (LineMatch | undefined)[], letter: SentLetter): LineMatch[][] {
  const runs: LineMatch[][] = [];
  let previous: LineMatch | undefined;
  for (const match of matches) {
    if (match) {
      const exact = previous?.to === match.from;
      const solid = match.words >= SOLID_WORDS && letter.isBound(match.from);
      const follows = previous && (exact || (solid && match.from > previous.to));
      if (follows) runs.at(-1)!.push(match);
      else runs.push([match]);
    }
    previous = match;
  }
  return runs;
}

/**
 * A short line is ours only between its own neighbours of the letter: where "No" was deleted below
 * "Yes", the "Yes" that stayed is an answer.
 */
function dropLooseShortLines(run: LineMatch[], reached: number, letter: SentLetter): LineMatch[] {
  const kept: LineMatch[] = [];
  for (let at = 0; at < run.length; at += 1) {
    if (run[at]!.words >= SOLID_WORDS || run[at]!.words === 0) {
      kept.push(run[at]!);
      continue;
    }
    let end = at;
    while (end + 1 < run.length && run[end + 1]!.words < SOLID_WORDS) end += 1;
    const before = at === 0 ? reached : run[at - 1]!.to;
    const after = run[end + 1]?.from ?? letter.length;
    const held = (run[at]!.from === before || run[at]!.from === 0) && run[end]!.to === after;
    const split = run.slice(at, end + 1).some((match) => match.split !== undefined);
    if (held || split) kept.push(...run.slice(at, end + 1));
    at = end;
  }
  return kept;
}
