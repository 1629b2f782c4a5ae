import type { TaskDefinition } from '../definition.js';
import { hasPart, needs } from './applies.js';

const signed = (instrument: string) => ({ instrument, upTo: 'signed' }) as const;

/** A legal document that some schools need, to be signed by each of its parties. */
const ifNeeded = (id: string): TaskDefinition => ({
  id,
  group: 'legal',
  isCondition: true,
  applies: needs(id),
  proofs: [signed(id)],
});

/** One of which the school's own kind says whether it is needed. */
const ofKind = (id: string): TaskDefinition => ({ ...ifNeeded(id), applies: hasPart(id) });

/** The legal documents, each as its own machine has it. */
export const legal: readonly TaskDefinition[] = [
  {
    id: 'land-questionnaire',
    group: 'legal',
    isCondition: true,
    proofs: [signed('land-questionnaire'), { instrument: 'title-plans', upTo: 'cleared' }],
  },
  {
    id: 'supplemental-funding-agreement',
    group: 'legal',
    isCondition: true,
    proofs: [signed('supplemental-funding-agreement'), { fact: 'agreement' }],
  },
  ofKind('church-supplemental-agreement'),
  ifNeeded('master-funding-agreement'),
  ifNeeded('articles-of-association'),
  ifNeeded('deed-of-variation'),
  ifNeeded('trust-modification-order'),
  ifNeeded('direction-to-transfer'),
  ifNeeded('lease-125-years'),
  ifNeeded('subleases'),
  ifNeeded('third-party-leases'),
  ifNeeded('tenancy-at-will'),
  {
    id: 'commercial-transfer-agreement',
    group: 'legal',
    isCondition: true,
    proofs: [signed('commercial-transfer-agreement')],
  },
  {
    id: 'private-finance',
    group: 'legal',
    isCondition: true,
    applies: needs('pfi-principal-agreement'),
    proofs: [
      signed('pfi-deed-of-variation'),
      signed('pfi-lease'),
      signed('pfi-principal-agreement'),
      signed('pfi-school-agreement'),
    ],
  },
];
