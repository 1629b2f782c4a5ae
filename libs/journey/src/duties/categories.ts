import type { Employer } from '../terms.js';

/** What follows from a category of school, whatever its religious character (journey.md §2). */
export interface CategoryDuties {
  readonly hasFoundation: boolean | 'unknown';
  readonly employer: Employer;
  readonly land: Land;
}

export type Land = 'lease-from-authority' | 'trustees' | 'transfer-of-freehold' | 'unknown';

export type Category =
  | 'community'
  | 'community-special'
  | 'pupil-referral-unit'
  | 'voluntary-controlled'
  | 'voluntary-aided'
  | FoundationKind
  | `${FoundationKind}-with-foundation`
  | `${FoundationKind}-without-foundation`
  | 'unknown';

/** A foundation school of which nobody knows yet whether it has a foundation. */
type FoundationKind = 'foundation' | 'foundation-special';

const ofAuthority: CategoryDuties = {
  hasFoundation: false,
  employer: 'local-authority',
  land: 'lease-from-authority',
};
const ofFoundation = (hasFoundation: CategoryDuties['hasFoundation']): CategoryDuties => ({
  hasFoundation,
  employer: 'governing-board',
  land: 'transfer-of-freehold',
});

export const byCategory: Readonly<Record<Category, CategoryDuties>> = {
  community: ofAuthority,
  'community-special': ofAuthority,
  'pupil-referral-unit': ofAuthority,
  'voluntary-controlled': {
    hasFoundation: true,
    employer: 'local-authority',
    land: 'trustees',
  },
  'voluntary-aided': { hasFoundation: true, employer: 'governing-board', land: 'trustees' },
  'foundation-with-foundation': ofFoundation(true),
  'foundation-without-foundation': ofFoundation(false),
  foundation: ofFoundation('unknown'),
  'foundation-special-with-foundation': ofFoundation(true),
  'foundation-special-without-foundation': ofFoundation(false),
  'foundation-special': ofFoundation('unknown'),
  unknown: { hasFoundation: 'unknown', employer: 'unknown', land: 'unknown' },
};

/** Whether a school of this category has a foundation; what nobody knows is not "no". */
export function foundationOf(category: string): boolean | 'unknown' {
  const known = byCategory as Readonly<Record<string, CategoryDuties>>;
  return known[category]?.hasFoundation ?? 'unknown';
}
