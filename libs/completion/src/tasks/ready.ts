import type { TaskDefinition } from '../definition.js';

/** What has to be ready by the first day. */
export const ready: readonly TaskDefinition[] = [
  {
    id: 'bank-details',
    group: 'ready',
    isCondition: true,
    proofs: [{ paper: ['taskConfirmation', 'correspondence'] }],
  },
  {
    id: 'school-actions',
    group: 'ready',
    isCondition: true,
    proofs: [{ paper: ['taskConfirmation', 'correspondence'] }],
  },
  { id: 'all-conditions-met', group: 'ready', proofs: [{ fact: 'conditionsMet' }] },
  {
    id: 'staff-transfer',
    group: 'ready',
    proofs: [{ fact: 'tupeInformed' }, { fact: 'tupeCompleted' }],
  },
  { id: 'dbs-checks', group: 'ready', proofs: [{ paper: ['taskConfirmation', 'correspondence'] }] },
];
