import { MISSING } from './rule.js';
import type { Rule } from './rule.js';
import * as source from './sources.js';

/** Schools that go together, and the trust that some of them form. */
export const groups: readonly Rule[] = [
  {
    id: 'R90',
    gates: ['funding-agreement.signed'],
    strength: 'dfe',
    effect: 'block',
    sentence: 'The new trust is not a company yet.',
    remedy: 'Record its certificate of incorporation.',
    source: source.transferring,
    from: '2010-07-27',
    unmet: ({ facts }) => (facts.incorporation === undefined ? MISSING : null),
  },
];
