import { describe, expect, it } from '@jest/globals';
import { Sealer } from './secret-keys.js';

const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];

describe('what is sealed', () => {
  const sealed = new Sealer([OLD], 'second factor').seal('geheim ✓', 'ruth');

  it('opens for its owner, also after the keys were changed', () => {
    expect(new Sealer([OLD], 'second factor').open(sealed, 'ruth')).toBe('geheim ✓');
    expect(new Sealer([NEW, OLD], 'second factor').open(sealed, 'ruth')).toBe('geheim ✓');
  });

  it('opens for no other owner, purpose or key', () => {
    expect(new Sealer([OLD], 'second factor').open(sealed, 'chidi')).toBeNull();
    expect(new Sealer([OLD], 'held form').open(sealed, 'ruth')).toBeNull();
    expect(new Sealer([NEW], 'second factor').open(sealed, 'ruth')).toBeNull();
  });

  it('does not open when a bit of it changed or its end is missing', () => {
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    for (const broken of [changed, sealed.subarray(0, -1), sealed.subarray(0, 20), Buffer.alloc(0)])
      expect(new Sealer([OLD], 'second factor').open(broken, 'ruth')).toBeNull();
  });

  it('shows nothing of the words, and never the same bytes twice', () => {
    expect(sealed.includes('geheim')).toBe(false);
    expect(new Sealer([OLD], 'second factor').seal('geheim ✓', 'ruth').equals(sealed)).toBe(false);
  });
});
