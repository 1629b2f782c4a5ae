import type { TaskDefinition } from '../definition.js';
import { grantWasOpen } from './applies.js';

/** The weeks after the first day. */
export const after: readonly TaskDefinition[] = [
  {
    id: 'date-opened',
    group: 'after',
    owner: 'clerk',
    proofs: [{ fact: 'opened' }, { register: 'academy' }],
  },
  {
    id: 'redact-and-send',
    group: 'after',
    owner: 'department',
    proofs: [
      { instrument: 'supplemental-funding-agreement', upTo: 'published' },
      { instrument: 'master-funding-agreement', upTo: 'published' },
      { instrument: 'church-supplemental-agreement', upTo: 'published' },
    ],
  },
  {
    id: 'expenditure-certificate',
    group: 'after',
    owner: 'trust',
    applies: grantWasOpen,
    canBeSetAside: true,
    proofs: [
      { paper: ['taskConfirmation', 'correspondence'] },
      { answer: { name: 'certificateReceived', kind: 'date' } },
    ],
  },
];
