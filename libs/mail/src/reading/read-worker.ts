import { parentPort } from 'node:worker_threads';
import { fileOfMail, type MailFile } from './mail-file.js';
import type { MailReading } from './mail-reading.js';
import { readMail, type ReadOptions } from './read-mail.js';

/** What a thread is asked to make of a mail: the reading of all of it, or one of its files. */
export type ReadRequest = { id: number; raw: Uint8Array } & (
  { options: ReadOptions } | { file: number }
);

export interface ReadAnswer {
  id: number;
  answer: MailReading | MailFile | null;
}

// One question, one answer; what takes too long is ended from outside by ending this thread.
parentPort?.on('message', (request: ReadRequest) => {
  const { id, raw } = request;
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const answer =
    'file' in request ? fileOfMail(bytes, request.file) : readMail(bytes, request.options);
  parentPort?.postMessage({ id, answer } satisfies ReadAnswer);
});
parentPort?.postMessage('ready');
