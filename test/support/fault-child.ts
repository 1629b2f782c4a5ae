import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const CHILDREN = resolve(import.meta.dirname, '../faults/children');
/** Most of a short life is spent on loading the product. */
const NODE_COMPILE_CACHE = join(tmpdir(), 'assent-fault-children');

/** A process of its own that runs the built product, and can be told where to die. */
export class FaultChild<Line extends object> {
  /** Everything that it said so far: each line was true when it was said. */
  readonly said: Line[] = [];
  /** Resolves with the signal that ended it, or its exit code. */
  readonly ended: Promise<string | number | null>;
  private readonly child: ChildProcess;

  constructor(
    script: string,
    job: object,
    { faultPoint = '', onLine }: { faultPoint?: string; onLine?: (line: Line) => void } = {},
  ) {
    const child = spawn(process.execPath, [resolve(CHILDREN, script)], {
      env: { ...process.env, NODE_COMPILE_CACHE, FAULT_POINT: faultPoint },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child = child;
    // It may be dead before it has read what it is to do.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(job));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (text) => {
      const line = JSON.parse(text) as Line;
      this.said.push(line);
      onLine?.(line);
    });
    this.ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(
      ([[code, signal]]) => (signal ?? code) as string | number | null,
    );
  }

  /** Waits until it has said such a line. */
  async until(says: (line: Line) => boolean): Promise<Line> {
    for (;;) {
      const found = this.said.find(says);
      if (found) return found;
      const next = await Promise.race([this.ended.then(() => 'ended'), pauseShortly()]);
      const last = this.said.find(says);
      if (last) return last;
      if (next === 'ended') throw new Error('The child ended before it said so.');
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

const pauseShortly = (): Promise<string> =>
  new Promise((done) => setTimeout(() => done('later'), 10));
