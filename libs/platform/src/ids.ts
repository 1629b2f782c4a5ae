import { randomUUID } from 'node:crypto';

const COUNTS = 0x1000;

let lastMs = 0;
let count = 0;

/**
 * A time-ordered id (UUID version 7, RFC 9562) for rows that are read in order of arrival: what one
 * process makes is in order even within a millisecond.
 */
export function newId(): string {
  const nowMs = Date.now();
  count = nowMs > lastMs ? 0 : count + 1;
  // A process that makes more in a millisecond than can be counted borrows from the next one.
  if (count === COUNTS) count = 0;
  lastMs = nowMs > lastMs ? nowMs : lastMs + (count === 0 ? 1 : 0);
  const time = lastMs.toString(16).padStart(12, '0');
  const counted = count.toString(16).padStart(3, '0');
  // The rest is that of a version 4, which Node makes ahead of need.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counted}${randomUUID().slice(18)}`;
}

/** An id that tells nothing and cannot be guessed from another: for things named in addresses. */
export const newOpaqueId = (): string => randomUUID();
