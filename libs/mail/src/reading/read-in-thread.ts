import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { defaultLimits, unreadableReading, type MailReading } from './mail-reading.js';
import type { ReadOptions } from './read-mail.js';
import type { ReadRequest } from './read-worker.js';

export interface ThreadOptions extends ReadOptions {
  /** How long one mail may take, counted from when its reading begins. */
  deadlineMs: number;
}

interface WarmThread {
  worker: Worker;
  ready: Promise<void>;
}

/** A mail that needs more is a bomb; the thread dies of it, not the process. */
const THREAD_MEMORY_MB = 512;

let warm: WarmThread | undefined;
let queue: Promise<unknown> = Promise.resolve();
let lastId = 0;

/**
 * `readMail` in a thread of its own, one mail after another, so that no mail blocks the process:
 * past its deadline the thread is ended, the mail is `unreadable` and the next mail gets a new one.
 */
export function readInThread(raw: Buffer, options: ThreadOptions): Promise<MailReading> {
  if (raw.length > (options.limits?.bytes ?? defaultLimits.bytes))
    return Promise.resolve(unreadableReading('too-large'));
  const reading = queue.then(() => readNext(raw, options));
  // A thread that could not start fails this reading, not every later one.
  queue = reading.catch(() => undefined);
  return reading;
}

/** Ends the warm thread, for a shutdown that waits for everything. */
export async function closeReadingThread(): Promise<void> {
  await queue;
  const thread = warm;
  warm = undefined;
  await thread?.worker.terminate();
}

async function readNext(raw: Buffer, options: ThreadOptions): Promise<MailReading> {
  warm ??= startThread();
  const thread = warm;
  try {
    await thread.ready;
  } catch (error) {
    warm = undefined;
    throw error;
  }
  const reading = await ask(thread.worker, raw, options);
  if (reading.why === 'took-too-long' || reading.why === 'reader-died') {
    warm = undefined;
    await thread.worker.terminate();
  }
  return reading;
}

function ask(worker: Worker, raw: Buffer, options: ThreadOptions): Promise<MailReading> {
  const { sent, limits, deadlineMs } = options;
  const id = (lastId += 1);
  return new Promise((resolve) => {
    const finish = (reading: MailReading) => {
      clearTimeout(timer);
      worker.off('message', take);
      worker.off('error', die);
      worker.off('exit', die);
      worker.unref();
      resolve(reading);
    };
    const take = (answer: { id: number; reading: MailReading }) => {
      if (answer.id === id) finish(answer.reading);
    };
    const die = () => finish(unreadableReading('reader-died'));
    const timer = setTimeout(() => finish(unreadableReading('took-too-long')), deadlineMs);
    worker.on('message', take);
    worker.on('error', die);
    worker.on('exit', die);
    worker.ref();
    worker.postMessage({ id, raw, options: { sent, limits } } satisfies ReadRequest);
  });
}

function startThread(): WarmThread {
  const worker = new Worker(findWorkerFile(), {
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  });
  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    // Stays for good: a thread that dies between two mails must not take the process with it.
    worker.on('error', reject);
  });
  worker.once('exit', () => {
    if (warm?.worker === worker) warm = undefined;
  });
  return { worker, ready };
}

/** Beside this file once compiled; a thread cannot run TypeScript, so from source the built one. */
function findWorkerFile(): URL {
  const beside = new URL('./read-worker.js', import.meta.url);
  if (existsSync(beside)) return beside;
  return new URL(beside.href.replace('/libs/mail/src/', '/dist/libs/mail/src/'));
}
