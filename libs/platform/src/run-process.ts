import type { Log } from './log.js';
import { WrongSetting } from './settings.js';

/** What a process has running, until it is told to stop. */
export interface Running {
  readonly log: Log;
  stop(): Promise<void>;
}

/** The launcher allows ten seconds for everything. */
const GRACE_MS = 7_000;

/**
 * Runs one of our processes from its start to its orderly end: at SIGTERM, at Ctrl-C, when the
 * launcher is gone, or when something was thrown that nobody caught (logged, and never gone on
 * with). What an operator can put right is said in one sentence.
 */
export function runProcess(start: () => Promise<Running>): void {
  let running: Running | undefined;
  let leaving = false;
  const leave = (code: number) => {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    void (running?.stop() ?? Promise.resolve()).then(
      () => process.exit(code),
      (error: unknown) => {
        running?.log.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  const crash = (error: unknown) => {
    if (running === undefined) process.stderr.write(`${explain(error)}\n`);
    else running.log.fatal({ err: error }, 'thrown and not caught');
    leave(1);
  };
  process.once('SIGTERM', () => leave(0));
  process.once('SIGINT', () => leave(0));
  process.once('disconnect', () => leave(0));
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  start().then((started) => {
    running = started;
    // A signal may have come while it was starting.
    if (leaving) void started.stop().then(() => process.exit(0));
  }, crash);
}

/** One sentence for what an operator can put right; the whole story for a defect. */
export function explain(error: unknown): string {
  if (error instanceof WrongSetting) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
