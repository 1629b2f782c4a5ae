// Reading replies: speed on ordinary bodies, and the time that hostile ones may take.
import { performance } from 'node:perf_hooks';
import { rawMail } from '#mail';
import { hostileBodies, type HostileBody } from './hostile-bodies.js';
import { time } from './measure.js';
import type { BenchRow } from './measure.js';

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

/** Ordinary replies a second, and the worst of the hostile bodies. */
export async function readReplies(): Promise<BenchRow[]> {
  const hostile = timeHostileBodies(3);
  const slowest = Math.max(...hostile.map(({ ms }) => ms));
  const growth = Math.max(...hostile.map((one) => one.growth));
  const why =
    `the worst of ${hostile.length} hostile megabytes took ${slowest} ms (target: under 250), and ` +
    `twice the length ${growth} times as long (target: under 2.6)`;
  const row = { name: 'read-replies', clients: 1, unit: 'mails/s', why };
  return [await time(row, async () => countOrdinaryReplies(1))];
}

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

/** Whole mails read in a second: an answer above a quoted letter, about 500 characters and a header. */
export function countOrdinaryReplies(seconds = 1): number {
  const mails = Array.from({ length: 50 }, (_, number) => ordinaryMail(number));
  let read = 0;
  const start = performance.now();
  while (performance.now() - start < seconds * 1_000) {
    for (const mail of mails) rawMail.read(mail);
    read += mails.length;
  }
  return Math.round(read / ((performance.now() - start) / 1_000));
}

function timeBody(body: HostileBody, bytes: number, rounds: number): number {
  const type = body.html ? 'text/html' : 'text/plain';
  const source = Buffer.from(`Content-Type: ${type}\r\n\r\n${body.make(bytes)}`);
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < rounds; count += 1) {
    const start = performance.now();
    rawMail.read(source);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function ordinaryMail(number: number): Buffer {
  const lines = [
    'From: Ann Parent <ann@example.org>',
    'To: reply+k3y@reply.example.org',
    'Subject: Re: Joining the trust',
    `Message-ID: <reply-${number}@example.org>`,
    'In-Reply-To: <letter-1@assent.example.org>',
    'Date: Tue, 3 Mar 2026 10:15:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
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
  ];
  return Buffer.from(lines.join('\r\n'));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
