import type { Pool } from 'pg';
import { Listener } from './wake.js';
import type { Channel } from './wake.js';

/** Something a worker does until it is stopped. */
export interface Duty {
  stop(): Promise<void>;
}

export interface DutyOptions {
  readonly pool: Pool;
  readonly channel: Channel;
  /** How many rounds may go on side by side. */
  readonly lines: number;
  readonly onError: (error: unknown) => void;
  /** Looks by itself this often: a lost wake, a due time, a broken connection. */
  readonly sweepMs?: number;
}

const SWEEP_MS = 3_000;

/**
 * Some work, after which the answer is whether there may be more at once. A round that sees as much
 * beforehand calls for help, and another line begins.
 */
export type Round = (callHelp: () => void) => Promise<boolean>;

/**
 * Does rounds whenever there is something to do. An error is reported, and the next sweep tries
 * again. Stopping waits for the rounds that are running.
 */
export function startDuty(round: Round, options: DutyOptions): Duty {
  const lines = new Set<Promise<void>>();
  let stopped = false;
  let wakes = 0;

  const line = async (): Promise<void> => {
    let heard: number;
    let more: boolean;
    do {
      heard = wakes;
      try {
        more = await round(open);
      } catch (error) {
        options.onError(error);
        return;
      }
    } while (!stopped && (more || heard !== wakes));
  };
  const open = (): void => {
    if (stopped || lines.size >= options.lines) return;
    const opened: Promise<void> = line().finally(() => lines.delete(opened));
    lines.add(opened);
  };
  const awaken = (): void => {
    wakes += 1;
    if (lines.size === 0) open();
  };

  const listener = new Listener(options.pool, options.channel, awaken);
  const sweep = setInterval(awaken, options.sweepMs ?? SWEEP_MS);
  return {
    async stop() {
      stopped = true;
      clearInterval(sweep);
      await listener.stop();
      await Promise.all(lines);
    },
  };
}
