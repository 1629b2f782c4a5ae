import type { Land } from './categories.js';
import type { Denomination } from './denominations.js';

/** A legal document that a conversion needs, and the parties whose signatures it awaits. */
export interface NeededDocument {
  readonly id: string;
  readonly parties: readonly string[];
  readonly optional: boolean;
}

const always: readonly NeededDocument[] = [
  { id: 'land-questionnaire', parties: [], optional: false },
  { id: 'title-plans', parties: [], optional: true },
  { id: 'supplemental-funding-agreement', parties: [], optional: false },
  { id: 'master-funding-agreement', parties: [], optional: true },
  { id: 'articles-of-association', parties: [], optional: true },
  {
    id: 'commercial-transfer-agreement',
    parties: ['local-authority', 'governing-board', 'trust'],
    optional: false,
  },
];

const ofLand: Readonly<Record<Land, readonly NeededDocument[]>> = {
  'lease-from-authority': [
    { id: 'lease-125-years', parties: ['local-authority', 'trust'], optional: true },
  ],
  trustees: [{ id: 'trust-modification-order', parties: ['trustees'], optional: true }],
  'transfer-of-freehold': [
    { id: 'direction-to-transfer', parties: ['secretary-of-state'], optional: true },
  ],
  unknown: [],
};

const churchAgreement: NeededDocument = {
  id: 'church-supplemental-agreement',
  parties: ['trust', 'diocese'],
  optional: false,
};

/** What a private finance contract adds; every party signs each of them. */
const ofPrivateFinance: readonly NeededDocument[] = [
  {
    id: 'pfi-deed-of-variation',
    parties: ['local-authority', 'private-finance-company'],
    optional: false,
  },
  { id: 'pfi-lease', parties: ['local-authority', 'trust'], optional: true },
  {
    id: 'pfi-principal-agreement',
    parties: ['local-authority', 'trust', 'secretary-of-state'],
    optional: false,
  },
  { id: 'pfi-school-agreement', parties: ['local-authority', 'trust'], optional: false },
];

/** Whether a conversion that needs this document cannot do without it, whatever the advice. */
export function isEssential(id: string): boolean {
  const every = [...always, ...Object.values(ofLand).flat(), churchAgreement, ...ofPrivateFinance];
  return every.some((document) => document.id === id && !document.optional);
}

const agreeing: readonly Denomination[] = ['church-of-england', 'roman-catholic'];

export interface NeedsOf {
  readonly land: Land;
  readonly denominations: readonly Denomination[];
  readonly pfi: boolean | null;
}

/** The legal documents of a conversion (journey.md §5); a Church's only for its own schools. */
export function documentsFor({ land, denominations, pfi }: NeedsOf): readonly NeededDocument[] {
  const ofChurch = denominations.some((one) => agreeing.includes(one));
  return [
    ...always,
    ...ofLand[land],
    ...(ofChurch ? [churchAgreement] : []),
    ...(pfi === true ? ofPrivateFinance : []),
  ];
}
