import type { Duty } from './duty.js';
import { startDuty } from './duty.js';
import { Reader } from './reader.js';
import type { ReaderOptions } from './reader.js';

/** Reads received mail until it is stopped; any number of processes may do so at once. */
export function startReader(options: ReaderOptions): Duty {
  const reader = new Reader(options);
  return startDuty(() => reader.round(), {
    pool: options.pool,
    channel: 'inbound',
    lines: 2,
    onError: options.onError,
  });
}
