import type { HumanRole, Visitor } from '#identity';

export interface NavigationItem {
  readonly text: string;
  readonly href: string;
}

export const ROLE_WORDS: Readonly<Record<HumanRole, string>> = {
  clerk: 'Clerk',
  chair: 'Chair of the governing board',
  governor: 'Governor',
  'senior-officer': 'Senior officer of the clerking service',
  'faith-officer': 'Officer of the religious body',
  'trust-officer': 'Officer of the trust',
  'authority-officer': 'Officer of the local authority',
  'regional-officer': 'Officer of the Regional Director',
  'union-officer': 'Officer of the union',
  administrator: 'Administrator',
};

/** Where each role works, in the order of the bar below the header; the first is its home. */
const PLACES: Readonly<Record<HumanRole, readonly NavigationItem[]>> = {
  clerk: [
    { text: 'What needs you', href: '/home' },
    { text: 'Cases', href: '/cases' },
    { text: 'Groups', href: '/groups' },
  ],
  chair: [{ text: 'Board', href: '/board' }],
  governor: [{ text: 'Board', href: '/board' }],
  'senior-officer': [{ text: 'Overrides', href: '/overrides' }],
  'faith-officer': [
    { text: 'Decisions', href: '/desk' },
    { text: 'Policy', href: '/desk/policy' },
  ],
  'trust-officer': [{ text: 'Schools joining', href: '/partner' }],
  'authority-officer': [{ text: 'Schools converting', href: '/partner' }],
  'regional-officer': [{ text: 'Applications', href: '/partner' }],
  'union-officer': [{ text: 'Staff transfers', href: '/partner' }],
  administrator: [
    { text: 'People', href: '/admin' },
    { text: 'School calendar', href: '/admin/calendar' },
    { text: 'Facts of law', href: '/admin/law' },
  ],
};

/** The places of all the roles that somebody holds, each once. */
export function placesOf(visitor: Visitor | null): NavigationItem[] {
  const places = (visitor?.memberships ?? []).flatMap(({ role }) => PLACES[role]);
  return [...new Map(places.map((place) => [place.href, place])).values()];
}

/** Where somebody is led after signing in. */
export function homeOf(visitor: Visitor): string {
  return placesOf(visitor)[0]?.href ?? '/account';
}
