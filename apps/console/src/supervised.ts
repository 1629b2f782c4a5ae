import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After living this long a process counts as well again, and its next pause is a short one. */
const WELL_MS = 60_000;
const STOP_MS = 7_500;

export interface SupervisedOptions {
  readonly name: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where its log goes; null passes it on to standard error, as containers want it. */
  readonly logFolder: string | null;
  readonly say: (sentence: string) => void;
}

/** A process of ours that is started again, after a growing pause, whenever it ends by itself. */
export class Supervised {
  private child: ChildProcess | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private again: NodeJS.Timeout | undefined;
  private stopping = false;
  private readonly log: Writable;

  constructor(private readonly options: SupervisedOptions) {
    this.log = openLogFile(options);
  }

  start(): void {
    const { script, environment } = this.options;
    const startedAt = Date.now();
    // The channel is never written to: its end tells the child that the launcher is gone.
    const child = spawn(process.execPath, ['--enable-source-maps', script], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    let last = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (chunk: Buffer) => {
        this.log.write(chunk);
        last = `${last}${chunk.toString()}`.slice(-2_000);
      });
    }
    child.once('exit', (code, signal) => {
      if (this.child === child) this.child = undefined;
      if (this.stopping) return;
      if (Date.now() - startedAt > WELL_MS) this.pauseMs = FIRST_PAUSE_MS;
      this.startAgain(signal ?? `code ${code}`, last.trim().split('\n').slice(-3).join('\n'));
    });
  }

  /** Resolves when the process is gone, in order or by force. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.again);
    const { child } = this;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  private startAgain(how: string, last: string): void {
    const { name, say } = this.options;
    say(
      `${name} ended (${how}); starting it again in ${this.pauseMs / 1000} s. It said last:\n${last}`,
    );
    this.again = setTimeout(() => this.start(), this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

function openLogFile({ name, logFolder }: SupervisedOptions): Writable {
  if (logFolder === null) return process.stderr;
  mkdirSync(logFolder, { recursive: true });
  return createWriteStream(join(logFolder, `${name}.log`), { flags: 'a' });
}
