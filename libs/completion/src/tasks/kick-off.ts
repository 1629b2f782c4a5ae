import type { TaskDefinition } from '../definition.js';
import { grantWasOpen, isSponsored } from './applies.js';

const letterOrNote = { paper: ['correspondence', 'taskConfirmation'] } as const;

/** From the decision to the first meeting with everybody, and what has to be known for the rest. */
export const kickOff: readonly TaskDefinition[] = [
  {
    id: 'post-decision-actions',
    group: 'kick-off',
    owner: 'local-authority',
    proofs: [{ fact: 'order' }, { paper: ['laProforma', 'correspondence'] }],
  },
  {
    id: 'handover',
    group: 'kick-off',
    owner: 'department',
    canBeSetAside: true,
    proofs: [
      letterOrNote,
      { answer: { name: 'sacreExemption', kind: 'choice', among: ['yes', 'no'] } },
    ],
  },
  {
    id: 'stakeholder-kick-off',
    group: 'kick-off',
    owner: 'clerk',
    proofs: [
      { fact: 'opening', when: ({ opening }) => opening?.standing === 'confirmed' },
      { letter: 'opening-date-set' },
    ],
  },
  {
    id: 'risk-protection',
    group: 'kick-off',
    owner: 'trust',
    condition: 'service',
    proofs: [{ fact: 'insurance' }],
  },
  {
    id: 'high-needs-places',
    group: 'kick-off',
    owner: 'local-authority',
    canBeSetAside: true,
    proofs: [letterOrNote, { answer: { name: 'highNeedsPlaces', kind: 'number' } }],
  },
  {
    id: 'conversion-grant',
    group: 'kick-off',
    owner: 'school',
    applies: grantWasOpen,
    canBeSetAside: true,
    proofs: [letterOrNote],
  },
  {
    id: 'high-needs-change',
    group: 'kick-off',
    owner: 'local-authority',
    canBeSetAside: true,
    proofs: [letterOrNote],
  },
  {
    id: 'sponsored-grant',
    group: 'kick-off',
    owner: 'trust',
    applies: isSponsored,
    canBeSetAside: true,
    proofs: [
      letterOrNote,
      {
        answer: {
          name: 'grantLevel',
          kind: 'choice',
          among: ['fast-track', 'intermediate', 'full-sponsored'],
        },
      },
    ],
  },
  {
    id: 'nursery',
    group: 'kick-off',
    owner: 'school',
    canBeSetAside: true,
    proofs: [
      letterOrNote,
      {
        answer: {
          name: 'nurseryProvider',
          kind: 'choice',
          among: ['direct', 'subsidiary', 'independent', 'childrens-centre'],
        },
      },
    ],
  },
  {
    id: 'childrens-centre',
    group: 'kick-off',
    owner: 'local-authority',
    canBeSetAside: true,
    proofs: [
      letterOrNote,
      { answer: { name: 'centreManager', kind: 'choice', among: ['authority', 'trust'] } },
    ],
  },
  {
    id: 'statutory-consultation',
    group: 'kick-off',
    owner: 'board',
    condition: 'service',
    applies: ({ snapshot }) => snapshot.case.context.consultationApplies,
    proofs: [{ fact: 'consultationReport' }, { fact: 'finalDecision' }],
  },
  {
    id: 'academy-name',
    group: 'kick-off',
    owner: 'school',
    condition: 'service',
    proofs: [{ fact: 'academyName' }],
  },
  { id: 'headteacher', group: 'kick-off', owner: 'school', proofs: [letterOrNote] },
  { id: 'chair', group: 'kick-off', owner: 'clerk', proofs: [{ person: 'chair' }] },
  { id: 'trust-leader', group: 'kick-off', owner: 'clerk', proofs: [{ person: 'trust-officer' }] },
  { id: 'main-contact', group: 'kick-off', owner: 'clerk', proofs: [{ person: 'clerk' }] },
  {
    id: 'capacity',
    group: 'kick-off',
    owner: 'school',
    proofs: [
      letterOrNote,
      { answer: { name: 'placesToYear6', kind: 'number' } },
      { answer: { name: 'placesYears7To11', kind: 'number' } },
      { answer: { name: 'placesFromYear12', kind: 'number' } },
    ],
  },
  {
    id: 'payroll-deadline',
    group: 'kick-off',
    owner: 'local-authority',
    proofs: [letterOrNote, { answer: { name: 'payrollDeadline', kind: 'date' } }],
  },
];
