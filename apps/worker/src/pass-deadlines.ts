import { passDeadlines } from '#cases';
import type { Duty } from '#mail';
import type { DutyContext } from './duty-context.js';
import { every } from './every.js';

/** A deadline is an instant to the millisecond in the record; this only decides when it is noticed. */
const LOOK_MS = 2_000;

/** Passes what is due: consultations close by themselves, and those who have not answered hear it. */
export function startPassingDeadlines({ pool, publicBaseUrl, log }: DutyContext): Duty {
  return every(
    LOOK_MS,
    () => passDeadlines(pool, publicBaseUrl),
    (err) => log.error({ err }, 'a deadline could not be passed'),
  );
}
