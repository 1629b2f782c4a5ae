import type { Duty } from './duty.js';
import { startDuty } from './duty.js';
import { closeReadingThread, readInThread } from './reading/index.js';
import { Reader } from './reader.js';
import type { ReaderOptions } from './reader.js';

export type ReadingDutyOptions = Omit<ReaderOptions, 'read'>;

/** Reads received mail until it is stopped; any number of processes may do so at once. */
export function startReader(options: ReadingDutyOptions): Duty {
  const reader = new Reader({ ...options, read: readInThread });
  const duty = startDuty((callHelp) => reader.round(callHelp), {
    pool: options.pool,
    channel: 'inbound',
    lines: 4,
    onError: options.onError,
  });
  return {
    async stop() {
      await duty.stop();
      await closeReadingThread();
    },
  };
}
