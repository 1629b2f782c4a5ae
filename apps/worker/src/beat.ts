import type { Duty } from '#mail';
import type { DutyContext } from './duty-context.js';
import { every } from './every.js';

const BEAT_MS = 4_000;

/** Says every few seconds, in real time, that these parts live; /readyz reads it. */
export function startBeating(
  { pool, log }: Pick<DutyContext, 'pool' | 'log'>,
  names: readonly string[],
): Duty {
  return every(
    BEAT_MS,
    () =>
      pool.query(
        `INSERT INTO heartbeat (name) SELECT unnest($1::text[])
         ON CONFLICT (name) DO UPDATE SET at = now()`,
        [names],
      ),
    (err) => log.error({ err }, 'no sign of life could be given'),
  );
}
