import { randomBytes, randomUUID } from 'node:crypto';

const COUNTS = 0x1000;

let lastMs = 0;
let count = 0;

/**
 * A time-ordered id (UUID version 7, RFC 9562) for rows that are read in order of arrival: what one
 * process makes is in order even within a millisecond.
 */
export function newId(): string {
  const bytes = randomBytes(16);
  const nowMs = Date.now();
  count = nowMs > lastMs ? 0 : count + 1;
  // A process that makes more in a millisecond than can be counted borrows from the next one.
  if (count === COUNTS) count = 0;
  lastMs = nowMs > lastMs ? nowMs : lastMs + (count === 0 ? 1 : 0);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** An id that tells nothing and cannot be guessed from another: for things named in addresses. */
export const newOpaqueId = (): string => randomUUID();
