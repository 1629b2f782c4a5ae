import type { Capacity, Employer } from '../facts.js';
import type { Category, Faith } from './school.js';

/** What follows from a category of school, whatever its faith (journey.md §2). */
export interface CategoryDuties {
  readonly hasFoundation: boolean | 'unknown';
  readonly employer: Employer;
  readonly land: Land;
}

export type Land = 'lease-from-authority' | 'trustees' | 'transfer-of-freehold' | 'unknown';

export const byCategory: Readonly<Record<Category, CategoryDuties>> = {
  community: {
    hasFoundation: false,
    employer: 'local-authority',
    land: 'lease-from-authority',
  },
  'voluntary-controlled': {
    hasFoundation: true,
    employer: 'local-authority',
    land: 'trustees',
  },
  'voluntary-aided': { hasFoundation: true, employer: 'governing-board', land: 'trustees' },
  'foundation-with-foundation': {
    hasFoundation: true,
    employer: 'governing-board',
    land: 'transfer-of-freehold',
  },
  'foundation-without-foundation': {
    hasFoundation: false,
    employer: 'governing-board',
    land: 'transfer-of-freehold',
  },
  foundation: {
    hasFoundation: 'unknown',
    employer: 'governing-board',
    land: 'transfer-of-freehold',
  },
};

/** A body as the duties can name it before anybody has been found to speak for it. */
export interface BodyName {
  readonly kind: 'diocesan-board' | 'bishop' | 'trustees' | 'appointing-body' | 'religious-body';
  readonly code: string | null;
  readonly name: string;
}

/** Which body is expected in which capacity; `named: false` where only the school knows it. */
export interface ExpectedBody {
  readonly capacity: Capacity;
  readonly basis: keyof typeof bases;
  readonly body: ((diocese: { code: string; name: string }) => BodyName) | null;
}

export const bases = {
  trustees: 'Academies Act 2010 s.3(4)(a)',
  appointers: 'Academies Act 2010 s.3(4)(b)',
  'diocesan-board': 'Diocesan Boards of Education Measure 2021 s.8(3)',
  'trust-deed': 'Academies Act 2010 s.3(4), with the trust deed',
} as const;

const siteTrustees: ExpectedBody = { capacity: 'trustee', basis: 'trustees', body: null };
const appointers: ExpectedBody = {
  capacity: 'foundation-governor-appointer',
  basis: 'appointers',
  body: null,
};

/** The bodies that consent for a school with a foundation, by its faith. */
export const byFaith: Readonly<Record<Faith, readonly ExpectedBody[]>> = {
  'church-of-england': [
    siteTrustees,
    appointers,
    {
      capacity: 'diocesan-authority',
      basis: 'diocesan-board',
      body: ({ code, name }) => ({
        kind: 'diocesan-board',
        code,
        name: `Diocesan Board of Education, ${name}`,
      }),
    },
  ],
  'roman-catholic': [
    {
      capacity: 'trustee',
      basis: 'trustees',
      body: ({ code, name }) => ({ kind: 'trustees', code, name: `Diocesan trustees, ${name}` }),
    },
    {
      capacity: 'foundation-governor-appointer',
      basis: 'appointers',
      body: ({ code, name }) => ({ kind: 'bishop', code, name: `The bishop, ${name}` }),
    },
  ],
  other: [siteTrustees, appointers],
  none: [siteTrustees, appointers],
  unknown: [siteTrustees, appointers],
};
