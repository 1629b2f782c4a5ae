import { describe, expect, it } from '@jest/globals';
import { describeKey, hashOfKey, keyWithHash, letterKey } from './reply-key.js';

const SECRET = 'a secret of at least thirty-two characters';
const LETTER = '018f3c6e-0000-7000-8000-000000000001';
const KEY = letterKey(SECRET, LETTER);

describe('a reply key', () => {
  it('is 128 bits and a check character, in lower case', () => {
    expect(KEY).toMatch(/^[a-z2-7]{27}$/);
    expect(letterKey(SECRET, LETTER)).toBe(KEY);
    expect(letterKey(SECRET, LETTER.replace('1', '2'))).not.toBe(KEY);
    expect(letterKey(`${SECRET}.`, LETTER)).not.toBe(KEY);
  });

  it.each([KEY, KEY.toUpperCase(), ` ${KEY}`, `${KEY}.`, `${KEY}>`, `${KEY}),`])(
    'is whole as %s',
    (text) => expect(describeKey(text)).toBe('whole'),
  );

  it.each([
    KEY.slice(0, 20),
    KEY.slice(1),
    `${KEY}a`,
    `${KEY.slice(0, 26)}=`,
    '',
    'x'.repeat(9_999),
  ])('is damaged as %s', (text) => expect(describeKey(text)).toBe('damaged'));

  it('shows any one wrong character and any two swapped', () => {
    for (let at = 0; at < KEY.length; at += 1) {
      for (const wrong of 'abcdefghijklmnopqrstuvwxyz234567'.replace(KEY[at]!, '')) {
        expect(describeKey(KEY.slice(0, at) + wrong + KEY.slice(at + 1))).toBe('damaged');
      }
      const swapped = KEY.slice(0, at) + (KEY[at + 1] ?? '') + KEY[at] + KEY.slice(at + 2);
      if (swapped !== KEY) expect(describeKey(swapped)).toBe('damaged');
    }
  });

  it('stays the one that was sent when the secret changes', () => {
    expect(keyWithHash(['new secret', SECRET], LETTER, hashOfKey(KEY)).key).toBe(KEY);
    expect(keyWithHash(['new secret'], LETTER, hashOfKey(KEY)).key).not.toBe(KEY);
  });
});
