import { describe, expect, it } from '@jest/globals';
import { codeAt, stepAt, stepOf } from './totp.js';

/** RFC 6238, appendix B, for SHA-1, of which an app shows the last six digits. */
const SECRET = Buffer.from('12345678901234567890');
const VECTORS: readonly (readonly [number, string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

describe('a code of an app', () => {
  it.each(VECTORS)('at %i is %s', (seconds, code) => {
    expect(codeAt(SECRET, stepAt(seconds))).toBe(code);
  });

  it('counts in its own step, the one before and the one after, and in no other', () => {
    const step = stepAt(1_234_567_890);
    const code = codeAt(SECRET, step);
    expect([-2, -1, 0, 1, 2].map((off) => stepOf(SECRET, code, step + off))).toEqual([
      null,
      step,
      step,
      step,
      null,
    ]);
    expect(stepOf(SECRET, '', step)).toBeNull();
    expect(stepOf(SECRET, `${code}0`, step)).toBeNull();
  });
});
