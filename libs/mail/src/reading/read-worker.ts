import { parentPort } from 'node:worker_threads';
import { readMail, type ReadOptions } from './read-mail.js';

export interface ReadRequest {
  id: number;
  raw: Uint8Array;
  options: ReadOptions;
}

// One question, one answer; what takes too long is ended from outside by ending this thread.
parentPort?.on('message', ({ id, raw, options }: ReadRequest) => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  parentPort?.postMessage({ id, reading: readMail(bytes, options) });
});
parentPort?.postMessage('ready');
