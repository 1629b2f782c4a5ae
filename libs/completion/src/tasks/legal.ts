import type { TaskDefinition, TaskOwner } from '../definition.js';
import { hasPart, needs } from './applies.js';

const signed = (instrument: string) => ({ instrument, upTo: 'signed' }) as const;

/** A legal document that some schools need, to be signed by each of its parties. */
const ifNeeded = (id: string, owner: TaskOwner): TaskDefinition => ({
  id,
  group: 'legal',
  owner,
  condition: 'department',
  applies: needs(id),
  proofs: [signed(id)],
});

/** One of which the school's own kind says whether it is needed. */
const ofKind = (id: string, owner: TaskOwner): TaskDefinition => ({
  ...ifNeeded(id, owner),
  applies: hasPart(id),
});

/** The legal documents, each as its own machine has it. */
export const legal: readonly TaskDefinition[] = [
  {
    id: 'land-questionnaire',
    group: 'legal',
    owner: 'solicitor',
    condition: 'department',
    proofs: [signed('land-questionnaire'), { instrument: 'title-plans', upTo: 'cleared' }],
  },
  {
    id: 'supplemental-funding-agreement',
    group: 'legal',
    owner: 'trust',
    condition: 'department',
    proofs: [signed('supplemental-funding-agreement'), { fact: 'agreement' }],
  },
  ofKind('church-supplemental-agreement', 'trust-and-diocese'),
  ifNeeded('master-funding-agreement', 'trust'),
  ifNeeded('articles-of-association', 'trust'),
  ifNeeded('deed-of-variation', 'trust'),
  ifNeeded('trust-modification-order', 'solicitor'),
  ifNeeded('direction-to-transfer', 'solicitor'),
  ifNeeded('lease-125-years', 'solicitor'),
  ifNeeded('subleases', 'solicitor'),
  ifNeeded('third-party-leases', 'solicitor'),
  ifNeeded('tenancy-at-will', 'solicitor'),
  {
    id: 'commercial-transfer-agreement',
    group: 'legal',
    owner: 'solicitor',
    condition: 'department',
    proofs: [signed('commercial-transfer-agreement')],
  },
  {
    id: 'private-finance',
    group: 'legal',
    owner: 'local-authority',
    condition: 'department',
    applies: needs('pfi-principal-agreement'),
    proofs: [
      signed('pfi-deed-of-variation'),
      signed('pfi-lease'),
      signed('pfi-principal-agreement'),
      signed('pfi-school-agreement'),
    ],
  },
];
