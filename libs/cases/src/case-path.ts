/** Where each role finds a case; a letter leads its reader to their own page of it. */
const placeOf: Readonly<Record<string, string>> = {
  'senior-officer': '/overrides',
  'faith-officer': '/desk',
  chair: '/board',
  governor: '/board',
  'trust-officer': '/partner',
  'authority-officer': '/partner',
  'regional-officer': '/partner',
  'union-officer': '/partner',
};

export const casePath = (role: string, caseId: string): string =>
  `${placeOf[role] ?? ''}/cases/${caseId}`;
