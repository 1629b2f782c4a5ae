import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as every app understands it: SHA-1, steps of 30 seconds, six digits. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A code of the step before or after is taken too: clocks of phones differ. */
const DRIFT = 1;

export const stepAt = (epochSeconds: number): number => Math.floor(epochSeconds / STEP_SECONDS);

/** The code of one step. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.at(-1)! & 0xf;
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, '0');
}

/** The step to which a code belongs, near this one; null when it belongs to none. */
export function stepOf(secret: Buffer, code: string, step: number): number | null {
  let found: number | null = null;
  // All are compared, whichever fits, so that the time taken says nothing.
  for (let one = step - DRIFT; one <= step + DRIFT; one += 1) {
    const [expected, given] = [Buffer.from(codeAt(secret, one)), Buffer.from(code)];
    if (expected.length === given.length && timingSafeEqual(expected, given)) found = one;
  }
  return found;
}
