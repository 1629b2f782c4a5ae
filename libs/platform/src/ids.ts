import { randomBytes, randomUUID } from 'node:crypto';

/** A time-ordered id (UUID version 7, RFC 9562) for rows that are read in order of arrival. */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
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
