import { fileInThread, readMail } from './reading/index.js';
import type { MailFile } from './reading/index.js';

const DEADLINE_MS = 5_000;

/** A mail as it came: what the product takes from it, and the files that were attached to it. */
export const rawMail = {
  read: readMail,
  /** The file at a place of a reading's `attachments`; null where there is none, or it is a bomb. */
  file: (raw: Buffer, place: number): Promise<MailFile | null> =>
    fileInThread(raw, place, { deadlineMs: DEADLINE_MS }),
};
