import type { Land } from './categories.js';
import type { Faith } from './school.js';

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

/** Whether a conversion that needs this document cannot do without it, whatever the advice. */
export function isEssential(id: string): boolean {
  return [...always, ...Object.values(ofLand).flat(), churchAgreement].some(
    (document) => document.id === id && !document.optional,
  );
}

/** The legal documents of a conversion (journey.md §5); the church's only for its own schools. */
export function documentsFor(land: Land, faith: Faith): readonly NeededDocument[] {
  const ofChurch = faith === 'church-of-england' || faith === 'roman-catholic';
  return [...always, ...ofLand[land], ...(ofChurch ? [churchAgreement] : [])];
}
