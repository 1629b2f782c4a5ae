import { describe, expect, it } from '@jest/globals';
import { hashPassword, isPassword } from './hash.js';
import { faultOf } from './policy.js';

const KNOWN = ['Ruth Okafor', 'ruth.okafor@stbotolph.sch.uk', "St Botolph's Primary School"];

describe('a password', () => {
  it.each([
    ['1234567', 'short'],
    ['🐎🐎🐎🐎🐎🐎🐎', 'short'],
    ['🐎🐎🐎🐎🐎🐎🐎🐎', null],
    ['password', 'common'],
    ['Sunshine', 'common'],
    ['qwertyuiop', 'common'],
    ['Botolph2024!', 'guessable'],
    ['assent-assent-1', 'guessable'],
    ['okafor.ruth', 'guessable'],
    ['Botolph and a horse of cheese', null],
    ['correct horse battery staple', null],
    ['no upper no digit', null],
    ['        x', null],
    [`with\0nul and more`, null],
    ['x'.repeat(256), null],
    ['x'.repeat(257), 'long'],
    ['é'.repeat(129), 'long'],
  ])('%j is %s', (password, fault) => {
    expect(faultOf(password, KNOWN)).toBe(fault);
  });

  it('counts to its last byte, in its own case, with what cannot be seen', async () => {
    const long = `${'x'.repeat(255)}a`;
    const stored = await hashPassword(long);
    expect(await isPassword(stored, long)).toBe(true);
    for (const other of [
      `${'x'.repeat(255)}b`,
      long.slice(0, -1),
      long.toUpperCase(),
      `${long} `,
    ]) {
      expect(await isPassword(stored, other)).toBe(false);
    }
    const nul = await hashPassword('before\0after');
    expect(await isPassword(nul, 'before\0other')).toBe(false);
    expect(await isPassword(nul, 'before')).toBe(false);
    expect(await isPassword(null, 'before')).toBe(false);
  });

  it('is stored with a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('same words'), hashPassword('same words')]);
    expect(one.hash.equals(two.hash)).toBe(false);
  });
});
