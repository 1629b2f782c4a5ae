import type { TaskDefinition } from '../definition.js';

/** What has to be ready by the first day. */
export const ready: readonly TaskDefinition[] = [
  {
    id: 'bank-details',
    group: 'ready',
    owner: 'trust',
    condition: 'service',
    proofs: [{ paper: ['taskConfirmation', 'correspondence'] }],
  },
  {
    id: 'school-actions',
    group: 'ready',
    owner: 'school',
    condition: 'department',
    proofs: [{ paper: ['taskConfirmation', 'correspondence'] }],
  },
  {
    id: 'all-conditions-met',
    group: 'ready',
    owner: 'department',
    proofs: [{ fact: 'conditionsMet' }],
  },
  {
    id: 'staff-transfer',
    group: 'ready',
    owner: 'employer',
    proofs: [{ fact: 'tupeInformed' }, { fact: 'tupeCompleted' }],
  },
  {
    id: 'dbs-checks',
    group: 'ready',
    owner: 'trust',
    proofs: [{ paper: ['taskConfirmation', 'correspondence'] }],
  },
];
