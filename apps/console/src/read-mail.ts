import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { rawMail, type MailReading } from '#mail';

export interface CommandOutput {
  json: boolean;
  out(line: string): void;
  err(line: string): void;
}

const usage = 'read-mail needs at least one file: npm run console -- read-mail FILE...';

/** Reads each file as a raw mail and prints what the product takes from it; needs no database. */
export async function readMailCommand(files: string[], io: CommandOutput): Promise<number> {
  if (files.length === 0) {
    io.err(usage);
    return 1;
  }
  let refused = false;
  for (const file of files) {
    const raw = await open(file, io);
    if (!raw) {
      refused = true;
      continue;
    }
    const start = performance.now();
    const reading = rawMail.read(raw);
    const ms = Math.round((performance.now() - start) * 100) / 100;
    if (reading.kind === 'unreadable') refused = true;
    if (io.json) io.out(JSON.stringify(answerFor(file, reading, ms)));
    else describe(file, reading, io);
  }
  return refused ? 1 : 0;
}

async function open(file: string, io: CommandOutput): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (io.json) io.out(JSON.stringify({ file, kind: 'unreadable', why: reason, ...nothing }));
    io.err(`${file} cannot be opened (${reason}); give the path of a raw mail.`);
    return undefined;
  }
}

const nothing = { from: '', messageId: '', failed: [], answer: '', hidden: [], ms: 0 };

function answerFor(file: string, reading: MailReading, ms: number) {
  const { kind, why, from, messageId, failed, answer, hidden } = reading;
  return { file, kind, ...(why ? { why } : {}), from, messageId, failed, answer, hidden, ms };
}

function describe(file: string, reading: MailReading, io: CommandOutput): void {
  const { kind, why, from, subject, failed, answer, hidden } = reading;
  io.out(`${file}: ${kind}${why ? ` (${why})` : ''}, from ${from || 'nobody named'}: ${subject}`);
  for (const { address, permanent } of failed)
    io.out(`  not reached ${permanent ? 'for good' : 'for now'}: ${address}`);
  for (const line of answer ? answer.split('\n') : []) io.out(`  | ${line}`);
  const kinds = [...new Set(hidden.map((piece) => piece.kind))].join(', ');
  if (kinds) io.out(`  hidden, not lost: ${kinds}`);
}
