import { setTimeout as pause } from 'node:timers/promises';
import type { Duty } from '#mail';

/** Does `work` again and again with a pause between; an error is reported and the next turn comes. */
export function every(
  pauseMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Duty {
  const ending = new AbortController();
  const running = (async () => {
    while (!ending.signal.aborted) {
      await work().catch(onError);
      await pause(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}
