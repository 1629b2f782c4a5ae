import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { defaultLimits, unreadableReading, type MailReading } from './mail-reading.js';
import type { ReadOptions } from './read-mail.js';
import type { MailFile } from './mail-file.js';
import type { ReadAnswer, ReadRequest } from './read-worker.js';

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
export async function readInThread(raw: Buffer, options: ThreadOptions): Promise<MailReading> {
  const { sent, limits, deadlineMs } = options;
  if (raw.length > (limits?.bytes ?? defaultLimits.bytes)) return unreadableReading('too-large');
  const answer = await askNext(raw, { options: { sent, limits } }, deadlineMs);
  return answer.given ? (answer.value as MailReading) : unreadableReading(answer.why);
}

/** `fileOfMail` in the same thread; null also where it took too long. */
export async function fileInThread(
  raw: Buffer,
  place: number,
  { deadlineMs }: Pick<ThreadOptions, 'deadlineMs'>,
): Promise<MailFile | null> {
  const answer = await askNext(raw, { file: place }, deadlineMs);
  return answer.given ? (answer.value as MailFile | null) : null;
}

/** Ends the warm thread, for a shutdown that waits for everything. */
export async function closeReadingThread(): Promise<void> {
  await queue;
  const thread = warm;
  warm = undefined;
  await thread?.worker.terminate();
}

type Asked = { options: ReadOptions } | { file: number };
type Answer =
  | { given: true; value: ReadAnswer['answer'] }
  | { given: false; why: 'took-too-long' | 'reader-died' };

function askNext(raw: Buffer, asked: Asked, deadlineMs: number): Promise<Answer> {
  const answer = queue.then(() => askWarm(raw, asked, deadlineMs));
  // A thread that could not start fails this reading, not every later one.
  queue = answer.catch(() => undefined);
  return answer;
}

async function askWarm(raw: Buffer, asked: Asked, deadlineMs: number): Promise<Answer> {
  warm ??= startThread();
  const thread = warm;
  try {
    await thread.ready;
  } catch (error) {
    warm = undefined;
    throw error;
  }
  const answer = await ask(thread.worker, raw, asked, deadlineMs);
  if (!answer.given) {
    warm = undefined;
    await thread.worker.terminate();
  }
  return answer;
}

function ask(worker: Worker, raw: Buffer, asked: Asked, deadlineMs: number): Promise<Answer> {
  const id = (lastId += 1);
  return new Promise((resolve) => {
    const finish = (answer: Answer) => {
      clearTimeout(timer);
      worker.off('message', take);
      worker.off('error', die);
      worker.off('exit', die);
      worker.unref();
      resolve(answer);
    };
    const take = (answer: ReadAnswer) => {
      if (answer.id === id) finish({ given: true, value: answer.answer });
    };
    const die = () => finish({ given: false, why: 'reader-died' });
    const timer = setTimeout(() => finish({ given: false, why: 'took-too-long' }), deadlineMs);
    worker.on('message', take);
    worker.on('error', die);
    worker.on('exit', die);
    worker.ref();
    worker.postMessage({ id, raw, ...asked } satisfies ReadRequest);
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
