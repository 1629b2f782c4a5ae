import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const SCRIPT = resolve(import.meta.dirname, 'mail-worker.mjs');
const MAIL = resolve(import.meta.dirname, '../../dist/libs/mail/src/index.js');

export interface MailProcess {
  /** The port of its intake. */
  readonly port: number;
  /** Resolves with the signal that ended it. */
  readonly ended: Promise<string | null>;
  kill(): void;
}

/** A worker process of its own that sends, takes and reads mail, and can be told where to die. */
export async function startMailProcess(
  databaseUrl: string,
  settings: object,
  faultPoint: string,
): Promise<MailProcess> {
  const child = spawn(process.execPath, [SCRIPT, MAIL, databaseUrl, JSON.stringify(settings)], {
    env: { ...process.env, FAULT_POINT: faultPoint },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([, signal]) => signal as string | null);
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: Number(port.toString()), ended, kill: () => void child.kill('SIGKILL') };
}
