// Reading replies: speed on ordinary bodies, and the time that hostile ones may take.
import { performance } from 'node:perf_hooks';
import { htmlToText, segment } from '../libs/mail/src/reading/index.js';
import { hostileBodies, type HostileBody } from '../libs/mail/src/reading/hostile-bodies.js';

export interface HostileTiming {
  name: string;
  /** One megabyte, in milliseconds; the least of the rounds. */
  ms: number;
  /** time(2n) / time(n), from half a megabyte to one. */
  growth: number;
}

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
/** Below this the clock tells more of the machine than of the reader. */
const FLOOR_MS = 2;

/** Times each hostile body at half a megabyte and at one. */
export function timeHostileBodies(rounds = ROUNDS): HostileTiming[] {
  return hostileBodies.map((body) => {
    const half = timeBody(body, MEGABYTE / 2, rounds);
    const whole = timeBody(body, MEGABYTE, rounds);
    return {
      name: body.name,
      ms: round(whole),
      growth: round(Math.max(whole, FLOOR_MS) / Math.max(half, FLOOR_MS)),
    };
  });
}

/** Ordinary bodies read in a second: a top-posted answer over a quoted letter, about 500 characters. */
export function countOrdinaryReplies(seconds = 1): number {
  const bodies = Array.from({ length: 50 }, (_, number) => ordinaryBody(number));
  let read = 0;
  const start = performance.now();
  while (performance.now() - start < seconds * 1_000) {
    for (const body of bodies) segment(body);
    read += bodies.length;
  }
  return Math.round(read / ((performance.now() - start) / 1_000));
}

function timeBody(body: HostileBody, bytes: number, rounds: number): number {
  const source = body.make(bytes);
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < rounds; count += 1) {
    const start = performance.now();
    segment(body.html ? htmlToText(source) : source);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function ordinaryBody(number: number): string {
  return [
    `I support the proposal, but parent ${number} of us worry about the buses.`,
    'The school day should stay as it is, and the uniform should not change in the first year.',
    '',
    'Kind regards,',
    `Parent ${number}`,
    '',
    `On Mon, 3 Mar 2026 at 10:${10 + number}, Anytown School <reply@example.org> wrote:`,
    '',
    '> Dear parent,',
    '> The governing board proposes that the school joins the Example Trust in September.',
    '> Please tell us what you think by 30 April.',
    '>',
    '> The clerk to the governors',
  ].join('\n');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
