import type { Land } from './categories.js';
import type { Denomination } from './denominations.js';

/** A legal document that a conversion needs, and the parties whose signatures it awaits. */
export interface NeededDocument {
  readonly id: string;
  readonly parties: readonly string[];
  readonly optional: boolean;
}

const always: readonly NeededDocument[] = [
  { id: 'land-questionnaire', parties: ['solicitor'], optional: false },
  { id: 'title-plans', parties: [], optional: true },
  {
    id: 'supplemental-funding-agreement',
    parties: ['trust', 'secretary-of-state'],
    optional: false,
  },
  { id: 'master-funding-agreement', parties: ['trust', 'secretary-of-state'], optional: true },
  { id: 'articles-of-association', parties: ['trust'], optional: true },
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

/** The diocese consents and the trustees own: two parties, and each signs for itself. */
const churchAgreement: NeededDocument = {
  id: 'church-supplemental-agreement',
  parties: ['trust', 'diocese', 'trustees', 'secretary-of-state'],
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

/** What only some schools need: no register says which, so somebody has to find it out. */
const ofSome: readonly NeededDocument[] = [
  { id: 'deed-of-variation', parties: ['trust', 'secretary-of-state'], optional: true },
  { id: 'subleases', parties: ['trust', 'tenant'], optional: true },
  { id: 'third-party-leases', parties: ['landlord', 'trust'], optional: true },
  { id: 'tenancy-at-will', parties: ['landlord', 'trust'], optional: true },
];

const known: readonly NeededDocument[] = [
  ...always,
  ...Object.values(ofLand).flat(),
  churchAgreement,
  ...ofPrivateFinance,
  ...ofSome,
];

/** Whether a conversion that needs this document cannot do without it, whatever the advice. */
export function isEssential(id: string): boolean {
  return known.some((document) => document.id === id && !document.optional);
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

/** Every legal document that not each school needs: advice says of each whether this one does. */
export function furtherDocuments(): readonly NeededDocument[] {
  return [...known.filter(({ optional }) => optional), ...ofPrivateFinance.filter(isFixed)];
}

/** Once such a document is on a case, no advice takes it away. */
const isFixed = ({ optional }: NeededDocument): boolean => !optional;
