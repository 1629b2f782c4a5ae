import type { Duty } from './duty.js';
import { startDuty } from './duty.js';
import { closeReadingThread, readInThread } from './reading/index.js';
import { Reader } from './reader.js';
import type { ReaderOptions } from './reader.js';
import { senderCheck, uncheckedSender } from './sender-check.js';
import type { SenderCheckOptions } from './sender-check.js';

export interface ReadingDutyOptions extends Omit<ReaderOptions, 'read' | 'check'> {
  /** How the domain of a sender is asked; nobody is, where it is left out. */
  readonly senders?: SenderCheckOptions | undefined;
}

/** Reads received mail until it is stopped; any number of processes may do so at once. */
export function startReader({ senders, ...options }: ReadingDutyOptions): Duty {
  const check = senders === undefined ? uncheckedSender : senderCheck(senders);
  const reader = new Reader({ ...options, read: readInThread, check });
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
